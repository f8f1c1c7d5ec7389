package dev.assay.ledger;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The files of a ledger, laid out as C2SP tlog-tiles: `tile/0/000` holds the hashes of 256 lines, `tile/entries/000`
/// the lines themselves, `….p/17` the first 17 of a tile that is not full yet.
///
/// @param folder the folder that holds `tile` and `checkpoint`
record Tiles(Path folder) {

    /// Hashes, or lines, in a full tile.
    static final int WIDTH = 256;

    /// A line is preceded by its length in two bytes.
    private static final int LONGEST_LINE = 65_535;
    private static final long LONGEST_TILE = (long) WIDTH * (2 + LONGEST_LINE);

    Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    Path hashes(int level, long index, int width) {
        return tile(Integer.toString(level), index, width);
    }

    Path lines(long index, int width) {
        return tile("entries", index, width);
    }

    /// Takes away the parts of a tile that has become full.
    void forgetParts(Path full) throws IOException {
        var parts = full.resolveSibling(full.getFileName() + ".p");
        if (Files.isDirectory(parts)) {
            try (var all = Files.newDirectoryStream(parts)) {
                for (var part : all) {
                    Files.deleteIfExists(part);
                }
            }
            Files.deleteIfExists(parts);
        }
    }

    /// The first `width` lines of a tile, from the full one or from the part of exactly that width.
    ///
    /// @throws Broken if it is not there, or is not made of lines
    List<byte[]> readLines(long index, int width) throws IOException {
        var full = read(lines(index, WIDTH), LONGEST_TILE);
        var bytes = full.isPresent() ? full : read(lines(index, width), LONGEST_TILE);
        if (bytes.isEmpty()) {
            throw new Broken("lines " + index * WIDTH + " to " + (index * WIDTH + width - 1) + " are missing");
        }
        var lines = parse(bytes.get(), width);
        if (lines.size() < width) {
            throw new Broken("line " + (index * WIDTH + lines.size()) + " is cut off");
        }
        return lines;
    }

    /// The first `width` hashes of a tile; empty if it is not there or too short.
    Optional<byte[]> readHashes(int level, long index, int width) throws IOException {
        var most = WIDTH * Merkle.HASH;
        var full = read(hashes(level, index, WIDTH), most);
        var bytes = full.isPresent() ? full : read(hashes(level, index, width), most);
        return bytes.filter(it -> it.length >= width * Merkle.HASH).map(it -> Arrays.copyOf(it, width * Merkle.HASH));
    }

    /// The lines of a full tile, each of which has the hash on record.
    List<byte[]> verified(long index) throws IOException {
        var lines = readLines(index, WIDTH);
        var hashes = readHashes(0, index, WIDTH)
                .orElseThrow(() -> new Broken("the hashes of lines " + index * WIDTH + " and after are missing"));
        for (var i = 0; i < WIDTH; i++) {
            var from = i * Merkle.HASH;
            if (!Arrays.equals(Merkle.leaf(lines.get(i)), 0, Merkle.HASH, hashes, from, from + Merkle.HASH)) {
                throw new Broken("line " + (index * WIDTH + i) + " was altered: it does not have the hash on record");
            }
        }
        return lines;
    }

    static byte[] bundle(List<byte[]> lines) {
        var out = new ByteArrayOutputStream();
        for (var line : lines) {
            out.write(line.length >> 8);
            out.write(line.length);
            out.writeBytes(line);
        }
        return out.toByteArray();
    }

    /// As many lines as are whole, at most `most`.
    static List<byte[]> parse(byte[] bytes, int most) {
        var lines = new ArrayList<byte[]>();
        var at = 0;
        while (lines.size() < most && at + 2 <= bytes.length) {
            var length = (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
            if (length > bytes.length - at - 2) {
                break;
            }
            lines.add(Arrays.copyOfRange(bytes, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return lines;
    }

    static Optional<byte[]> read(Path file, long most) throws IOException {
        try {
            if (Files.size(file) > most) {
                throw new Broken(file.getFileName() + " is longer than such a file can be");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path tile(String level, long index, int width) {
        var name = new StringBuilder(String.format("%03d", index % 1000));
        for (var rest = index / 1000; rest > 0; rest /= 1000) {
            name.insert(0, String.format("x%03d/", rest % 1000));
        }
        return folder.resolve("tile/" + level + "/" + name + (width == WIDTH ? "" : ".p/" + width));
    }
}
