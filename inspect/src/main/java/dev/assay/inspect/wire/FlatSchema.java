package dev.assay.inspect.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Which slots the tables of a FlatBuffers format have, read from a text beside the format.
///
/// One line a table: its name, a colon, and its slots in order, separated by semicolons; each is a name and
/// a kind: `1`, `2`, `4`, `8` (a number of so many bytes), `text`, a table, a union, or any of these in
/// brackets for a vector; `[4]` is also a vector of structs of four bytes. A union takes two slots, the
/// first of which says which of its tables follows. One line a union: its name, `=`, and its tables from
/// the first. A table with no line has numbers only.
public final class FlatSchema {

    enum Kind {
        NUMBER,
        TEXT,
        TABLE,
        UNION
    }

    /// @param width bytes of a number
    /// @param type the table or union
    record Slot(String name, Kind kind, int width, String type, boolean vector) {}

    private record Read(Map<String, List<Slot>> tables, Map<String, List<String>> unions) {}

    private final Supplier<String> table;
    private volatile @Nullable Read read;

    private FlatSchema(Supplier<String> table) {
        this.table = table;
    }

    /// The table in this file, which lies beside the class. It is read when the first file of the format is.
    public static FlatSchema beside(Class<?> format, String file) {
        return new FlatSchema(() -> Schema.textBeside(format, file));
    }

    public static FlatSchema of(String table) {
        var schema = new FlatSchema(() -> table);
        schema.read();
        return schema;
    }

    private Read read() {
        var known = read;
        if (known == null) {
            known = read(table.get());
            read = known;
        }
        return known;
    }

    private static Read read(String table) {
        var read = new Read(new HashMap<>(), new HashMap<>());
        var lines = table.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        for (var line : lines) {
            var equals = line.indexOf('=');
            if (equals > 0) {
                read.unions.put(
                        line.substring(0, equals).strip(),
                        List.of(line.substring(equals + 1).strip().split(" +", -1)));
            }
        }
        for (var line : lines) {
            if (line.indexOf('=') < 0) {
                var colon = line.indexOf(':');
                var slots = new ArrayList<Slot>();
                for (var text : line.substring(colon + 1).split(";", -1)) {
                    if (!text.isBlank()) {
                        slots.addAll(slots(text.strip().split(" +", -1), read.unions));
                    }
                }
                read.tables.put(line.substring(0, colon).strip(), List.copyOf(slots));
            }
        }
        return read;
    }

    private static List<Slot> slots(String[] words, Map<String, List<String>> unions) {
        if (words.length != 2) {
            throw new IllegalStateException("a slot is a name and a kind, not: " + String.join(" ", words));
        }
        var vector = words[1].startsWith("[");
        var type = vector ? words[1].substring(1, words[1].length() - 1) : words[1];
        if (unions.containsKey(type)) {
            return List.of(
                    new Slot(words[0] + "_type", Kind.NUMBER, 1, "", vector),
                    new Slot(words[0], Kind.UNION, 4, type, vector));
        }
        if (type.matches("[0-9]+")) {
            return List.of(new Slot(words[0], Kind.NUMBER, Integer.parseInt(type), "", vector));
        }
        return List.of(new Slot(words[0], type.equals("text") ? Kind.TEXT : Kind.TABLE, 4, type, vector));
    }

    List<Slot> slots(String table) {
        return read().tables.getOrDefault(table, List.of());
    }

    /// The table a union holds, by what its first slot says, counted from 1; one of numbers only if it is
    /// unheard of.
    String member(String union, long which) {
        var members = read().unions.getOrDefault(union, List.of());
        return which >= 1 && which <= members.size() ? members.get((int) which - 1) : "";
    }
}
