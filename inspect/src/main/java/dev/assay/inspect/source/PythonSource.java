package dev.assay.inspect.source;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Python source, and what it would do.
public final class PythonSource {

    /// @param certain whether there is a statement that only Python has
    /// @param acts what it does, in the order in which it stands
    /// @param more whether it does more than that
    /// @param unread where something stands that was not followed: it nests deeper than we follow, or is
    ///     no statement we know although all its words are Python's
    /// @param foreign whether it is the latter; what is only deep, a Python may read
    public record Reading(boolean certain, List<Act> acts, boolean more, OptionalLong unread, boolean foreign) {
        public Reading {
            acts = List.copyOf(acts);
        }
    }

    private final Interpreter interpreter = new Interpreter();

    private PythonSource() {}

    /// Reads a source file.
    ///
    /// @return nothing if no Python would read the text
    public static Optional<Reading> read(MemorySegment text) {
        var source = new PythonSource();
        return source.take(new Source(text, 0, false)) ? Optional.of(source.reading(true)) : Optional.empty();
    }

    /// Reads sources that run one after the other in the same names, such as the cells of a notebook.
    /// What is no Python is passed over.
    ///
    /// @param cells each with the offset at which it stands in the file
    public static Reading read(List<Cell> cells) {
        var source = new PythonSource();
        cells.forEach(it -> source.take(Source.of(it.text(), it.at())));
        return source.reading(false);
    }

    /// One of several sources.
    ///
    /// @param at where it stands in the file, in bytes
    public record Cell(String text, long at) {}

    private boolean take(Source text) {
        try {
            interpreter.module(text);
            return true;
        } catch (NotPython prose) {
            return false;
        }
    }

    /// @param imported whether somebody may import it without knowing what it does
    private Reading reading(boolean imported) {
        interpreter.functions();
        var acts = interpreter.acts(imported);
        return new Reading(
                interpreter.certain(),
                acts,
                interpreter.journal.full(),
                interpreter.certain() ? interpreter.unread() : OptionalLong.empty(),
                interpreter.foreign());
    }
}
