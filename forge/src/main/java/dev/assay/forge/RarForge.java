package dev.assay.forge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;

/// RAR archives of version 5, honest and not: members stored, or packed with codes that are all of one length.
public final class RarForge {

    private static final int STORED = 0;
    private static final int WAY = 1 << 7;
    private static final int SOLID = 1 << 6;
    private static final int MAIN = 306;
    private static final int REACH = 9000;

    private final Bytes out = new Bytes().raw("Rar!\u001a\7\1\0");

    public RarForge() {
        block(1, 0, new Bytes().u8(0), new byte[0], new byte[0]);
    }

    public RarForge stored(String name, byte[] content) {
        return member(name, content, content, STORED, 0, new byte[0]);
    }

    public RarForge packed(String name, byte[] content) {
        return member(name, content, lz(content, new byte[0], -1, true), WAY, 0, new byte[0]);
    }

    /// Goes on from a member with these bytes.
    public RarForge solid(String name, byte[] content, byte[] before) {
        return member(name, content, lz(content, before, -1, false), WAY | SOLID, 0, new byte[0]);
    }

    /// Packed after its differences were taken, in so many channels.
    public RarForge differences(String name, byte[] content, int channels) {
        var taken = new byte[content.length];
        var at = 0;
        for (var channel = 0; channel < channels; channel++) {
            byte before = 0;
            for (var i = channel; i < content.length; i += channels) {
                taken[at++] = (byte) (before - content[i]);
                before = content[i];
            }
        }
        return member(name, content, lz(taken, new byte[0], channels, true), WAY, 0, new byte[0]);
    }

    /// Whose packed bytes are others than they should be.
    public RarForge lying(String name, byte[] content, byte[] said) {
        return member(name, said, content, STORED, 0, new byte[0]);
    }

    public RarForge encrypted(String name) {
        return member(name, new byte[16], new byte[16], WAY, 0, new byte[] {4, 1, 0, 0, 15});
    }

    public RarForge volumes(String name, byte[] content) {
        return member(name, content, content, STORED, 0x10, new byte[0]);
    }

    /// Packed in a way that only later versions have.
    public RarForge later(String name, byte[] content) {
        return member(name, content, content, WAY | 1, 0, new byte[0]);
    }

    public RarForge link(String name, String target) {
        var record =
                new Bytes().u8(5).u8(1).u8(0).u8(target.length()).text(target).done();
        return member(
                name,
                new byte[0],
                new byte[0],
                STORED,
                0,
                new Bytes().u8(record.length).raw(record).done());
    }

    public byte[] done() {
        block(5, 0, new Bytes().u8(0), new byte[0], new byte[0]);
        return out.done();
    }

    private RarForge member(String name, byte[] content, byte[] packed, int how, int flags, byte[] extra) {
        var letters = name.getBytes(UTF_8);
        var fields = number(new Bytes().u8(4), content.length).u8(0x20).u32(crc(content));
        number(fields, how | 3 << 10).u8(1).u8(letters.length).raw(letters);
        block(2, flags, fields, extra, packed);
        return this;
    }

    private void block(int kind, int flags, Bytes fields, byte[] extra, byte[] data) {
        var header = new Bytes().u8(kind).u8(flags | (extra.length > 0 ? 1 : 0) | (data.length > 0 ? 2 : 0));
        if (extra.length > 0) {
            number(header, extra.length);
        }
        if (data.length > 0) {
            number(header, data.length);
        }
        header.raw(fields.done()).raw(extra);
        var block = number(new Bytes(), header.size()).raw(header.done()).done();
        out.u32(crc(block)).raw(block).raw(data);
    }

    private static Bytes number(Bytes out, long value) {
        for (var left = value; ; left >>>= 7) {
            if (left < 0x80) {
                return out.u8((int) left);
            }
            out.u8((int) left & 0x7f | 0x80);
        }
    }

    private static long crc(byte[] bytes) {
        var sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }

    /// One block. Codes of the lengths 4, 6 and 9 name the lengths of the codes, and are two bits each.
    private static byte[] lz(byte[] content, byte[] before, int channels, boolean codes) {
        var bits = new Bits();
        if (codes) {
            for (var i = 0; i < 20; i++) {
                bits.put(i == 4 || i == 6 || i == 9 ? 2 : 0, 4);
            }
            bits.repeat(2, MAIN).repeat(1, 64).repeat(0, 16).repeat(1, 44);
        }
        if (channels > 0) {
            bits.put(256, 9)
                    .put(0, 2)
                    .put(0, 8)
                    .put(1, 2)
                    .put(content.length & 0xff, 8)
                    .put(content.length >> 8, 8);
            bits.put(0, 3).put(channels - 1, 5);
        }
        var all = new Bytes().raw(before).raw(content).done();
        for (var at = before.length; at < all.length; ) {
            at += match(all, at, bits);
        }
        var body = bits.done();
        var flags = 0x40 | (codes ? 0x80 : 0) | 1 << 3 | bits.ofLast() - 1;
        var check = 0x5a ^ flags ^ body.length & 0xff ^ body.length >> 8;
        return new Bytes().u8(flags).u8(check).u16(body.length).raw(body).done();
    }

    private static int match(byte[] all, int at, Bits bits) {
        var best = 0;
        var back = 0;
        for (var distance = 1; distance <= Math.min(at, REACH); distance++) {
            var length = 0;
            while (length < 9 && at + length < all.length && all[at + length] == all[at + length - distance]) {
                length++;
            }
            if (length > best) {
                best = length;
                back = distance;
            }
        }
        var more = (back > 0x100 ? 1 : 0) + (back > 0x2000 ? 1 : 0);
        if (best < 2 + more) {
            bits.put(all[at] & 0xff, 9);
            return 1;
        }
        bits.put(262 + best - more - 2, 9);
        if (back <= 4) {
            bits.put(back - 1, 6);
            return best;
        }
        var count = 30 - Integer.numberOfLeadingZeros(back - 1);
        bits.put(2 * (count + 1) | back - 1 >> count & 1, 6);
        if (count < 4) {
            bits.put(back - 1 & (1 << count) - 1, count);
        } else {
            bits.put(back - 1 >> 4 & (1 << count - 4) - 1, count - 4).put(back - 1 & 15, 4);
        }
        return best;
    }

    /// The highest of a byte first.
    private static final class Bits {

        private final Bytes out = new Bytes();
        private int held;
        private int filled;

        Bits put(int value, int count) {
            for (var i = count - 1; i >= 0; i--) {
                held = held << 1 | value >> i & 1;
                if (++filled == 8) {
                    out.u8(held);
                    held = 0;
                    filled = 0;
                }
            }
            return this;
        }

        Bits repeat(int value, int times) {
            for (var i = 0; i < times; i++) {
                put(value, 2);
            }
            return this;
        }

        int ofLast() {
            return filled == 0 ? 8 : filled;
        }

        byte[] done() {
            return filled == 0
                    ? out.done()
                    : new Bytes().raw(out.done()).u8(held << 8 - filled).done();
        }
    }
}
