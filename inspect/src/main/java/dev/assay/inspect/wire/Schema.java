package dev.assay.inspect.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Which fields the messages of a protocol-buffer format have: a table, read from a text beside the format.
///
/// One line a message: its name, a colon, and its fields, separated by semicolons; each is a number, a name
/// and a kind: `int`, `four` (bytes), `eight`, `text`, `bytes`, or the name of a message. A `*` behind the
/// kind: any number of times. A `!` behind the name: its value is remembered until the message ends
/// ([Messages.Message#text]). Lines that begin with `#` say where the table comes from.
public final class Schema {

    public enum Kind {
        INT,
        FOUR,
        EIGHT,
        TEXT,
        BYTES,
        MESSAGE
    }

    /// @param message the name of the message that a field of this kind holds; empty for other kinds
    public record Field(int number, String name, Kind kind, String message, boolean repeated, boolean kept) {

        /// Whether readers take a value of this wire type for this field. Numbers of a list may be packed
        /// into bytes.
        boolean fits(int type) {
            return switch (kind) {
                case INT -> type == Proto.VARINT || repeated && type == Proto.BYTES;
                case FOUR -> type == Proto.FIXED32 || repeated && type == Proto.BYTES;
                case EIGHT -> type == Proto.FIXED64 || repeated && type == Proto.BYTES;
                case TEXT, BYTES, MESSAGE -> type == Proto.BYTES;
            };
        }
    }

    private final Supplier<String> table;
    private volatile @Nullable Map<String, Map<Integer, Field>> messages;

    private Schema(Supplier<String> table) {
        this.table = table;
    }

    /// @throws IllegalStateException if the table does not make sense, which is a mistake of ours
    public static Schema of(String table) {
        var schema = new Schema(() -> table);
        schema.messages();
        return schema;
    }

    /// The table in this file, which lies beside the class. It is read when the first file of the format is: most
    /// programs that know all formats meet few.
    public static Schema beside(Class<?> format, String file) {
        return new Schema(() -> textBeside(format, file));
    }

    static String textBeside(Class<?> format, String file) {
        try (var in = format.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("this build has no " + file);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(file + " cannot be read", broken);
        }
    }

    private Map<String, Map<Integer, Field>> messages() {
        var known = messages;
        if (known == null) {
            known = read(table.get());
            messages = known;
        }
        return known;
    }

    private static Map<String, Map<Integer, Field>> read(String table) {
        var messages = new HashMap<String, Map<Integer, Field>>();
        table.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> line(line, messages));
        for (var message : messages.values()) {
            for (var field : message.values()) {
                if (field.kind == Kind.MESSAGE && !messages.containsKey(field.message)) {
                    throw new IllegalStateException("no message is called " + field.message);
                }
            }
        }
        return messages;
    }

    private static void line(String line, Map<String, Map<Integer, Field>> messages) {
        var colon = line.indexOf(':');
        var fields = new HashMap<Integer, Field>();
        for (var text : line.substring(colon + 1).split(";", -1)) {
            if (!text.isBlank()) {
                var words = text.strip().split(" +", -1);
                if (words.length != 3) {
                    throw new IllegalStateException("a field is a number, a name and a kind, not: " + text);
                }
                var field = field(words);
                fields.put(field.number, field);
            }
        }
        messages.put(line.substring(0, colon).strip(), fields);
    }

    private static Field field(String[] words) {
        var kept = words[1].endsWith("!");
        var repeated = words[2].endsWith("*");
        var name = kept ? words[1].substring(0, words[1].length() - 1) : words[1];
        var type = repeated ? words[2].substring(0, words[2].length() - 1) : words[2];
        var kind = switch (type) {
            case "int" -> Kind.INT;
            case "four" -> Kind.FOUR;
            case "eight" -> Kind.EIGHT;
            case "text" -> Kind.TEXT;
            case "bytes" -> Kind.BYTES;
            default -> Kind.MESSAGE;
        };
        return new Field(Integer.parseInt(words[0]), name, kind, kind == Kind.MESSAGE ? type : "", repeated, kept);
    }

    /// The fields of this message by their numbers.
    Map<Integer, Field> fields(String message) {
        var fields = messages().get(message);
        if (fields == null) {
            throw new IllegalStateException("no message is called " + message);
        }
        return fields;
    }

    @Nullable
    Field field(String message, int number) {
        return fields(message).get(number);
    }
}
