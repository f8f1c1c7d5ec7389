package dev.assay.inspect.format.compressed;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Specimen;
import java.util.ArrayList;

/// gzip, RFC 1952: one deflated stream, or several one after the other, which readers join.
public final class Gzip implements Format {

    private static final String MAGIC = "\u001f\u008b\u0008";
    private static final int SHORTEST = 18;
    private static final int MOST_LIES = 100;

    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith(MAGIC) && specimen.size() >= SHORTEST && specimen.byteAt(3) < 0x20;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) {
        var lies = new ArrayList<Long>();
        var joined = new Joined(
                specimen.bytes(),
                at -> specimen.holdsAt(at, MAGIC) ? at : -1,
                false,
                packed -> new GzipMember(packed, at -> {
                    if (lies.size() < MOST_LIES) {
                        lies.add(at);
                    }
                }));
        Behind.unpack(specimen, examination, joined);
        for (var at : lies) {
            examination.note(
                    new Finding.Differs(specimen.place().at(at), "it unpacks to other bytes than its checksum says"));
        }
    }
}
