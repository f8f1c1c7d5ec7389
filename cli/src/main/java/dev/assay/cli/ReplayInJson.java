package dev.assay.cli;

import dev.assay.judge.Policy;
import dev.assay.judge.Reason;
import dev.assay.judge.Word;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// A replay for scripts.
///
/// `{"assay", "from", "to", "changes": [{"path", "sha256", "from", "to", "findings": [{"place",
/// "sentence", "from": {"outcome", "because", "line"}, "to": {...}}]}], "summary": {"files", "changed",
/// "unread"}}`; a line of 0 is that no rule speaks.
final class ReplayInJson extends Replay {

    private final Json json;

    ReplayInJson(Policy from, Policy to, Terminal terminal) {
        super(from, to);
        this.json = new Json(terminal);
    }

    @Override
    public void begin(String policy) throws IOException {
        json.object();
        json.name("assay").value(Version.TEXT);
        json.name("from").value(from().name());
        json.name("to").value(to().name());
        json.name("changes").array();
    }

    @Override
    void change(Scanned file, Word before, Word after, List<Difference> differences) throws IOException {
        var digest = file.digest();
        json.line().object();
        json.name("path").value(file.path());
        json.name("sha256").value(digest == null ? null : digest.hex());
        json.name("from").value(before.name());
        json.name("to").value(after.name());
        json.name("findings").array();
        for (var it : differences) {
            json.object();
            json.name("place").value(it.finding().at().in(file.path()));
            json.name("sentence").value(it.finding().sentence(file.path()));
            reason("from", it.before());
            reason("to", it.after());
            json.endObject();
        }
        json.endArray().endObject();
    }

    private void reason(String name, Reason reason) throws IOException {
        json.name(name).object();
        json.name("outcome").value(reason.outcome().name().toLowerCase(Locale.ROOT));
        json.name("because").value(reason.because());
        json.name("line").value(reason.line());
        json.endObject();
    }

    @Override
    public void end(Summary summary) throws IOException {
        json.line().endArray();
        json.name("summary").object();
        json.name("files").value(files());
        json.name("changed").value(changed());
        json.name("unread").value(unread());
        json.endObject().endObject().end();
    }
}
