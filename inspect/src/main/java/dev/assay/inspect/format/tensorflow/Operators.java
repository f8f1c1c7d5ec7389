package dev.assay.inspect.format.tensorflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What TensorFlow's operators do, from two tables: `plain-operators.txt`, which compute, and
/// `acting-operators.txt`, which do more.
///
/// A line of the second is an operator and which of its inputs say what it acts on: `ReadFile 0`; a name
/// after `@` is an attribute instead. Behind `/`, an input for which a file of the model's own is usual.
final class Operators {

    static final String PREFIX = "tensorflow.raw_ops.";

    /// @param attribute whether the subject is an attribute, not an input
    /// @param asset whether a file that comes with the model is usual here
    record Subject(boolean attribute, String name, int input, boolean asset) {

        private static Subject of(String word) {
            if (word.startsWith("@")) {
                return new Subject(true, word.substring(1), -1, false);
            }
            var asset = word.startsWith("/");
            return new Subject(false, "", Integer.parseInt(asset ? word.substring(1) : word), asset);
        }
    }

    private static final Set<String> PLAIN = new HashSet<>();
    private static final Map<String, List<Subject>> ACTING = new HashMap<>();

    static {
        for (var line : lines("plain-operators.txt")) {
            PLAIN.addAll(List.of(line.strip().split("\\s+", -1)));
        }
        for (var line : lines("acting-operators.txt")) {
            var words = line.strip().split("\\s+", -1);
            var subjects = new ArrayList<Subject>();
            for (var i = 1; i < words.length; i++) {
                subjects.add(Subject.of(words[i]));
            }
            ACTING.put(words[0], subjects);
        }
    }

    private Operators() {}

    static boolean isPlain(String operator) {
        return PLAIN.contains(operator) && !ACTING.containsKey(operator);
    }

    static boolean acts(String operator) {
        return ACTING.containsKey(operator);
    }

    /// What the operator acts on.
    static List<Subject> subjects(String operator) {
        return ACTING.getOrDefault(operator, List.of());
    }

    private static List<String> lines(String file) {
        try (var in = Operators.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("this build has no " + file);
            }
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(file + " cannot be read", broken);
        }
    }
}
