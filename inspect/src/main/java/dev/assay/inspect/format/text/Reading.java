package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// One way in which a text can be read.
interface Reading {

    /// What this reader makes of the text, or nothing if it would not accept it.
    ///
    /// @param text UTF-8, or another encoding that has ASCII where UTF-8 has it
    Optional<Read> read(MemorySegment text, Place place);

    /// @param name what the text is called if this reading holds; empty if it says nothing about the kind of text
    /// @param packed files of their own that the text holds in base64
    record Read(String name, List<Finding> findings, List<Packed> packed) {
        public Read {
            findings = List.copyOf(findings);
            packed = List.copyOf(packed);
        }

        Read(String name, List<Finding> findings) {
            this(name, findings, List.of());
        }
    }

    /// Bytes that stand in a text in base64.
    ///
    /// @param loaded the format its reader loads it as, whatever it looks like; empty if none
    record Packed(long at, MemorySegment bytes, String loaded) {}
}
