package dev.assay.inspect.format.text.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the variables of a template may be, wherever in it they are given a value: a loop may use early what it sets
/// late, so what is known is gathered until nothing is added ([#settled]).
final class Scope {

    /// Enough for any honest template; what is set beyond is taken for anything.
    private static final int MOST = 4_000;

    /// After so many readings nobody waits for a variable to settle by itself, such as a text that a loop adds to.
    private static final int PATIENCE = 4;

    private final Map<String, Value> variables = new HashMap<>();
    private final Map<String, List<String>> macros = new HashMap<>();
    private String macro = "";
    private int pass;
    private boolean chat;
    private boolean changed;
    private boolean widened;

    /// Begins another reading of the same template.
    void again() {
        changed = false;
        macro = "";
        pass++;
    }

    boolean settled() {
        return !changed;
    }

    /// Gives up on knowing what is set: whatever a template sets may be anything from here on.
    void widen() {
        widened = true;
        variables.replaceAll((name, value) -> value.or(Value.MADE));
    }

    /// Whether the template speaks of what conversations are made of.
    boolean chat() {
        return chat;
    }

    void enters(String name, List<String> parameters) {
        macro = name;
        macros.put(name, List.copyOf(parameters));
    }

    void leaves() {
        macro = "";
    }

    @Nullable
    List<String> parameters(String name) {
        return macros.get(name);
    }

    boolean isMacro(String name) {
        return macros.containsKey(name);
    }

    void sets(String name, Value value) {
        joins(name, widened ? value.or(Value.MADE) : value);
    }

    /// A parameter of a macro is a variable of its own.
    void binds(String ofMacro, String parameter, Value value) {
        joins(ofMacro + "(" + parameter, widened ? value.or(Value.MADE) : value);
    }

    private void joins(String name, Value value) {
        if (variables.size() > MOST && !variables.containsKey(name)) {
            return;
        }
        var before = variables.get(name);
        var after = before == null ? value : before.or(value);
        if (before == null || !after.equals(before)) {
            variables.put(name, before != null && pass > PATIENCE ? after.widened(before) : after);
            changed = true;
        }
    }

    boolean isSet(String name) {
        return variables.containsKey(name) || variables.containsKey(macro + "(" + name);
    }

    Value get(String name) {
        chat |= Names.isOfChats(name);
        var own = macro.isEmpty() ? null : variables.get(macro + "(" + name);
        if (own != null) {
            return own;
        }
        if (macros.containsKey(name)) {
            return Value.FUNCTION;
        }
        var value = variables.get(name);
        if (value != null) {
            return value;
        }
        return variables.size() > MOST ? Value.MADE : Value.GIVEN;
    }
}
