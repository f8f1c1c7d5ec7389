package dev.assay.inspect.format.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.wire.Json;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The header of a safetensors file as it is read: an object of tensors, and one key of metadata.
final class Header implements Json.Listener {

    private static final String METADATA = "__metadata__";

    /// Bits of one number of each type.
    private static final Map<String, Integer> BITS = Map.ofEntries(
            Map.entry("BOOL", 8),
            Map.entry("F4", 4),
            Map.entry("F6_E2M3", 6),
            Map.entry("F6_E3M2", 6),
            Map.entry("U8", 8),
            Map.entry("I8", 8),
            Map.entry("F8_E5M2", 8),
            Map.entry("F8_E4M3", 8),
            Map.entry("F8_E8M0", 8),
            Map.entry("F8_E4M3FNUZ", 8),
            Map.entry("F8_E5M2FNUZ", 8),
            Map.entry("I16", 16),
            Map.entry("U16", 16),
            Map.entry("F16", 16),
            Map.entry("BF16", 16),
            Map.entry("I32", 32),
            Map.entry("U32", 32),
            Map.entry("F32", 32),
            Map.entry("C64", 64),
            Map.entry("F64", 64),
            Map.entry("I64", 64),
            Map.entry("U64", 64));

    private static final int MOST_TEXTS = 100;
    private static final int MOST_METADATA = 10_000;
    private static final int LONGEST_WORD = 32;

    record Key(long at, String name) {}

    record Metadata(String name, MemorySegment bytes) {}

    private final List<Tensor> tensors = new ArrayList<>();
    private final List<Key> twice = new ArrayList<>();
    private final List<Metadata> strings = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();
    private @Nullable Malformed complaint;
    private boolean more;
    private int depth;
    private @Nullable String type;
    private @Nullable List<Long> shape;
    private @Nullable List<Long> offsets;
    private long start;

    List<Tensor> tensors() {
        return tensors;
    }

    List<Key> twice() {
        return twice;
    }

    /// Whether there are more metadata than are read.
    boolean more() {
        return more;
    }

    /// Metadata that is long or structured enough to be something else than a word.
    List<Metadata> strings() {
        return strings;
    }

    /// Throws the first rule that the header broke, once everything else about it has been said.
    void complain() throws Malformed {
        if (complaint != null) {
            throw complaint;
        }
    }

    @Override
    public void opens(long at, List<String> path, boolean object) {
        depth++;
        switch (depth) {
            case 1 -> rule(object, at, "the header is an object");
            case 2 -> {
                rule(object, at, "a tensor is described by an object");
                start = at;
                type = null;
                shape = null;
                offsets = null;
            }
            case 3 -> {
                rule(
                        !object && !path.getFirst().equals(METADATA),
                        at,
                        "a tensor's shape and offsets are lists, and metadata are strings");
                numbers.clear();
            }
            default -> rule(false, at, "the header is three levels deep");
        }
    }

    @Override
    public void string(long at, List<String> path, String value) {
        if (path.size() == 2 && path.getFirst().equals(METADATA) && depth == 2) {
            if (!isWorthReading(value)) {
                return;
            }
            if (strings.size() == MOST_METADATA) {
                more = true;
            } else {
                strings.add(
                        new Metadata(Place.printable(path.getLast()), MemorySegment.ofArray(value.getBytes(UTF_8))));
            }
        } else {
            rule(path.size() == 2 && path.getLast().equals("dtype"), at, "a tensor has a type, a shape and offsets");
            type = value;
        }
    }

    /// A text, or something short that is a template.
    private static boolean isWorthReading(String value) {
        return value.length() > LONGEST_WORD || value.contains("{{") || value.contains("{%") || value.contains("{#");
    }

    @Override
    public void word(long at, List<String> path, String word) {
        var number = word.length() <= 18 && word.chars().allMatch(it -> it >= '0' && it <= '9');
        rule(depth == 3 && number, at, "shapes and offsets are whole numbers");
        if (number && numbers.size() < 1024) {
            numbers.add(Long.parseLong(word));
        }
    }

    @Override
    public void closes(long at, List<String> path) {
        if (depth == 3 && path.size() == 2) {
            switch (path.getLast()) {
                case "shape" -> shape = List.copyOf(numbers);
                case "data_offsets" -> offsets = List.copyOf(numbers);
                default -> rule(false, at, "a tensor has a type, a shape and offsets");
            }
        } else if (depth == 2 && path.size() == 1 && !path.getFirst().equals(METADATA)) {
            tensor(path.getFirst());
        }
        depth--;
    }

    @Override
    public void twice(long at, List<String> path, String key) {
        if (twice.size() < MOST_TEXTS) {
            twice.add(new Key(at, Place.printable(key.length() > 80 ? key.substring(0, 80) : key)));
        }
    }

    private void tensor(String name) {
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            rule(false, start, "a tensor has a type, a shape and two offsets");
            return;
        }
        var bits = BITS.get(type);
        rule(bits != null, start, "a tensor's type is one of the format's");
        var size = size(shape, bits == null ? 8 : bits);
        var from = offsets.getFirst();
        var to = offsets.getLast();
        rule(size >= 0 && from <= to && to - from == size, start, "a tensor is as long as its shape and type say");
        tensors.add(new Tensor(start, name, from, Math.max(from, to)));
    }

    private static long size(List<Long> shape, int bits) {
        try {
            var count = 1L;
            for (var dimension : shape) {
                count = Math.multiplyExact(count, dimension);
            }
            var all = Math.multiplyExact(count, (long) bits);
            return all % 8 == 0 ? all / 8 : -1;
        } catch (ArithmeticException beyondAnyFile) {
            return -1;
        }
    }

    private void rule(boolean holds, long at, String rule) {
        if (!holds && complaint == null) {
            complaint = new Malformed(8 + at, rule);
        }
    }
}
