package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;

/// The file as its own structures address it: offsets from a base, as wide as the superblock says.
final class Source {

    /// The address of what is not there.
    static final long UNDEFINED = -1;

    private final Specimen specimen;
    private final Examination examination;
    private final long base;
    private final int offsetSize;
    private final int lengthSize;
    private final Extents extents = new Extents();

    Source(Specimen specimen, Examination examination, long base, int offsetSize, int lengthSize) {
        this.specimen = specimen;
        this.examination = examination;
        this.base = base;
        this.offsetSize = offsetSize;
        this.lengthSize = lengthSize;
    }

    int offsetSize() {
        return offsetSize;
    }

    int lengthSize() {
        return lengthSize;
    }

    Extents extents() {
        return extents;
    }

    Cursor at(long address) throws Malformed {
        if (address < 0 || address > specimen.size() - base) {
            throw new Malformed(Math.min(specimen.size(), base), "an address points inside the file");
        }
        return specimen.cursor().at(base + address);
    }

    /// Reads from this address, where these letters stand first.
    Cursor at(long address, String signature) throws Malformed {
        var in = at(address);
        in.require(specimen.holdsAt(in.offset(), signature), "'" + signature + "' begins this part");
        in.skip(signature.length());
        return in;
    }

    /// An address, or [#UNDEFINED].
    long address(Cursor in) throws Malformed {
        var value = 0L;
        var ones = true;
        for (var i = 0; i < offsetSize; i++) {
            var it = in.u8();
            ones &= it == 0xff;
            value |= (long) it << 8 * i;
        }
        if (ones) {
            return UNDEFINED;
        }
        in.require(value >= 0, "a 64-bit address is below 2^63");
        return value;
    }

    long length(Cursor in) throws Malformed {
        return number(in, lengthSize);
    }

    static long number(Cursor in, int bytes) throws Malformed {
        in.require(bytes >= 0 && bytes <= 8, "a number takes at most eight bytes");
        var value = 0L;
        for (var i = 0; i < bytes; i++) {
            value |= (long) in.u8() << 8 * i;
        }
        in.require(value >= 0, "a 64-bit size is below 2^63");
        return value;
    }

    /// These bytes, counted from the base, were read.
    void covers(long address, long length) throws Malformed {
        var from = base + address;
        if (address < 0 || length < 0 || length > specimen.size() - from) {
            throw new Malformed(Math.max(0, Math.min(from, specimen.size())), "what is addressed ends inside the file");
        }
        if (length > 0) {
            extents.add(from, from + length);
            examination.covers(specimen, from, from + length);
        }
    }

    /// The same, for a part that may be cut short by the end of the file.
    void coversUpTo(long address, long length) throws Malformed {
        covers(address, Math.min(length, specimen.size() - base - address));
    }

    MemorySegment bytes(long address, long length) throws Malformed {
        return at(address).take(length);
    }

    Specimen part(String name, long address, long length) throws Malformed {
        return specimen.member(name, bytes(address, length));
    }

    Specimen specimen() {
        return specimen;
    }

    Examination examination() {
        return examination;
    }

    Place place(long address) {
        return specimen.place().at(Math.max(0, base + address));
    }

    void note(Finding finding) {
        examination.note(finding);
    }

    void eludes(long address, String why) {
        note(new Finding.Eludes(place(address), why));
    }
}
