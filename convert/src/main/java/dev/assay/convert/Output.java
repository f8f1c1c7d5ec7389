package dev.assay.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Digest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/// A safetensors file being written: a header, then each tensor's elements row by row.
final class Output {

    private static final int BLOCK = 1 << 20;

    private final FileChannel file;
    private final LongConsumer progress;
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    private final MemorySegment room = MemorySegment.ofBuffer(block);
    private int filled;
    private long written;

    /// @param progress told how many bytes were written so far
    Output(FileChannel file, LongConsumer progress) {
        this.file = file;
        this.progress = progress;
    }

    /// A tensor to be written.
    ///
    /// @param bytes of its elements
    record Named(String name, Tensor tensor, MemorySegment storage, long bytes) {}

    record Placed(Named named, long from, long to) {
        String name() {
            return named.name();
        }

        Tensor tensor() {
            return named.tensor();
        }
    }

    /// Where each tensor goes: by type, the last of [Dtype] first, then by name, without gaps.
    static List<Placed> placed(List<Named> tensors) {
        var sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparing((Named it) -> it.tensor().dtype())
                .reversed()
                .thenComparing(Named::name));
        var placed = new ArrayList<Placed>();
        var here = 0L;
        for (var it : sorted) {
            placed.add(new Placed(it, here, here + it.bytes()));
            here += it.bytes();
        }
        return placed;
    }

    void header(List<Placed> tensors, Map<String, String> metadata) throws IOException {
        var json = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"");
        metadata.forEach(
                (key, value) -> json.append(',').append(quoted(key)).append(':').append(quoted(value)));
        json.append('}');
        for (var it : tensors) {
            json.append(',')
                    .append(quoted(it.name()))
                    .append(":{\"dtype\":\"")
                    .append(it.tensor().dtype())
                    .append("\",\"shape\":")
                    .append(it.tensor().shape().toString().replace(" ", ""))
                    .append(",\"data_offsets\":[")
                    .append(it.from())
                    .append(',')
                    .append(it.to())
                    .append("]}");
        }
        json.append('}');
        while (json.toString().getBytes(UTF_8).length % 8 != 0) {
            json.append(' ');
        }
        var bytes = json.toString().getBytes(UTF_8);
        var whole = ByteBuffer.allocate(Long.BYTES + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        whole.putLong(bytes.length).put(bytes).flip();
        write(whole);
    }

    /// Writes the tensor's elements, and returns the digest of what was written.
    Digest tensor(Named named) throws IOException {
        var tensor = named.tensor();
        var sha256 = Digest.sha256();
        var run = tensor.run();
        var width = (long) tensor.dtype().width();
        var index = new long[run.dimension()];
        if (tensor.shape().contains(0L)) {
            return Digest.ofHash(sha256.digest());
        }
        do {
            var at = tensor.offset();
            for (var i = 0; i < index.length; i++) {
                at += index[i] * tensor.stride().get(i);
            }
            copy(named.storage().asSlice(at * width, run.length() * width), sha256);
        } while (next(index, tensor.shape()));
        flush(sha256);
        return Digest.ofHash(sha256.digest());
    }

    private static boolean next(long[] index, List<Long> shape) {
        for (var i = index.length - 1; i >= 0; i--) {
            if (++index[i] < shape.get(i)) {
                return true;
            }
            index[i] = 0;
        }
        return false;
    }

    private void copy(MemorySegment run, MessageDigest sha256) throws IOException {
        for (var from = 0L; from < run.byteSize(); ) {
            if (filled == BLOCK) {
                flush(sha256);
            }
            var length = Math.min(BLOCK - filled, run.byteSize() - from);
            MemorySegment.copy(run, ValueLayout.JAVA_BYTE, from, room, ValueLayout.JAVA_BYTE, filled, length);
            filled += (int) length;
            from += length;
        }
    }

    private void flush(MessageDigest sha256) throws IOException {
        block.position(0).limit(filled);
        sha256.update(block.duplicate());
        write(block);
        filled = 0;
        block.clear();
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            written += file.write(bytes);
        }
        progress.accept(written);
    }

    /// A text as JSON has it.
    static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < 32) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }

    /// The digest of these bytes of a file.
    static Digest digest(MemorySegment bytes) {
        var sha256 = Digest.sha256();
        for (var at = 0L; at < bytes.byteSize(); at += BLOCK) {
            sha256.update(
                    bytes.asSlice(at, Math.min(BLOCK, bytes.byteSize() - at)).asByteBuffer());
        }
        return Digest.ofHash(sha256.digest());
    }

    /// The header's length is the file's first eight bytes.
    static long contentsFrom(MemorySegment file) {
        return Long.BYTES + file.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    }
}
