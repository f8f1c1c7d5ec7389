package dev.assay.inspect.format.zip;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Inflating;

/// An archive without a directory, as those see it who read from the front: header, entry, header, entry.
final class Stream {

    private static final int MOST = 10_000;

    private final Specimen specimen;
    private final Examination examination;

    Stream(Specimen specimen, Examination examination) {
        this.specimen = specimen;
        this.examination = examination;
    }

    void read() throws Malformed {
        examination.note(new Finding.Departs(specimen.place(), "an archive without a directory"));
        var at = 0L;
        for (var i = 0; i < MOST && specimen.holdsAt(at, "PK\3\4"); i++) {
            at = entry(at);
        }
        if (at < specimen.size()) {
            examination.enter(specimen.part("rest@" + at, at == 0 ? 4 : at, specimen.size()));
        }
    }

    /// @return where the next entry may be
    private long entry(long at) throws Malformed {
        var in = specimen.cursor().at(at + 6);
        var flags = in.u16();
        var method = in.u16();
        in.skip(8);
        var packed = in.u32();
        in.skip(4);
        var nameLength = in.u16();
        var extraLength = in.u16();
        var name = Entry.name(in.take(nameLength), flags);
        in.skip(extraLength);
        var data = in.offset();
        Names.outside(name)
                .ifPresent(how ->
                        examination.note(new Finding.Escapes(specimen.place().at(at), name)));
        if (method == 8) {
            var member = specimen.part(name, data, specimen.size());
            var inflating = new Inflating(member.bytes(), true);
            examination.unpack(member.place(), inflating);
            var to = data + inflating.consumed();
            to += (flags & Entry.DESCRIPTOR) == 0 ? 0 : specimen.holdsAt(to, "PK\7\b") ? 16 : 12;
            to = Math.min(to, specimen.size());
            examination.covers(specimen, at, to);
            return to;
        }
        in.require(method == 0, "an entry is stored or deflated");
        in.require((flags & Entry.DESCRIPTOR) == 0, "a stored entry says its length");
        in.require(packed <= in.left(), "an entry ends inside the archive");
        examination.covers(specimen, at, data + packed);
        examination.enter(specimen.part(name, data, data + packed));
        return data + packed;
    }
}
