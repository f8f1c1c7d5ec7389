package dev.assay.inspect.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Walks a protocol buffer by its [Schema], front to back, without recursion and without building anything.
///
/// Fields that the schema has are covered. Fields it does not have are not: readers skip them, and we do
/// not know what for. A field that may stand once and stands twice is something no writer does; readers
/// take the last.
public final class Messages {

    /// The limit of the readers themselves: protobuf's default in C++, Java and Python.
    public static final int DEEPEST = 100;

    private static final int GROUP = 3;
    private static final int GROUP_ENDS = 4;
    private static final int MOST_KEPT = 1 << 16;
    private static final int LONGEST_KEPT = 64 << 10;

    /// Is told of messages and values as they pass.
    public interface Listener {

        /// A message begins; nothing of it is known yet.
        default void begins(Message message) throws Malformed {}

        /// A value that is not a message.
        default void value(Message in, Schema.Field field, Proto.Field value) throws Malformed {}

        /// A message ends; what was to be remembered of it can be asked for.
        default void ends(Message message) throws Malformed {}
    }

    /// A message that is open.
    public static final class Message {

        private final String type;
        private final String field;
        private final @Nullable Message parent;
        private final long at;
        private final long end;
        private final int depth;
        private final Map<Integer, Schema.Field> fields;
        private final Set<Integer> seen = new HashSet<>(8);
        private final List<Kept> kept = new ArrayList<>(4);

        private record Kept(String name, String text, long number) {}

        private Message(Schema schema, String type, String field, @Nullable Message parent, long at, long end) {
            this.type = type;
            this.field = field;
            this.parent = parent;
            this.at = at;
            this.end = end;
            this.depth = parent == null ? 1 : parent.depth + 1;
            this.fields = schema.fields(type);
        }

        /// Its name in the schema.
        public String type() {
            return type;
        }

        /// The name of the field it is the value of; empty for the outermost.
        public String field() {
            return field;
        }

        public @Nullable Message parent() {
            return parent;
        }

        /// Where its first field stands.
        public long at() {
            return at;
        }

        public long end() {
            return end;
        }

        /// The remembered text of this field, the last one if there are several; empty if there is none.
        public String text(String name) {
            for (var i = kept.size() - 1; i >= 0; i--) {
                if (kept.get(i).name.equals(name)) {
                    return kept.get(i).text;
                }
            }
            return "";
        }

        public List<String> texts(String name) {
            return kept.stream()
                    .filter(it -> it.name.equals(name))
                    .map(Kept::text)
                    .toList();
        }

        /// The remembered number of this field, the last one if there are several; 0 if there is none.
        public long number(String name) {
            for (var i = kept.size() - 1; i >= 0; i--) {
                if (kept.get(i).name.equals(name)) {
                    return kept.get(i).number;
                }
            }
            return 0;
        }

        public List<Long> numbers(String name) {
            return kept.stream()
                    .filter(it -> it.name.equals(name))
                    .map(Kept::number)
                    .toList();
        }

        /// Remembers something that was learned inside it.
        public void remember(String name, String text) throws Malformed {
            if (kept.size() >= MOST_KEPT) {
                throw new Malformed(at, "a message has at most " + MOST_KEPT + " names and numbers");
            }
            kept.add(new Kept(name, text, text.length()));
        }

        private void keep(Schema.Field field, Proto.Field value) throws Malformed {
            if (kept.size() >= MOST_KEPT) {
                throw new Malformed(value.at(), "a message has at most " + MOST_KEPT + " names and numbers");
            }
            if (value.type() != Proto.BYTES) {
                kept.add(new Kept(field.name(), "", value.value()));
            } else if (field.kind() == Schema.Kind.INT) {
                var in = new Cursor(value.bytes());
                while (in.left() > 0 && kept.size() < MOST_KEPT) {
                    kept.add(new Kept(field.name(), "", Proto.varint(in)));
                }
            } else {
                if (value.value() > LONGEST_KEPT) {
                    throw new Malformed(value.at(), "a name is at most " + LONGEST_KEPT + " bytes");
                }
                kept.add(new Kept(field.name(), new String(value.bytes().toArray(JAVA_BYTE), UTF_8), value.value()));
            }
        }
    }

    private Messages() {}

    /// Reads the whole specimen as one message of this name.
    public static void read(Specimen specimen, Examination examination, Schema schema, String root, Listener listener)
            throws Malformed {
        var in = specimen.cursor();
        var open = new ArrayList<Message>();
        var from = 0L; // what is known since here is not covered yet
        open.add(new Message(schema, root, "", null, 0, specimen.size()));
        listener.begins(open.getFirst());
        while (!open.isEmpty()) {
            var top = open.getLast();
            if (in.offset() == top.end) {
                listener.ends(top);
                open.removeLast();
                continue;
            }
            var value = Proto.field(in);
            if (in.offset() > top.end) {
                throw new Malformed(value.at(), "a field ends inside its message");
            }
            var field = top.fields.get(value.number());
            if (field == null || !field.fits(value.type())) {
                examination.covers(specimen, from, value.at());
                from = in.offset();
                continue;
            }
            if (!field.repeated() && !top.seen.add(field.number())) {
                examination.note(new Finding.Departs(
                        specimen.place().at(value.at()), "the field " + field.name() + " stands twice"));
            }
            if (field.kind() == Schema.Kind.MESSAGE) {
                var start = in.offset() - value.value();
                in.at(start);
                if (top.depth >= DEEPEST) {
                    throw new Malformed(value.at(), "messages nest at most " + DEEPEST + " deep");
                }
                var inner = new Message(schema, field.message(), field.name(), top, start, start + value.value());
                open.add(inner);
                listener.begins(inner);
            } else {
                if (field.kept()) {
                    top.keep(field, value);
                }
                listener.value(top, field, value);
            }
        }
        examination.covers(specimen, from, specimen.size());
    }

    /// Whether a field of this number holds bytes of which this is true; asked in order, until one does.
    ///
    /// What recognises a format by this has to be content with less than a reader is: fields nobody knows,
    /// and groups, are passed by.
    public static boolean any(MemorySegment message, int number, Predicate<MemorySegment> holds) {
        var in = new Cursor(message);
        try {
            while (in.left() > 0) {
                var at = in.offset();
                var type = Proto.varint(in) & 7;
                if (type != GROUP && type != GROUP_ENDS) {
                    var field = Proto.field(in.at(at));
                    if (field.number() == number && field.type() == Proto.BYTES && holds.test(field.bytes())) {
                        return true;
                    }
                }
            }
            return false;
        } catch (Malformed other) {
            return false;
        }
    }

    /// Whether these are the bytes of a name: printable ASCII, and not too many.
    public static boolean isName(MemorySegment bytes) {
        if (bytes.byteSize() == 0 || bytes.byteSize() > 1024) {
            return false;
        }
        for (long at = 0; at < bytes.byteSize(); at++) {
            var it = bytes.get(JAVA_BYTE, at);
            if (it < 0x20 || it == 0x7f) {
                return false;
            }
        }
        return true;
    }
}
