package dev.assay.inspect.format.pickle;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands on the symbolic machine's stack: everything known about a value without making it.
sealed interface Value {

    /// Bits of what a value holds at any depth: bare imported names, results of calls, things not known.
    int NAMES = 1;

    int OBJECTS = 2;
    int UNKNOWN = 4;

    /// Bytes in a name. No module, attribute or key that means something has more.
    int LONGEST_NAME = 1024;

    /// Bytes of ours that an object takes, roughly.
    int OBJECT_COST = 160;

    /// Bytes of ours it takes, roughly. Numbers and texts that stand in the stream take nothing once they are in a
    /// container.
    default long cost() {
        return 0;
    }

    /// What the value is or holds, as bits.
    default int holds() {
        return 0;
    }

    enum Plain implements Value {
        NONE,
        TRUE,
        FALSE
    }

    /// The place below which a later opcode gathers; never reaches a container.
    enum Mark implements Value {
        MARK
    }

    /// @param fits whether `number` is the value; a longer one is kept by its first bytes only
    record Int(long number, boolean fits) implements Value {

        private static final Int[] SMALL = new Int[256];

        static {
            for (var i = 0; i < SMALL.length; i++) {
                SMALL[i] = new Int(i, true);
            }
        }

        private static final Int SOME = new Int(0, false);

        static Int of(long number) {
            return number >= 0 && number < SMALL.length ? SMALL[(int) number] : new Int(number, true);
        }

        /// Itself if it can be a byte; of others it is only known then that they are numbers.
        Int plainer() {
            return shared() ? this : SOME;
        }

        private boolean shared() {
            return fits ? number >= 0 && number < SMALL.length : number == 0;
        }
    }

    record Real(double number) implements Value {
        /// One of many, of which only is known that it is one.
        static final Real SOME = new Real(Double.NaN);
    }

    /// Text that stands in the stream, decoded when somebody asks.
    record Text(Tape.Slice slice) implements Value {}

    /// Text that was put together by calls we know.
    record Folded(String text) implements Value {
        @Override
        public long cost() {
            return OBJECT_COST + 2L * text.length();
        }
    }

    /// Bytes that stand in the stream, or were put together by calls we know.
    record Bytes(Tape.Slice slice) implements Value {}

    /// An imported thing, by its full name.
    ///
    /// @param clear whether the name is one a person could have typed, so that it can be printed bare
    record Name(String full, long at, boolean clear) implements Value {
        @Override
        public long cost() {
            return OBJECT_COST;
        }

        @Override
        public int holds() {
            return clear ? NAMES : NAMES | UNKNOWN;
        }
    }

    /// What a call made.
    final class Made implements Value {
        final String maker;
        final boolean clear;
        final Box arguments;
        /// Made without a constructor and from nothing: if it is a text, then an empty one.
        final boolean blank;

        @Nullable
        Value state;

        Made(String maker, boolean clear, Box arguments, boolean blank) {
            this.blank = blank;
            this.maker = maker;
            this.clear = clear;
            this.arguments = arguments;
        }

        @Override
        public long cost() {
            return OBJECT_COST;
        }

        @Override
        public int holds() {
            return clear ? OBJECTS : OBJECTS | UNKNOWN;
        }
    }

    /// Something outside of the stream, which the reader finds by this id.
    final class Persistent implements Value {

        private final Value id;
        private final @Nullable Storage storage;

        Persistent(Value id) {
            this.id = id;
            this.storage = storage(id);
        }

        Value id() {
            return id;
        }

        /// The bytes of a tensor, if that is what PyTorch would understand by this id.
        @Nullable
        Storage storage() {
            return storage;
        }

        @Override
        public long cost() {
            return OBJECT_COST;
        }

        @Override
        public int holds() {
            return storage == null ? UNKNOWN : OBJECTS;
        }

        /// The class of a layer, if that is what PyTorch before its zip format would understand by this id: the class,
        /// the file it was in and its source, which a reader only compares with its own.
        @Nullable
        Name module() {
            return id instanceof Box box
                            && box.kind == Box.Kind.TUPLE
                            && box.count == 4
                            && "module".equals(text(box.kept.get(0)))
                            && box.kept.get(1) instanceof Name type
                            && isText(box.kept.get(2))
                            && isText(box.kept.get(3))
                    ? type
                    : null;
        }

        /// A text, or as torch.package counts its storages, a number.
        private static @Nullable String key(Value value) {
            return value instanceof Int number && number.fits && number.number >= 0
                    ? Long.toString(number.number)
                    : text(value);
        }

        private static boolean isText(Value value) {
            return value instanceof Text || value == Plain.NONE;
        }

        private static @Nullable Storage storage(Value id) {
            if (!(id instanceof Box box) || box.kind != Box.Kind.TUPLE || box.count < 5 || box.count > 6) {
                return null;
            }
            var key = key(box.kept.get(2));
            var location = text(box.kept.get(3));
            return "storage".equals(text(box.kept.get(0)))
                            && box.kept.get(1) instanceof Name type
                            && key != null
                            && location != null
                            && box.kept.get(4) instanceof Int count
                            && count.fits
                            && count.number >= 0
                    ? new Storage(type, key, location, count.number)
                    : null;
        }
    }

    /// A tensor's bytes, which stand elsewhere in the file.
    record Storage(Name type, String key, String location, long count) {

        /// Bytes an element takes, or 0 if the type is not one of PyTorch's.
        int width() {
            return switch (type.full.substring(type.full.lastIndexOf('.') + 1)) {
                case "DoubleStorage", "LongStorage", "ComplexFloatStorage" -> 8;
                case "FloatStorage", "IntStorage", "QInt32Storage" -> 4;
                case "HalfStorage", "BFloat16Storage", "ShortStorage" -> 2;
                case "ByteStorage", "CharStorage", "BoolStorage", "QInt8Storage", "QUInt8Storage", "UntypedStorage" ->
                    1;
                case "ComplexDoubleStorage" -> 16;
                default -> 0;
            };
        }
    }

    /// Nothing is known, and why.
    record Unknown(String why) implements Value {
        @Override
        public long cost() {
            return OBJECT_COST;
        }

        @Override
        public int holds() {
            return UNKNOWN;
        }
    }

    /// A container. It keeps its first elements and counts the rest; what it holds flows to whatever holds it, also
    /// when it is filled later, so that asking is free.
    final class Box implements Value {

        enum Kind {
            TUPLE,
            LIST,
            DICT,
            SET
        }

        private static final int MOST_KEPT = 1 << 15;
        /// As many numbers are kept as they are as anybody prints; of the others, bytes are, of which texts are made.
        private static final int MOST_NUMBERS = 16;
        private static final int EMPTY_COST = 128;
        private static final int MOST_KEPT_PAIRS = 256;

        final Kind kind;
        /// The first elements; of a dict, keys and values in turn.
        final List<Value> kept;
        /// How many elements there are, of a dict pairs.
        long count;

        /// Bytes of ours it takes, roughly, without the containers in it.
        private long cost = EMPTY_COST;

        private int holds;
        /// Most containers have one holder.
        private @Nullable Box holder;

        private @Nullable List<Box> holders;
        /// Values there would be if every shared part were copied, as unpickled copies or printing would.
        private long weight = 1;

        private int depth = 1;

        Box(Kind kind) {
            this.kind = kind;
            this.kept = new ArrayList<>(0);
        }

        static Box tuple(List<Value> elements) {
            var tuple = new Box(Kind.TUPLE);
            elements.forEach(tuple::add);
            return tuple;
        }

        void add(Value element) {
            count++;
            if (kept.size() < MOST_KEPT) {
                keep(kept.size() < MOST_NUMBERS ? element : plainer(element));
            }
            hold(element);
        }

        private static Value plainer(Value element) {
            return element instanceof Real ? Real.SOME : element instanceof Int it ? it.plainer() : element;
        }

        private void keep(Value element) {
            kept.add(element);
            if (element instanceof Real it) {
                cost += Double.isNaN(it.number) ? 8 : 32;
            } else if (element instanceof Int it) {
                cost += it.shared() ? 8 : 32;
            } else {
                cost += element instanceof Text || element instanceof Bytes ? 72 : 8;
            }
        }

        void put(Value key, Value value) {
            count++;
            if (kept.size() < 2 * MOST_KEPT_PAIRS) {
                keep(key);
                keep(value);
            }
            hold(key);
            hold(value);
        }

        @Nullable
        Value at(String key) {
            for (var i = 0; kind == Kind.DICT && i + 1 < kept.size(); i += 2) {
                if (key.equals(text(kept.get(i)))) {
                    return kept.get(i + 1);
                }
            }
            return null;
        }

        private void hold(Value element) {
            if (element instanceof Box box) {
                box.heldBy(this);
                weight = Math.min(weight + box.weight, Long.MAX_VALUE / 2);
                depth = Math.max(depth, box.depth + 1);
            } else {
                weight++;
            }
            flow(element.holds());
        }

        private void heldBy(Box by) {
            if (holder == null || holder == by) {
                holder = by;
            } else {
                if (holders == null) {
                    holders = new ArrayList<>(1);
                }
                holders.add(by);
            }
        }

        /// Each bit passes each holder once, so all flowing together is linear.
        private void flow(int bits) {
            if ((holds | bits) == holds) {
                return;
            }
            var wet = new ArrayList<Box>();
            holds |= bits;
            wet.add(this);
            while (!wet.isEmpty()) {
                var box = wet.removeLast();
                soak(box.holder, bits, wet);
                if (box.holders != null) {
                    box.holders.forEach(each -> soak(each, bits, wet));
                }
            }
        }

        private static void soak(@Nullable Box box, int bits, List<Box> wet) {
            if (box != null && (box.holds | bits) != box.holds) {
                box.holds |= bits;
                wet.add(box);
            }
        }

        @Override
        public long cost() {
            return cost;
        }

        long weight() {
            return weight;
        }

        int depth() {
            return depth;
        }

        @Override
        public int holds() {
            return holds;
        }
    }

    /// The text a value is, or null if it is none, or longer than any name.
    static @Nullable String text(Value value) {
        return switch (value) {
            case Text it -> it.slice.length() > LONGEST_NAME ? null : it.slice.text();
            case Folded it -> it.text.length() > LONGEST_NAME ? null : it.text;
            default -> null;
        };
    }
}
