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
    record Read(String name, List<Finding> findings) {
        public Read {
            findings = List.copyOf(findings);
        }
    }
}
