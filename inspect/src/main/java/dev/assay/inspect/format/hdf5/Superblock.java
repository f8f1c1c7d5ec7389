package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import org.jspecify.annotations.Nullable;

/// Where the file begins, how wide its numbers are, and where its root is (specification, II.A).
///
/// @param at where it stands: 0, or 512 doubled some times behind bytes of somebody else's
/// @param length bytes it takes
/// @param base what addresses are counted from
/// @param end the offset behind the file's last byte; unlike addresses, it is not counted from the base
/// @param driver where a driver that keeps the file in several describes itself, or [Source#UNDEFINED]
/// @param extension where more is said about the file, or [Source#UNDEFINED]
/// @param root the root group's object header
/// @param cached the root group's tree and heap, as old files repeat them
/// @param leafK half the entries of a leaf of old groups
/// @param groupK half the children of a node of old groups
/// @param chunkK half the children of a node of old chunks
record Superblock(
        long at,
        long length,
        int offsetSize,
        int lengthSize,
        long base,
        long end,
        long driver,
        long extension,
        long root,
        @Nullable OldGroup cached,
        int leafK,
        int groupK,
        int chunkK) {

    static final String SIGNATURE = "\u0089HDF\r\n\u001a\n";

    private static final int STANDARD_LEAF = 4;
    private static final int STANDARD_GROUP = 16;
    private static final int STANDARD_CHUNK = 32;

    /// Where a superblock stands in these bytes, or -1.
    static long find(Specimen specimen) {
        if (specimen.startsWith(SIGNATURE)) {
            return 0;
        }
        for (var at = 512L; at < specimen.size(); at *= 2) {
            if (specimen.holdsAt(at, SIGNATURE)) {
                return at;
            }
        }
        return -1;
    }

    static Superblock read(Specimen specimen, long at) throws Malformed {
        var in = specimen.cursor().at(at + SIGNATURE.length());
        var version = in.u8();
        in.require(version <= 3, "the superblock's version is 0 to 3");
        return version < 2 ? old(in, at, version) : recent(in, at);
    }

    private static Superblock old(Cursor in, long at, int version) throws Malformed {
        in.skip(4);
        var offsetSize = width(in);
        var lengthSize = width(in);
        in.skip(1);
        var leafK = in.u16();
        var groupK = in.u16();
        in.skip(4);
        var chunkK = STANDARD_CHUNK;
        if (version == 1) {
            chunkK = in.u16();
            in.skip(2);
        }
        in.require(leafK > 0 && groupK > 0 && chunkK > 0, "a tree's nodes have children");
        var base = Source.number(in, offsetSize);
        in.skip(offsetSize);
        var end = Source.number(in, offsetSize);
        var driver = address(in, offsetSize);
        in.skip(offsetSize);
        var root = Source.number(in, offsetSize);
        var cached = in.u32();
        in.skip(4);
        var scratch = in.offset();
        var group = cached == 1 ? new OldGroup(Source.number(in, offsetSize), Source.number(in, offsetSize)) : null;
        in.at(scratch).skip(16);
        return new Superblock(
                at,
                in.offset() - at,
                offsetSize,
                lengthSize,
                base,
                end,
                driver,
                Source.UNDEFINED,
                root,
                group,
                leafK,
                groupK,
                chunkK);
    }

    private static Superblock recent(Cursor in, long at) throws Malformed {
        var offsetSize = width(in);
        var lengthSize = width(in);
        in.skip(1);
        var base = Source.number(in, offsetSize);
        var extension = address(in, offsetSize);
        var end = Source.number(in, offsetSize);
        var root = Source.number(in, offsetSize);
        in.skip(4);
        return new Superblock(
                at,
                in.offset() - at,
                offsetSize,
                lengthSize,
                base,
                end,
                Source.UNDEFINED,
                extension,
                root,
                null,
                STANDARD_LEAF,
                STANDARD_GROUP,
                STANDARD_CHUNK);
    }

    /// The same, with the sizes of trees that the extension says.
    Superblock with(int leaf, int group, int chunk) {
        return new Superblock(
                at, length, offsetSize, lengthSize, base, end, driver, extension, root, cached, leaf, group, chunk);
    }

    private static int width(Cursor in) throws Malformed {
        var width = in.u8();
        in.require(width == 2 || width == 4 || width == 8, "an address takes two, four or eight bytes");
        return width;
    }

    private static long address(Cursor in, int width) throws Malformed {
        var here = in.offset();
        for (var i = 0; i < width; i++) {
            if (in.u8() != 0xff) {
                return Source.number(in.at(here), width);
            }
        }
        return Source.UNDEFINED;
    }
}
