package dev.assay.inspect.format.hdf5;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;

/// A name in a group, and what it leads to (specification, IV.A.2.g).
sealed interface Link {

    String name();

    /// An object of this file.
    record Hard(String name, long header) implements Link {}

    /// A path in this file, which may lead nowhere.
    record Soft(String name, String path) implements Link {}

    /// An object of another file.
    record External(String name, String file, String path) implements Link {}

    /// What only the program that made the file could follow.
    record Defined(String name, int type) implements Link {}

    private static String text(MemorySegment bytes) {
        return new String(bytes.toArray(JAVA_BYTE), UTF_8);
    }

    /// Reads a link message.
    static Link read(Source source, Cursor in) throws Malformed {
        in.require(in.u8() == 1, "a link is of version 1");
        var flags = in.u8();
        var type = (flags & 8) == 0 ? 0 : in.u8();
        in.skip((flags & 4) == 0 ? 0 : 8);
        in.skip((flags & 16) == 0 ? 0 : 1);
        var name = text(in.take(Source.number(in, 1 << (flags & 3))));
        return switch (type) {
            case 0 -> new Hard(name, source.address(in));
            case 1 -> new Soft(name, text(in.take(in.u16())));
            case 64 -> external(name, in);
            default -> new Defined(name, type);
        };
    }

    private static Link external(String name, Cursor in) throws Malformed {
        var value = text(in.take(in.u16()));
        var parts = value.substring(Math.min(1, value.length())).split("\0", -1);
        return new External(name, parts[0], parts.length > 1 ? parts[1] : "");
    }
}
