package dev.assay.inspect.format.hdf5;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import java.lang.foreign.MemorySegment;

/// Walks an HDF5 file from its root, and then looks at what the walk did not reach: heaps of texts that only packed
/// chunks point to, and space that was freed.
public final class Hdf5 implements Format {

    /// Freed space that may hold anything; whoever rewrites a file again and again leaves more.
    private static final long MOST_FREED = 4 << 20;

    @Override
    public String name() {
        return "hdf5";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return Superblock.find(specimen) >= 0;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var at = Superblock.find(specimen);
        if (at < 0) {
            throw new Malformed(0, "a superblock begins the file, or stands at 512 bytes or a multiple by two");
        }
        var superblock = Superblock.read(specimen, at);
        if (superblock.base() != at) {
            examination.note(
                    new Finding.Departs(specimen.place().at(at), "addresses are not counted from the superblock"));
        }
        if (at > 0) {
            before(specimen, examination, at);
        }
        var source =
                new Source(specimen, examination, superblock.base(), superblock.offsetSize(), superblock.lengthSize());
        source.extents().add(0, at + superblock.length());
        examination.covers(specimen, at, at + superblock.length());
        if (superblock.driver() != Source.UNDEFINED) {
            examination.note(
                    new Finding.Eludes(specimen.place().at(at), "it is one of several files that are read as one"));
        }
        superblock = extended(source, superblock);
        var heap = new GlobalHeap(source);
        new Walk(source, superblock, heap).all();
        rest(specimen, examination, source, superblock, heap);
    }

    /// MATLAB puts its own name before the file; what others put there is examined.
    private static void before(Specimen specimen, Examination examination, long at) {
        var said = 0L;
        while (said < at && specimen.byteAt(said) == 0) {
            said++;
        }
        if (said < at && !(at == 512 && specimen.startsWith("MATLAB 7.3 MAT-file"))) {
            examination.enter(specimen.part("before", 0, at));
        }
        examination.covers(specimen, 0, at);
    }

    private static Superblock extended(Source source, Superblock superblock) throws Malformed {
        var extended = superblock;
        if (superblock.extension() != Source.UNDEFINED) {
            for (var message : Message.all(source, superblock.extension())) {
                if (message.type() == Message.TREE_SIZES) {
                    var in = message.cursor();
                    in.skip(1);
                    var chunk = in.u16();
                    var group = in.u16();
                    extended = superblock.with(in.u16(), group, chunk);
                } else if (message.type() == Message.SHARED_TABLE || message.type() == Message.DRIVER) {
                    source.eludes(0, "it keeps messages or bytes where we do not read yet");
                }
            }
        }
        return extended;
    }

    private static void rest(
            Specimen specimen, Examination examination, Source source, Superblock superblock, GlobalHeap heap)
            throws Malformed {
        var end = superblock.end();
        if (end > specimen.size() || end < 0) {
            throw new Malformed(superblock.at(), "the file is as long as its superblock says");
        }
        for (var gap : source.extents().gaps(0, end)) {
            heaps(specimen, superblock, heap, gap);
        }
        var freed = 0L;
        for (var gap : source.extents().gaps(0, end)) {
            var from = gap.from();
            while (from < gap.to() && specimen.byteAt(from) == 0) {
                from++;
            }
            freed += gap.to() - from;
            if (freed > MOST_FREED) {
                examination.note(new Finding.Eludes(
                        specimen.place().at(from), "more than " + MOST_FREED + " bytes belong to nothing in it"));
                return;
            }
            if (Beginnings.ofAFile(specimen, from, gap.to())) {
                examination.plain(specimen.part("freed@0x" + Long.toHexString(from), from, gap.to()));
            }
            examination.covers(specimen, gap.from(), gap.to());
        }
        examination.behind(specimen, end, "the end of the file");
    }

    /// Heaps of texts that nothing we read pointed to.
    private static void heaps(Specimen specimen, Superblock superblock, GlobalHeap heap, Extents.Gap gap) {
        var behind = 0L;
        for (var at = find(specimen.bytes(), gap.from(), gap.to());
                at >= 0;
                at = find(specimen.bytes(), Math.max(at + 1, behind), gap.to())) {
            try {
                behind = Math.addExact(at, heap.sized(at - superblock.base()));
            } catch (Malformed chance) {
                // four letters in freed space; it is looked at as such
            }
        }
    }

    private static long find(MemorySegment bytes, long from, long to) {
        for (var at = from; at + 16 <= to; at++) {
            if (bytes.get(JAVA_BYTE, at) == 'G'
                    && bytes.get(JAVA_BYTE, at + 1) == 'C'
                    && bytes.get(JAVA_BYTE, at + 2) == 'O'
                    && bytes.get(JAVA_BYTE, at + 3) == 'L') {
                return at;
            }
        }
        return -1;
    }
}
