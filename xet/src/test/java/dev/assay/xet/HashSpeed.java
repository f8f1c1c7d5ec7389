package dev.assay.xet;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// How fast chunks are hashed and xorbs taken in, here, now, on one thread; see `docs/decisions/blake3.md`.
final class HashSpeed {

    private static final int CHUNK = 64 * 1024;

    private HashSpeed() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        var bytes = Parcel.pseudorandom(CHUNK);
        var key = "whats the Elvish word for friend".getBytes(StandardCharsets.US_ASCII);
        var ours = new Blake3(key);
        var chunks = new ArrayList<byte[]>();
        for (var i = 0; i < 3 * 341; i++) {
            chunks.add(bytes);
        }
        var xorb = Parcel.xorb(chunks).body();
        for (var round = 0; round < 5; round++) {
            System.out.printf(
                    "ours %d MiB/s, commons-codec %d MiB/s, a xorb taken in %d MiB/s%n",
                    speed(4000, CHUNK, () -> ours.hash(bytes, 0, CHUNK)),
                    speed(
                            1000,
                            CHUNK,
                            () -> org.apache.commons.codec.digest.Blake3.initKeyedHash(key)
                                    .update(bytes)
                                    .doFinalize(32)),
                    speed(
                            4,
                            CHUNK * chunks.size(),
                            () -> Xorb.receive(new ByteArrayInputStream(xorb), OutputStream.nullOutputStream())));
        }
    }

    private static long speed(int times, int length, Work work) throws Exception {
        var began = System.nanoTime();
        for (var i = 0; i < times; i++) {
            work.run();
        }
        return (long) times * length * 1_000_000_000L / (System.nanoTime() - began) >> 20;
    }

    private interface Work {
        void run() throws Exception;
    }
}
