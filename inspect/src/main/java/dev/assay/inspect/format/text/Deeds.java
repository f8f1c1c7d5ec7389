package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.shell.Deed;
import dev.assay.inspect.shell.Shell;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// What the commands in a text come to.
final class Deeds {

    /// Longer texts nobody types or reads; their beginning is read.
    private static final int LONGEST = 4 << 20;

    private Deeds() {}

    /// The text with one character a byte, so that an offset is one in the file.
    static String bytes(MemorySegment text) {
        return new String(text.asSlice(0, Math.min(LONGEST, text.byteSize())).toArray(JAVA_BYTE), ISO_8859_1);
    }

    static String letters(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }

    /// @param where in which program: `in a shell`
    static List<Finding> of(String commands, String where, Place place) {
        return Shell.deeds(commands).stream()
                .<Finding>map(it -> runs(it, where, place.at(it.at())))
                .toList();
    }

    static Finding runs(Deed it, String where, Place at) {
        return new Finding.Runs(at, where + ", " + it.sense() + ": " + Place.printable(letters(it.what())));
    }
}
