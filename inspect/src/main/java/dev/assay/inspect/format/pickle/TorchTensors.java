package dev.assay.inspect.format.pickle;

import java.util.List;

/// Tensors as windows on storages: whoever makes them must not see past the end.
final class TorchTensors {

    private TorchTensors() {}

    /// Whether this call makes a tensor that reaches beyond the storage it names.
    ///
    /// An empty storage is passed over: PyTorch frees one while it shards a model, and makes it anew.
    static boolean reachBeyond(String function, List<Value> arguments) {
        if (!function.equals("torch._utils._rebuild_tensor_v2") && !function.equals("torch._utils._rebuild_tensor")
                || arguments.size() < 4
                || !(arguments.get(0) instanceof Value.Persistent id)) {
            return false;
        }
        var storage = id.storage();
        if (storage == null || storage.count() == 0) {
            return false;
        }
        if (!(arguments.get(1) instanceof Value.Int offset)
                || !(arguments.get(2) instanceof Value.Box sizes)
                || !(arguments.get(3) instanceof Value.Box strides)) {
            return false;
        }
        return sizes.count != strides.count
                || sizes.kept.size() != sizes.count
                || end(offset, sizes, strides) > storage.count();
    }

    /// Where the window ends, in elements; beyond anything if it is no window.
    private static long end(Value.Int offset, Value.Box sizes, Value.Box strides) {
        try {
            if (!offset.fits() || offset.number() < 0) {
                return Long.MAX_VALUE;
            }
            var last = offset.number();
            for (var i = 0; i < sizes.kept.size(); i++) {
                if (!(sizes.kept.get(i) instanceof Value.Int size)
                        || !(strides.kept.get(i) instanceof Value.Int stride)
                        || size.number() < 0
                        || stride.number() < 0) {
                    return Long.MAX_VALUE;
                }
                if (size.number() == 0) {
                    return 0;
                }
                last = Math.addExact(last, Math.multiplyExact(size.number() - 1, stride.number()));
            }
            return Math.addExact(last, 1);
        } catch (ArithmeticException beyond) {
            return Long.MAX_VALUE;
        }
    }
}
