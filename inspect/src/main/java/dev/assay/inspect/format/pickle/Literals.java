package dev.assay.inspect.format.pickle;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/// Byte strings inside a pickle that are files themselves. What the pickle itself loads is entered, whatever it is;
/// other bytes only if they look like something that runs, since most are the numbers of arrays.
final class Literals implements Caller.Nested {

    private static final int SHORTEST = 4;
    private static final int MOST = 10_000;

    private record Found(MemorySegment bytes, boolean loaded) {}

    private final Map<Long, Found> found = new LinkedHashMap<>();
    private boolean more;

    @Override
    public void seen(Tape.Slice slice) {
        if (slice.length() >= SHORTEST && !found.containsKey(slice.at()) && runs(slice.bytes())) {
            keep(slice, false);
        }
    }

    @Override
    public void loaded(Tape.Slice slice) {
        keep(slice, true);
    }

    void handOn(Specimen specimen, Examination examination) {
        found.forEach((at, it) -> {
            var member = specimen.member("bytes@0x" + Long.toHexString(at), it.bytes);
            if (it.loaded) {
                examination.enter(member);
            } else {
                examination.plain(member);
            }
        });
        if (more) {
            examination.note(new Finding.Eludes(
                    specimen.place(), "it holds more than " + MOST + " byte strings that are files themselves"));
        }
    }

    private void keep(Tape.Slice slice, boolean loaded) {
        if (found.size() < MOST) {
            found.merge(
                    slice.at(), new Found(slice.bytes(), loaded), (a, b) -> new Found(b.bytes, a.loaded || b.loaded));
        } else {
            more = true;
        }
    }

    private static boolean runs(MemorySegment bytes) {
        var start = new Specimen(Place.START, bytes);
        return start.startsWith("PK\u0003\u0004")
                || start.startsWith("\u007fELF")
                || start.startsWith("\u001f\u008b\b")
                || Recognition.begins(bytes, 0, 100_000);
    }
}
