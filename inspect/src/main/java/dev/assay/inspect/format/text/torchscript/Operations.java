package dev.assay.inspect.format.text.torchscript;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;

/// The operations that compute, and do nothing else: a list beside this class, one namespace a line.
public final class Operations {

    private static final Set<String> COMPUTING = read();

    private Operations() {}

    static boolean compute(String name) {
        return COMPUTING.contains(name);
    }

    /// Whether an operation of PyTorch's own, `conv2d.default` with its overload, computes and does nothing else.
    public static boolean computes(String overload) {
        var parts = overload.split("\\.", -1);
        return parts.length == 2 && parts[1].matches("\\w+") && COMPUTING.contains("aten." + parts[0]);
    }

    private static Set<String> read() {
        var all = new HashSet<String>();
        try (var in = Operations.class.getResourceAsStream("operations.txt")) {
            if (in == null) {
                throw new IllegalStateException("this build has no list of operations");
            }
            for (var line : new String(in.readAllBytes(), UTF_8).split("\n", -1)) {
                var words = line.strip().split("\\s+", -1);
                for (var i = 1; i < words.length; i++) {
                    if (!words[0].startsWith("#")) {
                        all.add(words[0] + "." + words[i]);
                    }
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("the list of operations cannot be read", broken);
        }
        return all;
    }
}
