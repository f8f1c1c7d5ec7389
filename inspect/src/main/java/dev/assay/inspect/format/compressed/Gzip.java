package dev.assay.inspect.format.compressed;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Inflating;

/// gzip, RFC 1952: one deflated stream, or several one after the other, which readers join.
public final class Gzip implements Format {

    private static final int MOST = 1_000;
    private static final int LONGEST_PADDING = 1 << 20;

    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith("\u001f\u008b\u0008") && specimen.size() >= 18 && specimen.byteAt(3) < 0x20;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor();
        for (var i = 0; i < MOST && specimen.holdsAt(in.offset(), "\u001f\u008b\u0008"); i++) {
            var from = in.offset();
            header(in);
            var inflating = new Inflating(in.rest(), true);
            examination.unpack(specimen.place().inside(i == 0 ? "unpacked" : "unpacked@" + from), inflating);
            if (!inflating.finished()) {
                examination.covers(specimen, from, specimen.size());
                return; // the examination has said why
            }
            in.skip(inflating.consumed());
            var crc = in.u32();
            var length = in.u32();
            examination.covers(specimen, from, in.offset());
            if (crc != inflating.crc() || length != (inflating.produced() & 0xffff_ffffL)) {
                examination.note(new Finding.Differs(
                        specimen.place().at(from), "it unpacks to other bytes than its checksum says"));
            }
        }
        rest(specimen, examination, in.offset());
    }

    private static void header(Cursor in) throws Malformed {
        in.skip(3);
        var flags = in.u8();
        in.skip(6);
        if ((flags & 4) != 0) {
            in.skip(in.u16());
        }
        for (var text = 8; text <= 16; text *= 2) {
            if ((flags & text) != 0) {
                while (in.u8() != 0) {} // a name, or a comment
            }
        }
        in.skip((flags & 2) != 0 ? 2 : 0);
    }

    private static void rest(Specimen specimen, Examination examination, long from) {
        if (from == specimen.size()) {
            return;
        }
        var zero = specimen.size() - from < LONGEST_PADDING;
        for (var at = from; at < specimen.size() && zero; at++) {
            zero = specimen.byteAt(at) == 0;
        }
        examination.covers(specimen, from, specimen.size());
        if (!zero) {
            examination.note(new Finding.Departs(
                    specimen.place().at(from), (specimen.size() - from) + " bytes behind the stream"));
            examination.enter(specimen.part("trailing", from, specimen.size()));
        }
    }
}
