package dev.assay.server.huggingface;

import dev.assay.gate.Standing;
import dev.assay.judge.Ruling;
import dev.assay.judge.Verdict;
import java.util.ArrayList;
import java.util.List;

/// Why a file is not let through, in sentences that name the file, what it does, and where.
public final class Reasons {

    /// As many as fit on a terminal.
    private static final int MOST = 5;

    private Reasons() {}

    /// @param path the file's name, which starts each sentence
    public static List<String> of(String path, Standing standing) {
        return switch (standing) {
            case Standing.Absent absent -> List.of(path + " is not here");
            case Standing.Waiting waiting -> List.of(path + " is still being inspected");
            case Standing.Unexamined it -> List.of(path + " could not be inspected: " + it.why());
            case Standing.Decided it ->
                List.of(path + (it.released() ? " was released by " : " was convicted by ") + it.who() + ": "
                        + it.because());
            case Standing.Judged it -> against(path, it.verdict());
        };
    }

    private static List<String> against(String path, Verdict verdict) {
        var against = verdict.against();
        var reasons = new ArrayList<String>();
        against.stream().limit(MOST).map(it -> sentence(path, it)).forEach(reasons::add);
        if (against.size() > MOST) {
            reasons.add("and " + (against.size() - MOST) + " more findings in " + path);
        }
        return reasons;
    }

    private static String sentence(String path, Ruling ruling) {
        var sentence = ruling.finding().sentence(path);
        return ruling.because().isBlank() ? sentence : sentence + " (" + ruling.because() + ")";
    }
}
