package dev.assay.convert;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a tensor's elements are, in the order in which the reference implementation of safetensors declares them, by
/// which it sorts tensors: the last first.
enum Dtype {
    BOOL(1, "BoolStorage", "bool"),
    U8(1, "ByteStorage", "uint8"),
    I8(1, "CharStorage", "int8"),
    F8_E5M2(1, "", "float8_e5m2"),
    F8_E4M3(1, "", "float8_e4m3fn"),
    I16(2, "ShortStorage", "int16"),
    U16(2, "", "uint16"),
    F16(2, "HalfStorage", "float16"),
    BF16(2, "BFloat16Storage", "bfloat16"),
    I32(4, "IntStorage", "int32"),
    U32(4, "", "uint32"),
    F32(4, "FloatStorage", "float32"),
    C64(8, "ComplexFloatStorage", "complex64"),
    F64(8, "DoubleStorage", "float64"),
    I64(8, "LongStorage", "int64"),
    U64(8, "", "uint64");

    private final int width;
    private final String storage;
    private final String torch;

    Dtype(int width, String storage, String torch) {
        this.width = width;
        this.storage = storage;
        this.torch = torch;
    }

    /// Bytes an element takes.
    int width() {
        return width;
    }

    /// Of a storage's class, `torch.FloatStorage`.
    static @Nullable Dtype ofStorage(String name) {
        return name.startsWith("torch.")
                ? Arrays.stream(values())
                        .filter(it -> !it.storage.isEmpty() && name.equals("torch." + it.storage))
                        .findFirst()
                        .orElse(null)
                : null;
    }

    /// Of a type, `torch.float8_e5m2`.
    static @Nullable Dtype ofTorch(String name) {
        return Arrays.stream(values())
                .filter(it -> name.equals("torch." + it.torch))
                .findFirst()
                .orElse(null);
    }
}
