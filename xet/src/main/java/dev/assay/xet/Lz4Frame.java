package dev.assay.xet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/// The LZ4 frame format, for frames whose unpacked length is known beforehand.
///
/// A frame reader that is a stream allocates the block size that the frame declares, up to 4 MiB; this one writes
/// straight into the caller's array and allocates nothing. It uses the decompressor that is plain checked Java:
/// these bytes come from strangers.
///
/// Frames with blocks that refer to earlier blocks, or with a dictionary, are not what the protocol's clients write.
final class Lz4Frame {

    private static final int MAGIC = 0x184D2204;
    private static final int CONTENT_SIZE = 1 << 3;
    private static final int CONTENT_CHECKSUM = 1 << 2;
    private static final int BLOCK_CHECKSUM = 1 << 4;
    private static final int INDEPENDENT = 1 << 5;
    private static final int RESERVED_OR_DICTIONARY = 0b11;
    private static final int STORED = 1 << 31;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final LZ4SafeDecompressor LZ4 = LZ4Factory.safeInstance().safeDecompressor();
    private static final XXHash32 XXH = XXHashFactory.safeInstance().hash32();

    private final byte[] from;
    private final int end;
    private final long at;
    private int read;

    private Lz4Frame(byte[] from, int end, long at) {
        this.from = from;
        this.end = end;
        this.at = at;
    }

    /// Unpacks one frame of `length` bytes into the first `unpacked` bytes of `into`; it has to fill them exactly.
    static void expand(byte[] from, int length, byte[] into, int unpacked, long at) throws Malformed {
        new Lz4Frame(from, length, at).expand(into, unpacked);
    }

    private void expand(byte[] into, int unpacked) throws Malformed {
        require(u32() == MAGIC, "an LZ4 frame starts with its magic number");
        var descriptor = read;
        var flags = u8();
        require(flags >> 6 == 1, "an LZ4 frame is of version 1");
        require((flags & RESERVED_OR_DICTIONARY) == 0, "an LZ4 frame needs no dictionary");
        require((u8() & 0b1000_1111) == 0, "reserved bits of an LZ4 frame are zero");
        if ((flags & CONTENT_SIZE) != 0) {
            require(u32() == unpacked && u32() == 0, "an LZ4 frame unpacks to the chunk's length");
        }
        var sum = XXH.hash(from, descriptor, read - descriptor, 0) >>> 8 & 0xff;
        require(u8() == sum, "an LZ4 frame's header has its checksum");

        var written = 0;
        for (var block = u32(); block != 0; block = u32()) {
            require(written == 0 || (flags & INDEPENDENT) != 0, "the blocks of an LZ4 frame are independent");
            var size = block & ~STORED;
            require(size <= end - read, "a block ends inside its frame");
            written += (block & STORED) != 0
                    ? copy(size, into, written, unpacked - written)
                    : decompress(size, into, written, unpacked - written);
            if ((flags & BLOCK_CHECKSUM) != 0) {
                var computed = XXH.hash(from, read - size, size, 0);
                require(u32() == computed, "a block of an LZ4 frame has its checksum");
            }
        }
        require(written == unpacked, "an LZ4 frame unpacks to the chunk's length");
        if ((flags & CONTENT_CHECKSUM) != 0) {
            require(u32() == XXH.hash(into, 0, unpacked, 0), "an LZ4 frame's content has its checksum");
        }
        require(read == end, "nothing follows an LZ4 frame");
    }

    private int copy(int size, byte[] into, int offset, int room) throws Malformed {
        require(size <= room, "an LZ4 frame unpacks to the chunk's length");
        System.arraycopy(from, read, into, offset, size);
        read += size;
        return size;
    }

    private int decompress(int size, byte[] into, int offset, int room) throws Malformed {
        try {
            var written = LZ4.decompress(from, read, size, into, offset, room);
            read += size;
            return written;
        } catch (LZ4Exception | IndexOutOfBoundsException e) {
            throw new Malformed("the xorb", at, "an LZ4 block is sound and fits into the chunk");
        }
    }

    private int u8() throws Malformed {
        require(end - read >= 1, "an LZ4 frame is whole");
        return Byte.toUnsignedInt(from[read++]);
    }

    private int u32() throws Malformed {
        require(end - read >= 4, "an LZ4 frame is whole");
        var value = (int) INTS.get(from, read);
        read += 4;
        return value;
    }

    private void require(boolean holds, String rule) throws Malformed {
        if (!holds) {
            throw new Malformed("the xorb", at, rule);
        }
    }
}
