package dev.assay.inspect.shell;

import java.util.Set;

/// One word of a command.
///
/// @param literal whether it is what stands there; else a variable is put in
record Word(String text, boolean literal) {

    boolean is(String other) {
        return literal && text.equals(other);
    }

    boolean isOneOf(Set<String> others) {
        return literal && others.contains(text);
    }
}
