package dev.assay.ledger;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/// For a while, this process can write no file beyond some length: the kernel takes what fits and refuses the
/// rest, as a full disk does.
final class FullDisk {

    private static final int FILE_SIZE = 1;
    private static final long UNLIMITED = -1;

    private FullDisk() {}

    interface Act {
        void run() throws Exception;
    }

    static void fromByte(long length, Act meanwhile) throws Exception {
        limit(length);
        try {
            meanwhile.run();
        } finally {
            limit(UNLIMITED);
        }
    }

    private static void limit(long bytes) {
        try (var arena = Arena.ofConfined()) {
            var linker = Linker.nativeLinker();
            var set = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setrlimit"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
            var limits = arena.allocate(16, 8);
            limits.set(JAVA_LONG, 0, bytes);
            limits.set(JAVA_LONG, 8, UNLIMITED);
            if ((int) set.invokeExact(FILE_SIZE, limits) != 0) {
                throw new IllegalStateException("the system does not let files be bounded");
            }
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
