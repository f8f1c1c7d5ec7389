package dev.assay.inspect.format.msgpack;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import dev.assay.inspect.wire.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One map of maps, and arrays as extension values. Reading it makes nothing but data, unless whoever reads
/// it brings types of his own: extensions that Flax does not have are named, and so are arrays of objects,
/// which `msgpack_numpy` unpickles.
///
/// @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">MessagePack</a>
/// @see <a href="https://github.com/google/flax/blob/main/flax/serialization.py">Extensions of Flax</a>
public final class MessagePack implements Format {

    private static final int DEEPEST = 500;
    private static final int LONGEST_KEY = 4096;
    private static final int LONGEST_VALUE = 16;

    /// Flax: an array, a complex number, a number of NumPy's; and the time stamp of MessagePack itself.
    private static final int ARRAY = 1;
    private static final Set<Integer> EXTENSIONS = Set.of(ARRAY, 2, 3, -1);

    @Override
    public String name() {
        return "msgpack";
    }

    /// There is no magic: a map, its first key a text, that ends where the bytes end.
    @Override
    public boolean claims(Specimen specimen) {
        var first = specimen.byteAt(0);
        if (first < 0x81 || first > 0x8f && first != 0xde && first != 0xdf) {
            return false;
        }
        try {
            new Reading(specimen, null).read();
            return true;
        } catch (Malformed other) {
            return false;
        }
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        new Reading(specimen, examination).read();
        examination.covers(specimen, 0, specimen.size());
    }

    /// A map or list that is open: how many values are still to come, keys included.
    private static final class Level {
        private final boolean map;
        private final Set<String> keys = new HashSet<>();
        private long left;
        private String key = "";

        Level(boolean map, long left) {
            this.map = map;
            this.left = left;
        }

        boolean atKey() {
            return map && left % 2 == 0;
        }
    }

    private static final class Reading {

        private final Specimen specimen;
        private final @Nullable Examination examination;
        private final Cursor in;
        private final ArrayList<Level> open = new ArrayList<>();

        Reading(Specimen specimen, @Nullable Examination examination) {
            this.specimen = specimen;
            this.examination = examination;
            this.in = specimen.cursor();
        }

        void read() throws Malformed {
            value(false, null);
            in.require(specimen.byteAt(1) >= 0, "a map has keys");
            while (!open.isEmpty()) {
                var top = open.getLast();
                if (top.left == 0) {
                    open.removeLast();
                    continue;
                }
                var key = top.atKey();
                top.left--;
                value(key, top);
            }
            in.require(in.left() == 0, "nothing stands behind the value");
        }

        private void value(boolean key, @Nullable Level level) throws Malformed {
            var at = in.offset();
            var first = in.u8();
            if (first >= 0x80 && first <= 0x8f) {
                opens(true, first & 0x0f, key);
            } else if (first >= 0x90 && first <= 0x9f) {
                opens(false, first & 0x0f, key);
            } else if (first >= 0xa0 && first <= 0xbf) {
                text(at, first & 0x1f, key, level);
            } else if (first >= 0xc0 && first <= 0xdf) {
                other(at, first, key, level);
            } else {
                in.require(!key || open.size() > 1, "the first key is a text");
            }
        }

        private void other(long at, int first, boolean key, @Nullable Level level) throws Malformed {
            switch (first) {
                case 0xc0, 0xc2, 0xc3 -> {} // nil, false, true
                case 0xc4 -> bytes(at, in.u8(), key, level);
                case 0xc5 -> bytes(at, in.u16be(), key, level);
                case 0xc6 -> bytes(at, in.u32be(), key, level);
                case 0xc7 -> extension(at, in.u8());
                case 0xc8 -> extension(at, in.u16be());
                case 0xc9 -> extension(at, in.u32be());
                case 0xcc, 0xd0 -> in.skip(1);
                case 0xcd, 0xd1 -> in.skip(2);
                case 0xca, 0xce, 0xd2 -> in.skip(4);
                case 0xcb, 0xcf, 0xd3 -> in.skip(8);
                case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(at, 1L << first - 0xd4);
                case 0xd9 -> text(at, in.u8(), key, level);
                case 0xda -> text(at, in.u16be(), key, level);
                case 0xdb -> text(at, in.u32be(), key, level);
                case 0xdc -> opens(false, in.u16be(), key);
                case 0xdd -> opens(false, in.u32be(), key);
                case 0xde -> opens(true, in.u16be(), key);
                case 0xdf -> opens(true, in.u32be(), key);
                default -> throw new Malformed(at, "a value begins with a byte that means something");
            }
        }

        private void opens(boolean map, long count, boolean key) throws Malformed {
            in.require(!key, "a key is a text or a number");
            in.require(open.size() < DEEPEST, "values nest at most " + DEEPEST + " deep");
            var values = map ? 2 * count : count;
            in.count(values, 1);
            open.add(new Level(map, values));
        }

        private void text(long at, long length, boolean key, @Nullable Level level) throws Malformed {
            var bytes = in.take(length);
            if (level == null) {
                return;
            }
            if (key) {
                in.require(length <= LONGEST_KEY, "a key is at most " + LONGEST_KEY + " bytes");
                level.key = new String(bytes.toArray(JAVA_BYTE), UTF_8);
                if (!level.keys.add(level.key)) {
                    note(new Finding.Differs(
                            specimen.place().at(at),
                            "the key '" + Words.shown(level.key) + "' stands twice in one map"));
                }
            } else if (length <= LONGEST_VALUE && level.key.equals("kind")) {
                object(at, new String(bytes.toArray(JAVA_BYTE), UTF_8));
            }
        }

        /// `msgpack_numpy` writes its keys as bytes.
        private void bytes(long at, long length, boolean key, @Nullable Level level) throws Malformed {
            var from = in.offset();
            text(at, length, key, level);
            parked(from, in.offset());
        }

        private void object(long at, String kind) {
            if (kind.equals("O")) {
                note(new Finding.Runs(specimen.place().at(at), "an array of objects that msgpack_numpy unpickles"));
            }
        }

        private void extension(long at, long length) throws Malformed {
            var kind = (byte) in.u8();
            var from = in.offset();
            in.skip(length);
            if (!EXTENSIONS.contains((int) kind)) {
                note(new Finding.Names(
                        specimen.place().at(at), "the extension type " + kind + ", which somebody else has to bring"));
            } else if (kind == ARRAY) {
                array(from, in.offset());
            }
        }

        /// A list of shape, type and bytes: itself MessagePack.
        private void array(long from, long to) throws Malformed {
            var array = new Cursor(specimen.bytes().asSlice(from, to - from));
            array.require(array.u8() == 0x93, "an array is a shape, a type and bytes");
            var rank = array.u8();
            array.require(rank >= 0x90 && rank <= 0x9f || rank == 0xdc, "a shape is a list");
            for (var left = rank == 0xdc ? array.u16be() : rank & 0x0f; left > 0; left--) {
                var size = array.u8();
                array.skip(size < 0x80 ? 0 : size == 0xcc ? 1 : size == 0xcd ? 2 : size == 0xce ? 4 : 8);
            }
            var length = array.u8();
            length = length == 0xd9 || length == 0xc4 ? array.u8() : length & 0x1f;
            var type = array.text(length, 64);
            if (!type.matches("[a-z]+[0-9]*(_?[a-z0-9]+)*") || type.startsWith("object")) {
                note(new Finding.Departs(
                        specimen.place().at(from), "an array of " + Words.shown(type) + ", which is no number"));
            }
            var numbers = switch (array.u8()) {
                case 0xc4 -> array.u8();
                case 0xc5 -> array.u16be();
                case 0xc6 -> array.u32be();
                default -> -1L;
            };
            array.require(numbers == array.left(), "an array ends with its bytes");
            parked(from + array.offset(), to);
        }

        private void parked(long from, long to) {
            if (examination != null && Beginnings.ofAFile(specimen, from, to)) {
                examination.plain(specimen.part("bytes@" + from, from, to));
            }
        }

        private void note(Finding finding) {
            if (examination != null) {
                examination.note(finding);
            }
        }
    }
}
