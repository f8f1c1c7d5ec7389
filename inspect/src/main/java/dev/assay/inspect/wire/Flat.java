package dev.assay.inspect.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Walks a FlatBuffer by its [FlatSchema]: every offset in bounds, every table once, without recursion.
///
/// What was reached is understood, and zeros that align what follows. What nothing points to is not: no
/// reader would get there, so we do not know what it is for.
///
/// @see <a href="https://flatbuffers.dev/internals/">FlatBuffers internals</a>
public final class Flat {

    private static final int LONGEST_TEXT = 4096;
    private static final int LONGEST_PADDING = 4096;
    private static final int MOST_TABLES = 1_000_000;

    /// A run of bytes: the elements of a vector.
    public record Run(long from, long to) {}

    /// A table that was reached, with what its slots hold.
    public static final class Table {

        private final String type;
        private final long at;
        private final Map<String, Long> numbers = new HashMap<>();
        private final Map<String, Run> texts = new HashMap<>();
        private final Map<String, Run> runs = new HashMap<>();

        private final Specimen specimen;

        private Table(Specimen specimen, String type, long at) {
            this.specimen = specimen;
            this.type = type;
            this.at = at;
        }

        public String type() {
            return type;
        }

        public long at() {
            return at;
        }

        /// The number in this slot; 0, the usual default, if it is absent.
        public long number(String slot) {
            return numbers.getOrDefault(slot, 0L);
        }

        public String text(String slot) {
            var run = texts.getOrDefault(slot, new Run(0, 0));
            return new String(
                    specimen.bytes()
                            .asSlice(run.from, Math.min(run.to - run.from, LONGEST_TEXT))
                            .toArray(JAVA_BYTE),
                    UTF_8);
        }

        /// The elements of the vector of numbers in this slot; empty if it is absent.
        public Run run(String slot) {
            return runs.getOrDefault(slot, new Run(0, 0));
        }
    }

    /// Is told of each table when it is reached.
    public interface Listener {
        void table(Table table) throws Malformed;
    }

    private record Ahead(String type, long at) {}

    /// A vector whose elements were followed.
    ///
    /// @param types where it stands what each of a union is; 0 for other vectors
    private record Walked(FlatSchema.Slot slot, long at, long types) {}

    private final Specimen specimen;
    private final Cursor in;
    private final FlatSchema schema;
    private final long base;
    private final ArrayDeque<Ahead> ahead = new ArrayDeque<>();
    private final Set<Long> tables = new HashSet<>();
    private final Set<Walked> walked = new HashSet<>();
    private final List<Run> known = new ArrayList<>();
    private long elements;

    private Flat(Specimen specimen, FlatSchema schema, long base) {
        this.specimen = specimen;
        this.in = specimen.cursor();
        this.schema = schema;
        this.base = base;
    }

    /// @param base where the buffer begins; what stands before it is the caller's
    /// @param identifier whether four letters follow the offset of the root
    /// @param beside runs that the format knows of outside the buffer's tables; may grow until the walk ends
    /// @return what was understood, as runs in order that do not touch
    public static List<Run> read(
            Specimen specimen,
            FlatSchema schema,
            String root,
            long base,
            boolean identifier,
            List<Run> beside,
            Listener listener)
            throws Malformed {
        var flat = new Flat(specimen, schema, base);
        flat.known.add(new Run(base, base + (identifier ? 8 : 4)));
        flat.ahead(root, flat.offset(base));
        while (!flat.ahead.isEmpty()) {
            listener.table(flat.table(flat.ahead.removeFirst()));
        }
        flat.known.addAll(beside);
        return flat.understood();
    }

    private void ahead(String type, long at) throws Malformed {
        if (tables.add(at)) {
            in.require(tables.size() <= MOST_TABLES, "a buffer has at most " + MOST_TABLES + " tables");
            ahead.add(new Ahead(type, at));
        }
    }

    private Table table(Ahead it) throws Malformed {
        var away = (int) in.at(it.at).u32();
        var entries = it.at - away;
        in.require(entries >= base, "a table's slots are described inside the buffer");
        var size = in.at(entries).u16();
        var inline = in.u16();
        in.require(size >= 4 && size % 2 == 0 && inline >= 4, "a table describes its slots");
        in.at(entries).skip(size);
        in.at(it.at).skip(inline);
        known.add(new Run(entries, entries + size));
        known.add(new Run(it.at, it.at + inline));
        var table = new Table(specimen, it.type, it.at);
        var slots = schema.slots(it.type);
        for (var i = 0; i < slots.size() && 4 + 2 * i < size; i++) {
            var where = in.at(entries + 4 + 2L * i).u16();
            if (where != 0) {
                var slot = slots.get(i);
                var width = slot.vector() ? 4 : slot.width();
                in.require(where >= 4 && where + width <= inline, "a slot lies inside its table");
                slot(table, slot, it.at + where);
            }
        }
        return table;
    }

    private void slot(Table table, FlatSchema.Slot slot, long at) throws Malformed {
        if (slot.vector()) {
            vector(table, slot, offset(at));
            return;
        }
        switch (slot.kind()) {
            case NUMBER -> table.numbers.put(slot.name(), number(at, slot.width()));
            case TEXT -> table.texts.put(slot.name(), text(offset(at)));
            case TABLE -> ahead(slot.type(), offset(at));
            case UNION -> {
                var which = table.number(slot.name() + "_type");
                in.require(which > 0, "a union says which table it holds");
                ahead(schema.member(slot.type(), which), offset(at));
            }
        }
    }

    private void vector(Table table, FlatSchema.Slot slot, long at) throws Malformed {
        var count = in.at(at).u32();
        var many = in.count(count, slot.width());
        var from = at + 4;
        var to = from + (long) many * slot.width();
        table.runs.put(slot.name(), new Run(from, to));
        var types = slot.kind() == FlatSchema.Kind.UNION ? table.run(slot.name() + "_type") : new Run(0, 0);
        if (!walked.add(new Walked(slot, at, types.from))) {
            return;
        }
        known.add(new Run(at, to));
        if (slot.kind() == FlatSchema.Kind.NUMBER) {
            return;
        }
        elements += many;
        in.require(elements <= specimen.size() / 4, "vectors do not lie over one another");
        for (var i = 0; i < many; i++) {
            var each = from + 4L * i;
            switch (slot.kind()) {
                case NUMBER -> {}
                case TEXT -> text(offset(each));
                case TABLE -> ahead(slot.type(), offset(each));
                case UNION -> {
                    in.require(types.from + i < types.to, "a union says which table it holds");
                    ahead(schema.member(slot.type(), specimen.byteAt(types.from + i)), offset(each));
                }
            }
        }
    }

    private long number(long at, int width) throws Malformed {
        in.at(at);
        return switch (width) {
            case 1 -> in.u8();
            case 2 -> in.u16();
            case 4 -> in.u32();
            default -> in.u32() | in.u32() << 32;
        };
    }

    private Run text(long at) throws Malformed {
        var length = in.at(at).u32();
        in.skip(length);
        in.require(in.u8() == 0, "a text ends with a NUL");
        known.add(new Run(at, in.offset()));
        return new Run(at + 4, at + 4 + length);
    }

    /// Offsets count from where they stand, and lead onwards.
    private long offset(long at) throws Malformed {
        var away = in.at(at).u32();
        in.require(away >= 4 && away <= specimen.size() - at, "an offset leads onwards, inside the buffer");
        return at + away;
    }

    private List<Run> understood() {
        known.sort((one, other) -> Long.compare(one.from, other.from));
        var understood = new ArrayList<Run>();
        var from = base;
        var to = base;
        for (var run : known) {
            if (run.from > to && !padding(to, run.from)) {
                understood.add(new Run(from, to));
                from = run.from;
                to = run.from;
            }
            to = Math.max(to, run.to);
        }
        understood.add(new Run(from, padding(to, specimen.size()) ? specimen.size() : to));
        return understood;
    }

    private boolean padding(long from, long to) {
        if (to - from > LONGEST_PADDING) {
            return false;
        }
        for (var at = from; at < to; at++) {
            if (specimen.byteAt(at) != 0) {
                return false;
            }
        }
        return true;
    }
}
