package dev.assay.forge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An HDF5 file of one group, in the two ways in which libraries write it: old, as h5py does by default, and recent.
///
/// What is forged beyond that, the message of an object header, is put together by the caller from [Bytes].
public final class Hdf5Forge {

    private static final String SIGNATURE = "\u0089HDF\r\n\u001a\n";
    private static final long NOWHERE = -1;
    private static final int HEAP = 1 << 10;

    private record Message(int type, Bytes body) {}

    private final boolean recent;
    private final List<Message> root = new ArrayList<>();
    private final Map<String, byte[]> numbers = new LinkedHashMap<>();
    private byte[] elsewhere = new byte[0];

    private Hdf5Forge(boolean recent) {
        this.recent = recent;
    }

    /// Superblock and object headers of the first version; a tree, a table and a heap for the group.
    public static Hdf5Forge old() {
        return new Hdf5Forge(false);
    }

    /// Superblock and object headers of the second version; a link is a message.
    public static Hdf5Forge recent() {
        return new Hdf5Forge(true);
    }

    /// A text of fixed length as an attribute of the root.
    public Hdf5Forge attribute(String name, String text) {
        return message(0x0c, textual(name, text));
    }

    /// A text of any length, which stands in a heap at the beginning of what is [elsewhere][#elsewhere(byte[])].
    public Hdf5Forge attributeInHeap(String name, String text) {
        elsewhere(new Bytes()
                .raw("GCOL")
                .u32(1)
                .u64(16 + 16 + text.length() + 16 + 16)
                .u16(1)
                .u16(0)
                .u32(0)
                .u64(text.length())
                .raw(text.getBytes(UTF_8))
                .zeros(-text.length() & 7)
                .zeros(32 - (-text.length() & 7))
                .done());
        return message(
                0x0c,
                head(name, 24, 4)
                        .raw("\u0019\1\0\0")
                        .u32(16)
                        .raw("\u0013\0\0\0")
                        .u32(1)
                        .zeros(8)
                        .raw("\2\0\0\0")
                        .u32(text.length())
                        .u64(ELSEWHERE)
                        .u32(1)
                        .done());
    }

    private static Bytes head(String name, int type, int space) {
        return new Bytes()
                .u8(3)
                .u8(0)
                .u16(name.length() + 1)
                .u16(type)
                .u16(space)
                .u8(0)
                .raw(name)
                .u8(0);
    }

    private static byte[] textual(String name, String text) {
        var bytes = text.getBytes(UTF_8);
        return head(name, 8, 4)
                .raw("\u0013\0\0\0")
                .u32(bytes.length)
                .raw("\2\0\0\0")
                .raw(bytes)
                .done();
    }

    /// Any message of the root's object header.
    public Hdf5Forge message(int type, byte[] body) {
        root.add(new Message(type, new Bytes().raw(body)));
        return this;
    }

    /// A link of the recent kind: type and what it leads to.
    public Hdf5Forge link(String name, int type, byte[] target) {
        return message(
                6,
                new Bytes()
                        .u8(1)
                        .u8(8)
                        .u8(type)
                        .u8(name.length())
                        .raw(name)
                        .raw(target)
                        .done());
    }

    /// A link to an object of another file.
    public Hdf5Forge external(String name, String file, String path) {
        var value = new Bytes().u8(0).raw(file).u8(0).raw(path).u8(0).done();
        return link(name, 64, new Bytes().u16(value.length).raw(value).done());
    }

    /// A data set of doubles of one dimension, in one piece.
    public Hdf5Forge numbers(String name, byte[] bytes) {
        numbers.put(name, bytes);
        return this;
    }

    /// Where [#elsewhere(byte[])] begins.
    public static final long ELSEWHERE = 96;

    /// Bytes right behind the superblock, to be pointed at.
    public Hdf5Forge elsewhere(byte[] bytes) {
        elsewhere = bytes;
        return this;
    }

    public byte[] done() {
        return recent ? recentFile() : oldFile();
    }

    private byte[] recentFile() {
        var parts = new Bytes();
        var links = new ArrayList<>(root);
        var at = ELSEWHERE + elsewhere.length;
        for (var it : numbers.entrySet()) {
            var header = header(dataset(it.getValue(), at));
            parts.raw(it.getValue()).raw(header);
            links.add(new Message(
                    6,
                    new Bytes()
                            .u8(1)
                            .u8(0)
                            .u8(it.getKey().length())
                            .raw(it.getKey())
                            .u64(at + it.getValue().length)));
            at += it.getValue().length + header.length;
        }
        var last = header(links);
        return new Bytes()
                .raw(SIGNATURE)
                .u8(2)
                .u8(8)
                .u8(8)
                .u8(0)
                .u64(0)
                .u64(NOWHERE)
                .u64(at + last.length)
                .u64(at)
                .u32(0)
                .zeros(48)
                .raw(elsewhere)
                .raw(parts.done())
                .raw(last)
                .done();
    }

    private static List<Message> dataset(byte[] bytes, long at) {
        return List.of(
                new Message(1, new Bytes().raw("\2\1\0\1").u64(bytes.length / 8)),
                new Message(
                        3,
                        new Bytes()
                                .raw("\u0011\40\77\0")
                                .u32(8)
                                .raw("\0\0\100\0\64\13\0\64")
                                .u32(1023)),
                new Message(8, new Bytes().u8(3).u8(1).u64(at).u64(bytes.length)));
    }

    private static byte[] header(List<Message> messages) {
        var body = new Bytes();
        for (var it : messages) {
            body.u8(it.type).u16(it.body.size()).u8(0).raw(it.body.done());
        }
        return new Bytes()
                .raw("OHDR")
                .u8(2)
                .u8(2)
                .u32(body.size())
                .raw(body.done())
                .u32(0)
                .done();
    }

    private static byte[] oldHeader(List<Message> messages) {
        var body = new Bytes();
        for (var it : messages) {
            var padded = it.body.size() + 7 & ~7;
            body.u16(it.type).u16(padded).u32(0).raw(it.body.done()).zeros(padded - it.body.size());
        }
        return new Bytes()
                .u8(1)
                .u8(0)
                .u16(messages.size())
                .u32(1)
                .u32(body.size())
                .u32(0)
                .raw(body.done())
                .done();
    }

    private byte[] oldFile() {
        var parts = new Bytes();
        var names = new Bytes().zeros(8);
        var table = new Bytes();
        var at = ELSEWHERE + elsewhere.length;
        for (var it : numbers.entrySet()) {
            var header = oldHeader(dataset(it.getValue(), at));
            parts.raw(it.getValue()).raw(header);
            table.u64(names.size()).u64(at + it.getValue().length).zeros(24);
            names.raw(it.getKey()).zeros(8 - it.getKey().length() % 8);
            at += it.getValue().length + header.length;
        }
        var heap = at;
        var texts = heap + 32;
        var tree = texts + HEAP;
        var node = tree + 8 + 16 + 32 * 16 + 8;
        var group = node + 8 + 8 * 40;
        var messages = new ArrayList<Message>();
        messages.add(new Message(0x11, new Bytes().u64(tree).u64(heap)));
        messages.addAll(root);
        var last = oldHeader(messages);
        return new Bytes()
                .raw(SIGNATURE)
                .u32(0)
                .raw("\0\10\10\0")
                .u16(4)
                .u16(16)
                .u32(0)
                .u64(0)
                .u64(NOWHERE)
                .u64(group + last.length)
                .u64(NOWHERE)
                .u64(0)
                .u64(group)
                .u32(1)
                .u32(0)
                .u64(tree)
                .u64(heap)
                .raw(elsewhere)
                .raw(parts.done())
                .raw("HEAP")
                .u32(0)
                .u64(HEAP)
                .u64(1)
                .u64(texts)
                .raw(names.done())
                .zeros(HEAP - names.size())
                .raw("TREE")
                .u8(0)
                .u8(0)
                .u16(1)
                .u64(NOWHERE)
                .u64(NOWHERE)
                .u64(0)
                .u64(node)
                .u64(8)
                .zeros(32 * 16 + 8 - 24)
                .raw("SNOD")
                .u8(1)
                .u8(0)
                .u16(numbers.size())
                .raw(table.done())
                .zeros(8 * 40 - table.size())
                .raw(last)
                .done();
    }
}
