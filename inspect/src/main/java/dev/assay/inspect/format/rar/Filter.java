package dev.assay.inspect.format.rar;

/// What was done to a stretch of the member before it was packed, and is undone when it was unpacked.
///
/// @param start counted from the beginning of the member
/// @param kind 0: differences; 1 and 2: calls, and jumps, of x86; 3: calls of ARM
record Filter(long start, int length, int kind, int channels) {

    static final int LONGEST = 4 << 20;

    private static final int DIFFERENCES = 0;
    private static final int ARM = 3;
    private static final int RANGE = 1 << 24;

    byte[] undone(byte[] bytes) {
        if (kind == DIFFERENCES) {
            return summed(bytes);
        }
        if (kind == ARM) {
            arm(bytes);
        } else {
            x86(bytes);
        }
        return bytes;
    }

    private byte[] summed(byte[] bytes) {
        var out = new byte[bytes.length];
        var from = 0;
        for (var channel = 0; channel < channels; channel++) {
            byte value = 0;
            for (var to = channel; to < out.length; to += channels) {
                value = (byte) (value - bytes[from++]);
                out[to] = value;
            }
        }
        return out;
    }

    private void x86(byte[] bytes) {
        for (var at = 0; at + 4 < bytes.length; ) {
            var instruction = Byte.toUnsignedInt(bytes[at++]);
            if (instruction != 0xe8 && (kind == 1 || instruction != 0xe9)) {
                continue;
            }
            var offset = (int) ((at + start) % RANGE);
            var address = u32(bytes, at);
            if (address < 0) {
                if (address + offset >= 0) {
                    put(bytes, at, address + RANGE, 4);
                }
            } else if (address - RANGE < 0) {
                put(bytes, at, address - offset, 4);
            }
            at += 4;
        }
    }

    private void arm(byte[] bytes) {
        for (var at = 0; at + 3 < bytes.length; at += 4) {
            if (Byte.toUnsignedInt(bytes[at + 3]) == 0xeb) {
                put(bytes, at, (u32(bytes, at) & 0xff_ffff) - (int) ((start + at) / 4), 3);
            }
        }
    }

    private static int u32(byte[] bytes, int at) {
        var value = 0;
        for (var i = 3; i >= 0; i--) {
            value = value << 8 | Byte.toUnsignedInt(bytes[at + i]);
        }
        return value;
    }

    private static void put(byte[] bytes, int at, int value, int count) {
        for (var i = 0; i < count; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }
}
