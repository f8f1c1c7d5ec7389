package dev.assay.inspect.format.zip;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;

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
        var in = specimen.cursor().at(at);
        var local = Local.read(in);
        Names.outside(local, specimen.place().at(at), examination);
        if (local.method() == Methods.STORED) {
            in.require(!local.describedBehind(), "a stored entry says its length");
            in.require(local.packed() <= in.left(), "an entry ends inside the archive");
            var to = local.data() + local.packed();
            examination.covers(specimen, at, to);
            var member = specimen.part(local.name(), local.data(), to);
            expect(member, local.name());
            examination.enter(member);
            return to;
        }
        var member = specimen.part(local.name(), local.data(), specimen.size());
        expect(member, local.name());
        var said = new Methods.Said(-1, -1);
        var to = local.data() + Methods.unpack(member, local.method(), local.flags(), said, false, examination);
        if (local.describedBehind()) {
            to = Math.min(to + (specimen.holdsAt(to, "PK\7\b") ? 16 : 12), specimen.size());
        }
        examination.covers(specimen, at, to);
        return to;
    }

    private void expect(Specimen member, String name) {
        if (Names.isPickle(name)) {
            examination.expects(member.place(), "pickle");
        }
    }
}
