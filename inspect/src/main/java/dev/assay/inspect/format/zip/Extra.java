package dev.assay.inspect.format.zip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The extra fields of a header (APPNOTE 4.5): sizes of eight bytes, and another name.
///
/// @param fields the first of each kind
/// @param oddities what is wrong with them, each as a sentence's end
record Extra(Map<Integer, MemorySegment> fields, List<String> oddities) {

    private static final int ZIP64 = 1;
    private static final int UNICODE_PATH = 0x7075;
    private static final int UNICODE_PATH_HEADER = 5;

    private static final MemorySegment NOTHING =
            MemorySegment.ofArray(new byte[0]).asReadOnly();
    private static final Extra NONE = new Extra(Map.of(), List.of());

    static Extra read(MemorySegment bytes) throws Malformed {
        if (bytes.byteSize() == 0) {
            return NONE;
        }
        Map<Integer, MemorySegment> fields = new HashMap<>();
        var oddities = new ArrayList<String>();
        var in = new Cursor(bytes);
        while (in.left() >= 4) {
            var id = in.u16();
            var length = in.u16();
            if (length > in.left()) {
                if (id != 0 || length != 0) {
                    oddities.add("an extra field reaches over the end of all");
                }
                break;
            }
            var field = in.take(length);
            var first = fields.putIfAbsent(id, field);
            if (first != null && (id == ZIP64 || id == UNICODE_PATH) && first.mismatch(field) >= 0) {
                oddities.add("an extra field that readers believe stands twice");
            }
        }
        return new Extra(fields, oddities);
    }

    /// The sizes of eight bytes, or nothing to read.
    Cursor wide() {
        return new Cursor(fields.getOrDefault(ZIP64, NOTHING));
    }

    /// The name in UTF-8 that some readers take instead of the header's (APPNOTE 4.6.9); null if there is none.
    @Nullable
    String path() {
        var field = fields.get(UNICODE_PATH);
        return field == null || field.byteSize() <= UNICODE_PATH_HEADER || field.get(JAVA_BYTE, 0) != 1
                ? null
                : new String(field.asSlice(UNICODE_PATH_HEADER).toArray(JAVA_BYTE), UTF_8);
    }
}
