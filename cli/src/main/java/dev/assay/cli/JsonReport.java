package dev.assay.cli;

import dev.assay.judge.Word;
import java.io.IOException;
import java.util.Locale;

/// For scripts. These names and their order are a contract: additions are possible, changes are not.
///
/// `sha256` is null, and `size` 0, of a file that could not be read to its end.
final class JsonReport implements Report {

    private final Json json;

    JsonReport(Terminal terminal) {
        this.json = new Json(terminal);
    }

    @Override
    public void begin(String policy) throws IOException {
        json.object();
        json.name("assay").value(Version.TEXT);
        json.name("policy").value(policy);
        json.name("files").array();
    }

    @Override
    public void file(Scanned file) throws IOException {
        var digest = file.digest();
        json.line().object();
        json.name("path").value(file.path());
        json.name("sha256").value(digest == null ? null : digest.hex());
        json.name("size").value(file.size());
        json.name("format").value(file.format());
        json.name("verdict").value(file.word().name());
        json.name("findings").array();
        for (var ruling : file.rulings()) {
            json.object();
            json.name("place").value(ruling.finding().at().in(file.path()));
            json.name("sentence").value(ruling.finding().sentence(file.path()));
            json.name("outcome").value(ruling.outcome().name().toLowerCase(Locale.ROOT));
            json.name("because").value(ruling.because());
            json.endObject();
        }
        json.endArray().endObject();
    }

    @Override
    public void end(Summary summary) throws IOException {
        json.line().endArray();
        json.name("summary").object();
        json.name("safe").value(summary.count(Word.SAFE));
        json.name("unknown").value(summary.count(Word.UNKNOWN));
        json.name("suspicious").value(summary.count(Word.SUSPICIOUS));
        json.name("malicious").value(summary.count(Word.MALICIOUS));
        json.name("incomplete").value(summary.count(Word.INCOMPLETE));
        json.name("bytes").value(summary.bytes());
        json.name("seconds").value(summary.seconds());
        json.endObject().endObject().end();
    }
}
