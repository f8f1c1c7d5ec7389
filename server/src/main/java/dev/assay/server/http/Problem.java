package dev.assay.server.http;

import dev.assay.gate.Busy;
import dev.assay.gate.NoRoom;
import dev.assay.gate.Refused;
import dev.assay.repo.Conflict;
import dev.assay.repo.Denied;
import dev.assay.repo.Invalid;
import dev.assay.repo.Missing;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/// Why a request did not get what it asked for, in three voices: a status for HTTP, a code for programs (spelled as
/// Hugging Face's clients expect, empty where they expect none), a sentence and a hint for people.
///
/// The rooms of the house know nothing of HTTP; here their refusals learn to speak it. The switches have no default:
/// a new reason does not compile until someone decides what it says.
///
/// @param code what goes into `X-Error-Code`; empty for none
/// @param hint what to do next; empty where the sentence says it
/// @param headers further headers of the answer
public record Problem(int status, String code, String sentence, String hint, Map<String, String> headers)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /// Headers are latin-1, one line, and of a length that proxies let through.
    private static final int LONGEST_HEADER = 3_000;

    static final String MAKE_ROOM = "Ask its administrator to make room.";

    private static final String BULLET = "  - ";

    public Problem {
        headers = Map.copyOf(headers);
    }

    public Problem(int status, String code, String sentence, String hint) {
        this(status, code, sentence, hint, Map.of());
    }

    public Problem(int status, String sentence) {
        this(status, "", sentence, "");
    }

    public Problem with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, code, sentence, hint, more);
    }

    public static Problem of(Missing missing) {
        var problem = switch (missing.kind()) {
            // The text is the one Hugging Face sends: its clients compose their message from it.
            case REPOSITORY -> new Problem(404, "RepoNotFound", "Repository not found", "");
            case REVISION -> new Problem(404, "RevisionNotFound", missing.what(), "");
            case ENTRY -> new Problem(404, "EntryNotFound", missing.what(), "");
            case PULL_REQUEST -> new Problem(404, "RevisionNotFound", missing.what(), "");
            case ACCOUNT -> new Problem(404, "", missing.what(), "");
        };
        // Clients remember that a commit does not hold a file, if they are told which commit.
        return missing.commit().isEmpty() ? problem : problem.with("X-Repo-Commit", missing.commit());
    }

    public static Problem of(Refused refused) {
        return switch (refused.reason()) {
            case QUARANTINED -> new Problem(403, "Quarantined", refused.what(), refused.hint());
            case HELD -> new Problem(403, "Held", refused.what(), refused.hint());
            case CONVICTED -> new Problem(403, "Convicted", refused.what(), refused.hint());
            case ABSENT -> new Problem(404, "EntryNotFound", refused.what(), refused.hint());
        };
    }

    public static Problem of(NoRoom full) {
        return new Problem(507, "", "This hub's disk is nearly full, so it takes no uploads for now", MAKE_ROOM);
    }

    public static Problem of(Busy busy) {
        return new Problem(
                        503,
                        "",
                        "As many large files are being sent here as this hub takes at a time",
                        "Send this one again in a while.")
                .with("Retry-After", "10");
    }

    public static Problem of(Conflict conflict) {
        return switch (conflict.kind()) {
            case EXISTS -> new Problem(409, conflict.what());
            // Clients look for this sentence and try again.
            case MOVED ->
                new Problem(412, "The branch was updated since you opened this page. Please refresh and try again.");
        };
    }

    public static Problem of(Denied denied) {
        return new Problem(403, "", denied.what(), denied.hint());
    }

    public static Problem of(Invalid invalid) {
        return new Problem(400, "", invalid.what(), invalid.hint());
    }

    /// Sentence and hint, as one.
    public String text() {
        if (hint.isEmpty()) {
            return sentence;
        }
        return sentence.endsWith("\n")
                ? sentence + hint
                : (sentence.endsWith(".") ? sentence : sentence + ".") + " " + hint;
    }

    /// One reason of a list in a sentence, on a line of its own.
    public static String line(String reason) {
        return BULLET + reason + "\n";
    }

    /// Whether the sentence lists reasons, a line each.
    boolean lists() {
        return sentence.contains("\n" + BULLET);
    }

    /// The text as a header can carry it: latin-1, one line, bounded.
    public String headerText() {
        var line = new StringBuilder();
        text().codePoints()
                .limit(LONGEST_HEADER)
                .map(c -> c == '\n' || c == '\t' ? ' ' : c)
                .map(c -> c < ' ' || c > 0xff || c >= 0x7f && c < 0xa0 ? '?' : c)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }
}
