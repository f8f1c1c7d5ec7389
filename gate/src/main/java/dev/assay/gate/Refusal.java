package dev.assay.gate;

import static java.util.stream.Collectors.joining;

import dev.assay.inspect.Digest;
import dev.assay.judge.Outcome;
import dev.assay.judge.Ruling;
import dev.assay.judge.Verdict;

/// How a standing that does not clear a blob is said to whoever asked for it: what, why, and what to do.
final class Refusal {

    /// Findings repeated in a refusal; the rest is counted.
    private static final int MOST_FINDINGS = 3;

    private Refusal() {}

    static Refused of(Digest digest, Standing standing) {
        return switch (standing) {
            case Standing.Absent it ->
                new Refused(
                        Refused.Reason.ABSENT,
                        "no blob " + digest + " is here",
                        "Upload its bytes; a digest alone brings nothing in.");
            case Standing.Waiting it ->
                new Refused(
                        Refused.Reason.QUARANTINED,
                        digest + " has not been inspected yet",
                        "Ask again shortly: it waits for an inspector, or is being read by one.");
            case Standing.Unexamined it ->
                new Refused(
                        Refused.Reason.HELD,
                        digest + " is held, because it could not be examined: " + it.why(),
                        "It is looked at again by itself; if it stays held, the administrator of this hub can find out why.");
            case Standing.Judged it ->
                it.verdict().outcome() == Outcome.CONVICT ? convicted(it.verdict()) : held(it.verdict());
            case Standing.Decided it ->
                new Refused(
                        Refused.Reason.CONVICTED,
                        digest + " was convicted by " + it.who() + ": " + it.because(),
                        "Ask " + it.who() + " or the administrator of this hub, if you think that this is wrong.");
        };
    }

    private static Refused convicted(Verdict verdict) {
        return new Refused(
                Refused.Reason.CONVICTED,
                verdict.subject() + " is " + verdict.word() + " under policy " + verdict.policy() + ": "
                        + first(verdict),
                found(verdict)
                        + " Remove what was found, or publish the weights as safetensors, which cannot run code.");
    }

    private static Refused held(Verdict verdict) {
        return new Refused(
                Refused.Reason.HELD,
                verdict.subject() + " is held as " + verdict.word() + " under policy " + verdict.policy() + ": "
                        + first(verdict),
                found(verdict)
                        + " A reviewer of this hub can release it; files in formats that cannot run code are not held.");
    }

    private static String first(Verdict verdict) {
        return verdict.against().stream()
                .findFirst()
                .map(Refusal::sentence)
                .orElse("nothing was found, but not all of it was read");
    }

    private static String found(Verdict verdict) {
        var against = verdict.against();
        var more = against.size() - MOST_FINDINGS;
        return "Found: "
                + (against.isEmpty()
                        ? first(verdict)
                        : against.stream()
                                .limit(MOST_FINDINGS)
                                .map(Refusal::sentence)
                                .collect(joining("; ")))
                + (more > 0 ? "; and " + more + " more." : ".");
    }

    private static String sentence(Ruling ruling) {
        var sentence = ruling.finding().sentence("file");
        return (sentence.length() > 300 ? sentence.substring(0, 300) + "…" : sentence) + " (" + ruling.because() + ")";
    }
}
