package dev.assay.inspect.format.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// PyTorch's file before it was a zip: five pickles (a magic number, a version, the machine it was written on, the
/// model,
/// the storages' keys), then each storage's element count and bytes.
///
/// @see <a href="https://github.com/pytorch/pytorch/blob/main/torch/serialization.py">torch.serialization,
///     _legacy_save</a>
final class LegacyTorch {

    static final int PICKLES = 5;

    private static final ValueLayout.OfLong COUNT = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /// 0x1950a86a20f9469cfc6c, least byte first.
    private static final byte[] MAGIC = {
        0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
    };

    private LegacyTorch() {}

    /// Whether the first pickle is the magic number.
    static boolean begins(@Nullable Value result, Tape.@Nullable Slice number) {
        return result instanceof Value.Int
                && number != null
                && number.bytes().mismatch(MemorySegment.ofArray(MAGIC)) < 0;
    }

    /// How far the storages named by these keys reach, each as long as the model said; less where they disagree.
    static long storagesEnd(MemorySegment bytes, long from, Value keys, Map<String, Value.Storage> storages) {
        var here = from;
        if (!(keys instanceof Value.Box list) || list.kept.size() != list.count) {
            return here;
        }
        for (var each : list.kept) {
            var key = Value.text(each);
            var storage = key == null ? null : storages.get(key);
            if (storage == null || storage.width() == 0 || bytes.byteSize() - here < Long.BYTES) {
                return here;
            }
            var count = bytes.get(COUNT, here);
            var left = bytes.byteSize() - here - Long.BYTES;
            if (count != storage.count() || count > left / storage.width()) {
                return here;
            }
            here += Long.BYTES + count * storage.width();
        }
        return here;
    }
}
