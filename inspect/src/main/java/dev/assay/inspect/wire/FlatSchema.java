package dev.assay.inspect.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private final Map<String, List<Slot>> tables = new HashMap<>();
    private final Map<String, List<String>> unions = new HashMap<>();

    /// The table in this file, which lies beside the class.
    public static FlatSchema beside(Class<?> format, String file) {
        try (var in = format.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("this build has no " + file);
            }
            return of(new String(in.readAllBytes(), UTF_8));
        } catch (IOException broken) {
            throw new UncheckedIOException(file + " cannot be read", broken);
        }
    }

    public static FlatSchema of(String table) {
        var schema = new FlatSchema();
        var lines = table.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        for (var line : lines) {
            var equals = line.indexOf('=');
            if (equals > 0) {
                schema.unions.put(
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
                        slots.addAll(schema.slots(text.strip().split(" +", -1)));
                    }
                }
                schema.tables.put(line.substring(0, colon).strip(), List.copyOf(slots));
            }
        }
        return schema;
    }

    private List<Slot> slots(String[] words) {
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
        return tables.getOrDefault(table, List.of());
    }

    /// The table a union holds, by what its first slot says, counted from 1; one of numbers only if it is
    /// unheard of.
    String member(String union, long which) {
        var members = unions.getOrDefault(union, List.of());
        return which >= 1 && which <= members.size() ? members.get((int) which - 1) : "";
    }
}
