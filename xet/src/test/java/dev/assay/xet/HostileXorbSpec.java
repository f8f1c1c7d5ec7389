package dev.assay.xet;

import static java.io.OutputStream.nullOutputStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HostileXorbSpec {

    private static final int MOST = 0xFFFFFF;

    @Test
    void lengths_beyond_the_limits_are_refused_from_the_header() {
        refused(Parcel.chunk(MOST, 1, 1000, new byte[0]), "1 to 262144 bytes");
        refused(Parcel.chunk(1000, 1, MOST, new byte[0]), "1 to 131072 bytes");
        refused(Parcel.chunk(1000, 1, 131073, new byte[0]), "1 to 131072 bytes");
        refused(Parcel.chunk(0, 1, 10, new byte[0]), "1 to 262144 bytes");
        refused(Parcel.chunk(10, 1, 0, new byte[10]), "1 to 131072 bytes");
        refused(Parcel.chunk(10, 0, 11, new byte[10]), "has one length");
        refused(Parcel.chunk(10, 3, 10, new byte[10]), "scheme 0, 1 or 2");
        refused(new byte[] {1, 1, 0, 0, 0, 1, 0, 0, 7}, "of version 0");
    }

    @Test
    void a_chunk_that_unpacks_to_another_length_is_refused() {
        var packed = Parcel.lz4(new byte[1000]);

        refused(Parcel.chunk(packed.length, 1, 999, packed), "LZ4");
        refused(Parcel.chunk(packed.length, 1, 1001, packed), "unpacks to the chunk's length");
        refused(Parcel.chunk(packed.length, 2, 131072, packed), "unpacks to the chunk's length");
    }

    @Test
    void a_xorb_of_too_many_chunks_is_refused() {
        var chunk = Parcel.chunk(new byte[1], 0);

        refused(endless(chunk), "at most 8192 chunks");
    }

    @Test
    void a_xorb_that_unpacks_to_too_much_is_refused() {
        refused(endless(Parcel.chunk(new byte[131072], 1)), "at most 128 MiB");
    }

    @Test
    void a_xorb_that_never_ends_is_refused() {
        var packed = new byte[262144]; // as long as can be for one byte, and then some blocks of nothing
        var frame = Parcel.lz4(new byte[1]);
        System.arraycopy(frame, 0, packed, 0, frame.length);

        refused(Parcel.chunk(packed.length, 1, 1, packed), "nothing follows an LZ4 frame");
    }

    @Test
    void whatever_the_bytes_a_xorb_is_read_or_malformed() throws IOException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var sound =
                Parcel.xorb(Parcel.cut(Parcel.pseudorandom(3000), 700, 200, 64)).body();
        for (var i = 0; i < 20_000; i++) {
            var bytes = sound.clone();
            for (var changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            var cut = random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
            try {
                var xorb = Xorb.receive(new ByteArrayInputStream(cut), nullOutputStream());
                assertThat(xorb.chunks()).isPositive();
            } catch (Malformed e) {
                assertThat(e.what()).contains("breaks the rule");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", try " + i, e);
            }
        }
    }

    @Test
    void whatever_the_bytes_a_shard_is_read_or_malformed() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var xorb = Parcel.xorb(Parcel.cut(Parcel.pseudorandom(3000), 700));
        var sound = Parcel.shard(
                Parcel.file(Parcel.Take.all(xorb)), Parcel.file(new Parcel.Take(xorb, 0, 2), Parcel.Take.all(xorb)));
        for (var i = 0; i < 20_000; i++) {
            var bytes = sound.clone();
            for (var changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Shard.of(MemorySegment.ofArray(bytes)).files().forEach(Shard.FileEntry::size);
            } catch (Malformed e) {
                assertThat(e.what()).contains("breaks the rule");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", try " + i, e);
            }
        }
    }

    private static void refused(byte[] body, String rule) {
        refused(new ByteArrayInputStream(body), rule);
    }

    private static void refused(InputStream body, String rule) {
        assertThatThrownBy(() -> Xorb.receive(body, nullOutputStream()))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining(rule);
    }

    /// The same bytes again and again, for longer than any xorb.
    private static InputStream endless(byte[] bytes) {
        return new SequenceInputStream(Collections.enumeration(Collections.nCopies(10_000, bytes).stream()
                .map(ByteArrayInputStream::new)
                .toList()));
    }
}
