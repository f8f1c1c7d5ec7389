package dev.assay.inspect.format.zip;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Specimen;
import java.util.TreeMap;

/// Which bytes of an archive belong to what, so that nothing belongs to two and nothing to none.
final class Extents {

    private static final int LONGEST_PADDING = 4096;

    private final Specimen specimen;
    private final Examination examination;
    private final TreeMap<Long, Long> taken = new TreeMap<>();

    Extents(Specimen specimen, Examination examination) {
        this.specimen = specimen;
        this.examination = examination;
    }

    /// Takes the bytes from (inclusive) to (exclusive), unless something else has taken some of them.
    boolean is(long from, long to) {
        if (from >= to) {
            return true;
        }
        var before = taken.lowerEntry(to);
        if (before != null && before.getValue() > from) {
            return false;
        }
        taken.put(from, to);
        examination.covers(specimen, from, to);
        return true;
    }

    /// Examines what nothing has taken.
    void gaps() {
        var from = 0L;
        for (var it : taken.entrySet()) {
            gap(from, it.getKey());
            from = it.getValue();
        }
        gap(from, specimen.size());
    }

    private void gap(long from, long to) {
        if (from >= to) {
            return;
        }
        examination.covers(specimen, from, to);
        if (padding(from, to)) {
            return;
        }
        if (specimen.holdsAt(to - 16, "APK Sig Block 42")) { // the signature of an Android app
            examination.plain(specimen.part("signature", from, to));
            return;
        }
        var where =
                from == 0 ? "before the first entry" : to == specimen.size() ? "behind the archive" : "between entries";
        examination.note(new Finding.Departs(specimen.place().at(from), (to - from) + " bytes " + where));
        examination.enter(specimen.part(to == specimen.size() ? "trailing" : "gap@" + from, from, to));
    }

    private boolean padding(long from, long to) {
        if (to - from > LONGEST_PADDING) {
            return false;
        }
        for (var at = from; at < to; at++) {
            if (specimen.byteAt(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
