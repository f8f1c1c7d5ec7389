package dev.assay.inspect.format.sevenzip;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What is packed and how: packed streams one after the other, the folders that unpack them, and how what comes out of
/// each folder is divided.
final class Streams {

    private static final int END = 0;
    private static final int PACKED = 6;
    private static final int FOLDERS = 7;
    private static final int DIVIDED = 8;
    private static final int SIZE = 9;
    private static final int CHECKSUM = 10;
    private static final int FOLDER = 11;
    private static final int UNPACKED_SIZE = 12;
    private static final int COUNT = 13;

    private long position;
    private long[] packed = new long[0];
    private List<Folder> folders = List.of();
    /// For each folder, of each of its outputs.
    private long[][] unpacked = new long[0][];
    private long[] checksums = new long[0];
    private int[] counts = new int[0];
    /// Of every part of every folder, in one row.
    private long[] parts = new long[0];
    private long[] partChecksums = new long[0];

    static Streams read(Cursor in) throws Malformed {
        var streams = new Streams();
        var divided = false;
        for (var kind = in.u8(); kind != END; kind = in.u8()) {
            switch (kind) {
                case PACKED -> streams.packed(in);
                case FOLDERS -> streams.folders(in);
                case DIVIDED -> {
                    streams.divided(in);
                    divided = true;
                }
                default -> in.require(false, "streams are packed, unpacked or divided");
            }
        }
        if (!divided) {
            streams.counts = new int[streams.folders.size()];
            Arrays.fill(streams.counts, 1);
            streams.parts(in, new long[0]);
            streams.partChecksums = streams.checksums;
        }
        return streams;
    }

    private void packed(Cursor in) throws Malformed {
        position = Numbers.number(in);
        packed = new long[Numbers.count(in)];
        for (var kind = in.u8(); kind != END; kind = in.u8()) {
            if (kind == SIZE) {
                for (var i = 0; i < packed.length; i++) {
                    packed[i] = Numbers.number(in);
                }
            } else {
                in.require(kind == CHECKSUM, "a packed stream has a size and a checksum");
                Numbers.checksums(in, packed.length);
            }
        }
    }

    private void folders(Cursor in) throws Malformed {
        in.require(in.u8() == FOLDER, "folders are listed first");
        var count = Numbers.count(in);
        in.require(in.u8() == 0, "the list of folders is where it is used");
        var list = new ArrayList<Folder>();
        for (var i = 0; i < count; i++) {
            list.add(Folder.read(in));
        }
        folders = list;
        in.require(in.u8() == UNPACKED_SIZE, "a folder says what it unpacks to");
        unpacked = new long[count][];
        for (var i = 0; i < count; i++) {
            unpacked[i] = new long[list.get(i).outputs()];
            for (var k = 0; k < unpacked[i].length; k++) {
                unpacked[i][k] = Numbers.number(in);
            }
        }
        checksums = new long[count];
        Arrays.fill(checksums, -1);
        for (var kind = in.u8(); kind != END; kind = in.u8()) {
            in.require(kind == CHECKSUM, "a folder has a checksum and nothing more");
            checksums = Numbers.checksums(in, count);
        }
    }

    private void divided(Cursor in) throws Malformed {
        counts = new int[folders.size()];
        Arrays.fill(counts, 1);
        var kind = in.u8();
        if (kind == COUNT) {
            for (var i = 0; i < counts.length; i++) {
                counts[i] = Numbers.count(in);
            }
            kind = in.u8();
        }
        var sizes = new long[0];
        if (kind == SIZE) {
            var known = 0L;
            for (var count : counts) {
                known += Math.max(0, count - 1);
            }
            sizes = new long[in.count(known, 1)];
            for (var i = 0; i < sizes.length; i++) {
                sizes[i] = Numbers.number(in);
            }
            kind = in.u8();
        }
        parts(in, sizes);
        var known = new boolean[folders.size()];
        var missing = 0;
        for (var i = 0; i < known.length; i++) {
            known[i] = counts[i] == 1 && checksums[i] >= 0;
            missing += known[i] ? 0 : counts[i];
        }
        var sums = new long[missing];
        Arrays.fill(sums, -1);
        for (; kind != END; kind = in.u8()) {
            in.require(kind == CHECKSUM, "parts have counts, sizes and checksums");
            sums = Numbers.checksums(in, missing);
        }
        partChecksums = new long[parts.length];
        var next = 0;
        var part = 0;
        for (var i = 0; i < known.length; i++) {
            for (var k = 0; k < counts[i]; k++) {
                partChecksums[part++] = known[i] ? checksums[i] : sums[next++];
            }
        }
    }

    /// The last part of a folder is what the others leave.
    private void parts(Cursor in, long[] sizes) throws Malformed {
        var total = 0L;
        for (var count : counts) {
            total += count;
        }
        in.require(total <= 10_000_000, "there are at most ten million of anything");
        parts = new long[(int) total];
        var next = 0;
        var part = 0;
        for (var i = 0; i < counts.length; i++) {
            var left = size(i);
            for (var k = 0; k < counts[i]; k++) {
                var last = k == counts[i] - 1;
                in.require(last || next < sizes.length, "a part has a size");
                parts[part] = last ? left : sizes[next++];
                left -= parts[part++];
                in.require(left >= 0, "the parts of a folder fit into it");
            }
        }
    }

    /// Where the packed streams begin, counted from behind the first header.
    long position() {
        return position;
    }

    /// How long all packed streams are together.
    ///
    /// @throws Malformed if that is beyond any file
    long length(Cursor in) throws Malformed {
        var sum = 0L;
        for (var each : packed) {
            in.require(each <= Long.MAX_VALUE / 2 - sum, "packed streams fit in the archive");
            sum += each;
        }
        return sum;
    }

    long[] packed() {
        return packed;
    }

    List<Folder> folders() {
        return folders;
    }

    /// What comes out of this folder.
    long size(int folder) {
        var last = folders.get(folder).last();
        return last < 0 ? 0 : unpacked[folder][last];
    }

    /// What comes out of this output of this folder.
    long size(int folder, int output) {
        return unpacked[folder][output];
    }

    int[] counts() {
        return counts;
    }

    long[] parts() {
        return parts;
    }

    /// -1 where there is none.
    long[] partChecksums() {
        return partChecksums;
    }
}
