package dev.assay.server.huggingface;

import dev.assay.gate.Standing;
import dev.assay.judge.Outcome;
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
    public static List<String> of(String path, Standing standing, Audience audience) {
        return switch (standing) {
            case Standing.Absent absent -> List.of(path + " is not here");
            case Standing.Waiting waiting -> List.of(path + " is still being inspected");
            case Standing.Unexamined it -> List.of(path + " could not be inspected: " + it.why());
            case Standing.Decided it ->
                List.of(path + (it.released() ? " was released by " : " was convicted by ") + it.who() + ": "
                        + it.because());
            case Standing.Judged it -> against(path, it.verdict(), audience);
        };
    }

    private static List<String> against(String path, Verdict verdict, Audience audience) {
        var against = verdict.against();
        // What convicts is the reason; what would have held it at most is not what to look at.
        var grave = against.stream()
                .filter(it -> it.outcome() == verdict.outcome())
                .limit(MOST)
                .toList();
        var reasons = new ArrayList<String>();
        grave.forEach(it -> reasons.add(sentence(path, it, audience)));
        var more = against.size() - grave.size();
        if (more > 0) {
            reasons.add("and " + more + (more == 1 ? " more finding in " : " more findings in ") + path);
        }
        return reasons;
    }

    /// Whether this is not to be let through, rather than not yet.
    static boolean convicts(Standing standing) {
        return switch (standing) {
            case Standing.Absent absent -> false;
            case Standing.Waiting waiting -> false;
            case Standing.Unexamined it -> false;
            case Standing.Decided it -> !it.released();
            case Standing.Judged it -> it.verdict().outcome() == Outcome.CONVICT;
        };
    }

    private static String sentence(String path, Ruling ruling, Audience audience) {
        var sentence = audience.cut(ruling.finding().sentence(path), path.length());
        return ruling.because().isBlank() ? sentence : sentence + " (" + ruling.because() + ")";
    }
}
