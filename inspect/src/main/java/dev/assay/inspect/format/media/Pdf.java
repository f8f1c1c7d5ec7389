package dev.assay.inspect.format.media;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.List;

/// PDF, ISO 32000: a document, unless it acts. Names in packed object streams are not seen yet; a reader asks before it
/// lets them act.
public final class Pdf implements Format {

    private static final List<String> ACTS = List.of("/JavaScript", "/JS(", "/JS ", "/Launch", "/EmbeddedFile");
    private static final String END = "%%EOF";

    @Override
    public String name() {
        return "pdf";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith("%PDF-");
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        for (long at = 0; at < specimen.size(); at++) {
            if (specimen.byteAt(at) == '/') {
                for (var act : ACTS) {
                    if (specimen.holdsAt(at, act)) {
                        examination.note(new Finding.Runs(specimen.place().at(at), "a PDF action: " + act.strip()));
                        at += act.length();
                    }
                }
            }
        }
        var end = specimen.size() - END.length();
        while (end >= 0 && !specimen.holdsAt(end, END)) {
            end--;
        }
        specimen.cursor().require(end >= 0, "a PDF ends with " + END);
        end += END.length();
        while (specimen.byteAt(end) == '\r' || specimen.byteAt(end) == '\n' || specimen.byteAt(end) == ' ') {
            end++;
        }
        Framed.ends(specimen, examination, end);
    }
}
