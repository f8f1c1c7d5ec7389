package dev.assay.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.inspect.Inspector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The wings of the clean museum that need no library: what Python itself writes, by the picklers of the Python that is
/// here. The whole museum is described in `docs/museum.md`.
@DisplayNameGeneration(ReplaceUnderscores.class)
class MuseumSpec {

    private static final Path WINGS = Path.of("../clients/src/museum/wings");

    @TempDir
    Path folder;

    @Test
    void plain_data_is_safe_and_kept_functions_and_endless_iterators_are_unknown() throws Exception {
        var words = words("plain");
        assertThat(words).hasSizeGreaterThan(500);
        words.forEach((name, word) -> assertThat(word).as(name).isEqualTo(isKept(name) ? Word.UNKNOWN : Word.SAFE));
    }

    @Test
    void classes_of_the_writers_own_are_unknown() throws Exception {
        var words = words("own");
        assertThat(words).hasSizeGreaterThan(20);
        words.forEach((name, word) -> assertThat(word).as(name).isEqualTo(Word.UNKNOWN));
    }

    private static boolean isKept(String name) {
        return name.startsWith("partials.") || name.startsWith("itertools.") || name.startsWith("functions.");
    }

    private Map<String, Word> words(String wing) throws IOException, InterruptedException {
        assumeTrue(writes(wing), "there is no python3 here");
        var inspector = Inspector.standard();
        var policy = Policy.standard();
        var words = new TreeMap<String, Word>();
        try (var files = Files.list(folder.resolve(wing))) {
            for (var file : files.toList()) {
                words.put(
                        file.getFileName().toString(),
                        policy.judge(inspector.inspect(file)).word());
            }
        }
        return words;
    }

    private boolean writes(String wing) throws InterruptedException {
        try {
            // Without what is installed beside it: a pickler that is there changes how the standard one writes.
            var process = new ProcessBuilder(
                            "python3", "-S", "-B", WINGS.resolve(wing + ".py").toString(), folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor()).as("exit code of " + wing).isZero();
            return true;
        } catch (IOException none) {
            return false;
        }
    }
}
