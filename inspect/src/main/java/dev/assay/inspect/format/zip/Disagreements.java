package dev.assay.inspect.format.zip;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import org.jspecify.annotations.Nullable;

/// Where the directory and the header before an entry do not say the same, and readers believe one or the other.
final class Disagreements {

    private static final int LONGEST = 200;

    private Disagreements() {}

    static void note(Entry entry, Local local, Place place, Examination examination) {
        if (!local.name().equals(entry.name())) {
            examination.note(new Finding.Differs(
                    place,
                    "the directory says '" + shown(entry.name()) + "', the entry '" + shown(local.name()) + "'"));
        }
        path(entry.name(), entry.extra().path(), place, examination);
        path(local.name(), local.path(), place, examination);
        entry.extra().oddities().forEach(it -> examination.note(new Finding.Differs(place, it)));
        local.extra().oddities().forEach(it -> examination.note(new Finding.Differs(place, it)));
        if (local.method() != entry.method() || ((local.flags() ^ entry.flags()) & Entry.READ_BY) != 0) {
            examination.note(
                    new Finding.Differs(place, "the directory and the entry say how it is packed, not the same"));
        }
        if (!sameLengths(entry, local)) {
            examination.note(
                    new Finding.Differs(place, "the directory and the entry say how long it is, not the same"));
        }
        if ((entry.flags() & Entry.PATCHED) != 0) {
            examination.note(new Finding.Departs(place, "it says that it is a patch for another file"));
        }
        if (entry.elsewhere()) {
            examination.note(new Finding.Departs(place, "it says that it is on disk " + (entry.disk() + 1)));
        }
    }

    /// Lengths that are said behind the entry may be missing before it, but if they are there, readers from the front
    /// believe them.
    private static boolean sameLengths(Entry entry, Local local) {
        if (!local.describedBehind()) {
            return local.crc() == entry.crc()
                    && local.packed() == entry.packed()
                    && local.unpacked() == entry.unpacked();
        }
        return (local.packed() == 0 || local.packed() == entry.packed())
                && (local.unpacked() == 0 || local.unpacked() == entry.unpacked());
    }

    /// A second name is honest where the first could not be written in its old alphabet.
    private static void path(String name, @Nullable String path, Place place, Examination examination) {
        if (path != null && !path.equals(name) && name.chars().allMatch(it -> it < 0x80)) {
            examination.note(new Finding.Differs(
                    place, "the name is '" + shown(name) + "' to some readers and '" + shown(path) + "' to others"));
        }
    }

    static String shown(String name) {
        return Place.printable(name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name);
    }
}
