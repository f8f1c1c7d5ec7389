package dev.assay.forge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A FlatBuffer: tables of slots, each a number, a text, a table, a vector, or nothing.
public final class FlatForge {

    private final ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    private FlatForge() {}

    /// Slots in order; `null` is an absent one. An Integer takes four bytes, a Byte one, a Long eight; a
    /// String is a text, an array of bytes a vector of bytes, a List a vector of tables or texts, an array of
    /// objects a table.
    public static byte[] buffer(String identifier, Object... root) {
        var forge = new FlatForge();
        forge.out.putInt(0).put(identifier.getBytes(UTF_8));
        forge.point(0, root);
        return Arrays.copyOf(forge.out.array(), forge.out.position());
    }

    /// Writes the thing at the end, and there an offset to it.
    private void point(int from, Object thing) {
        align();
        var at = switch (thing) {
            case String text -> {
                var here = out.position();
                var bytes = text.getBytes(UTF_8);
                out.putInt(bytes.length).put(bytes).put((byte) 0);
                yield here;
            }
            case byte[] bytes -> {
                var here = out.position();
                out.putInt(bytes.length).put(bytes);
                yield here;
            }
            case List<?> list -> {
                var here = out.position();
                out.putInt(list.size());
                out.position(out.position() + 4 * list.size());
                for (var i = 0; i < list.size(); i++) {
                    point(here + 4 + 4 * i, list.get(i));
                }
                yield here;
            }
            case Object[] slots -> table(slots);
            default -> throw new IllegalArgumentException("no such thing in a FlatBuffer: " + thing);
        };
        out.putInt(from, at - from);
    }

    private int table(Object[] slots) {
        var entries = out.position();
        out.putShort((short) (4 + 2 * slots.length)).putShort((short) (4 + 8 * slots.length));
        for (var i = 0; i < slots.length; i++) {
            out.putShort((short) (slots[i] == null ? 0 : 4 + 8 * i));
        }
        align();
        var table = out.position();
        out.putInt(table - entries);
        out.position(table + 4 + 8 * slots.length);
        var later = new ArrayList<Integer>();
        for (var i = 0; i < slots.length; i++) {
            switch (slots[i]) {
                case null -> {}
                case Integer number -> out.putInt(table + 4 + 8 * i, number);
                case Byte number -> out.put(table + 4 + 8 * i, number);
                case Long number -> out.putLong(table + 4 + 8 * i, number);
                default -> later.add(i);
            }
        }
        for (var i : later) {
            point(table + 4 + 8 * i, slots[i]);
        }
        return table;
    }

    private void align() {
        out.position((out.position() + 3) / 4 * 4);
    }
}
