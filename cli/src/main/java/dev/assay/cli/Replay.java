package dev.assay.cli;

import dev.assay.inspect.Finding;
import dev.assay.judge.Policy;
import dev.assay.judge.Reason;
import dev.assay.judge.Verdict;
import dev.assay.judge.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Judges every file a second time, by another policy, and tells of those about which the two disagree.
abstract class Replay implements Report {

    private static final int MOST_FINDINGS = 10;

    private final Policy from;
    private final Policy to;
    private final Map<String, Long> changes = new TreeMap<>();
    private long files;
    private long changed;
    private long unread;

    Replay(Policy from, Policy to) {
        this.from = from;
        this.to = to;
    }

    /// One finding of which the policies think differently.
    record Difference(Finding finding, Reason before, Reason after) {}

    /// @param differences at most a few, those first that weigh most
    abstract void change(Scanned file, Word before, Word after, List<Difference> differences) throws IOException;

    Policy from() {
        return from;
    }

    Policy to() {
        return to;
    }

    long files() {
        return files;
    }

    long changed() {
        return changed;
    }

    long unread() {
        return unread;
    }

    /// How many went from which word to which: `SAFE -> UNKNOWN`.
    Map<String, Long> changes() {
        return changes;
    }

    @Override
    public final void file(Scanned file) throws IOException {
        files++;
        var facts = file.facts();
        if (facts == null) {
            unread++;
            return;
        }
        Verdict after = to.judge(facts);
        if (after.word() != file.word()) {
            changed++;
            changes.merge(file.word() + " -> " + after.word(), 1L, Long::sum);
            change(file, file.word(), after.word(), differences(facts.findings()));
        }
    }

    private List<Difference> differences(List<Finding> findings) {
        var differences = new ArrayList<Difference>();
        for (var finding : findings) {
            var before = from.reason(finding);
            var after = to.reason(finding);
            if (before.word() != after.word()) {
                differences.add(new Difference(finding, before, after));
            }
        }
        differences.sort((a, b) -> weight(b).compareTo(weight(a)));
        return differences.subList(0, Math.min(MOST_FINDINGS, differences.size()));
    }

    private static Word weight(Difference it) {
        var before = it.before().word();
        var after = it.after().word();
        return before.compareTo(after) > 0 ? before : after;
    }

    /// 0 if nothing changes, 1 if something does, 2 if something could not be read.
    final int exit() {
        return unread > 0 ? Exit.UNDECIDED : changed > 0 ? Exit.BAD : Exit.SAFE;
    }
}
