package dev.assay.inspect.format.rar;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.Unread;
import dev.assay.inspect.wire.Paths;
import dev.assay.inspect.wire.SegmentInput;
import dev.assay.inspect.wire.Summed;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Looks at the names of members, and has what is in them examined.
final class Members {

    private static final long LONGEST_CHECKED = 1 << 20;

    private final Specimen specimen;
    private final Examination examination;
    private final Set<String> seen = new HashSet<>();
    private @Nullable Unpacking before;

    Members(Specimen specimen, Examination examination) {
        this.specimen = specimen;
        this.examination = examination;
    }

    void add(Member it) {
        var place = specimen.place().inside(it.name().isEmpty() ? "member" : it.name());
        named(it.name(), it.folder());
        examination.covers(specimen, it.from(), it.to());
        if (it.folder()) {
            if (it.to() > it.from()) {
                examination.note(new Finding.Departs(place, "a folder with bytes of its own"));
                examination.enter(new Specimen(place, packed(it).bytes()));
            }
        } else if (!it.unread().isEmpty()) {
            before = null;
            examination.unpack(place, failing(it.unread()));
        } else if (it.method() == 0) {
            stored(new Specimen(place, packed(it).bytes()), it);
        } else {
            unpack(place, it);
        }
    }

    private void named(String name, boolean folder) {
        var there = specimen.place();
        var shown = Place.printable(name);
        if (Paths.leave(name)) {
            examination.note(new Finding.Escapes(there, shown));
        }
        if (!folder && !seen.add(name.toLowerCase(Locale.ROOT).replace('\\', '/'))) {
            examination.note(new Finding.Differs(there, "the name '" + shown + "' stands twice in the archive"));
        }
    }

    private SegmentInput packed(Member it) {
        return new SegmentInput(specimen.bytes().asSlice(it.from(), it.to() - it.from()));
    }

    private void stored(Specimen member, Member it) {
        if (it.size() >= 0 && it.size() != member.size()) {
            examination.note(new Finding.Differs(member.place(), "it is stored with another length than it has"));
        } else if (it.crc() >= 0 && member.size() <= LONGEST_CHECKED) {
            var sum = new CRC32();
            sum.update(member.bytes().toArray(JAVA_BYTE));
            if (sum.getValue() != it.crc()) {
                examination.note(new Finding.Differs(member.place(), "its checksum is of other bytes"));
            }
        }
        examination.enter(member);
    }

    private void unpack(Place place, Member it) {
        var packed = packed(it);
        var unpacking = it.solid() && before != null ? before.next(packed) : new Unpacking(packed, it.window());
        before = null;
        if (it.solid() && !unpacking.goesOn()) {
            examination.unpack(place, failing("it goes on from a member that was not unpacked"));
            return;
        }
        var summed = new Summed(unpacking);
        examination.unpack(place, summed);
        if (!summed.finished()) {
            return; // the examination has said why
        }
        before = unpacking;
        if (it.size() >= 0 && summed.length() != it.size() || it.crc() >= 0 && summed.crc() != it.crc()) {
            examination.note(new Finding.Differs(place, "it unpacks to other bytes than the archive says"));
        }
        if (packed.at() < packed.bytes().byteSize()) {
            examination.note(new Finding.Departs(
                    place, packed.bytes().byteSize() - packed.at() + " bytes behind what is packed"));
            examination.enter(
                    new Specimen(place.inside("behind"), packed.bytes().asSlice(packed.at())));
        }
    }

    /// What was not read counts as missed, whatever was covered of its packed bytes.
    private static InputStream failing(String why) {
        return new InputStream() {
            @Override
            public int read() throws Unread {
                throw new Unread(why);
            }

            @Override
            public int read(byte[] into, int offset, int length) throws Unread {
                throw new Unread(why);
            }
        };
    }
}
