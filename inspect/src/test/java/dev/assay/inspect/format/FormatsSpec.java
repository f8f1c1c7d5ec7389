package dev.assay.inspect.format;

import static dev.assay.inspect.Reports.inspection;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Hdf5Forge;
import dev.assay.forge.ModelForge;
import dev.assay.forge.TarForge;
import dev.assay.forge.ZipForge;
import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Limits;
import dev.assay.inspect.Specimen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FormatsSpec {

    private static final Inspector TIGHT =
            new Inspector(Formats.ALL, new Limits(6, 200, 1 << 22, 1 << 20, 1 << 24, 100), Formats.GENERATION);

    private static final List<byte[]> HONEST = List.of(
            ModelForge.torch("\u0080\2N.".getBytes(ISO_8859_1)).done(),
            new ZipForge()
                    .deflated("a.txt", "hello ".repeat(99).getBytes(UTF_8))
                    .stored("b.png", ModelForge.png())
                    .done(),
            new TarForge()
                    .file("a", "text".getBytes(UTF_8))
                    .extended("b/c", "c", ModelForge.png())
                    .done(),
            ModelForge.safetensors("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8),
            ModelForge.gguf("{% for m in messages %}{{ m['content'] }}{% endfor %}"),
            ModelForge.npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", new byte[8]),
            ModelForge.sentencePiece(),
            Hdf5Forge.old()
                    .numbers("w", new byte[80])
                    .attributeInHeap("n", "a text")
                    .done(),
            Hdf5Forge.recent()
                    .numbers("w", new byte[80])
                    .attribute("n", "a text")
                    .done(),
            ModelForge.png(),
            "{\"auto\": [1, {\"b\": \"{{ c }}\"}, null], \"d\": 1e5}".getBytes(UTF_8),
            "import os\n\ndef f(x: int = 3):\n    return f\"{x!r:>{4}}\" + 'a' \"b\"\n".getBytes(UTF_8),
            "a: !!python/tuple [1]\nb:\n  - c\n".getBytes(UTF_8),
            "{% for m in messages %}{{ m['a'] ~ \"b\" }}{% endfor %}".getBytes(UTF_8),
            "<svg><path d='M0'/></svg>".getBytes(UTF_8));

    @Test
    void honest_files_of_every_kind_yield_no_finding() {
        for (var file : HONEST) {
            assertThat(inspection(file).report("it")).isEmpty();
            assertThat(inspection(file).complete()).isTrue();
        }
    }

    @Test
    void every_format_has_a_name_of_its_own() {
        assertThat(Formats.ALL.stream().map(Format::name)).doesNotHaveDuplicates();
    }

    @Test
    void whatever_the_bytes_inspection_ends_and_finds_the_same_twice() {
        var seed = Long.getLong("assay.seed", 20_260_101L);
        var random = new Random(seed);
        for (var i = 0; i < 6_000; i++) {
            var bytes = hostile(random);
            var first = inspect(bytes);
            assertThat(first.report("it")).as("seed %d, try %d", seed, i).doesNotContain("analyser failed");
            assertThat(first).as("seed %d, try %d", seed, i).isEqualTo(inspect(bytes));
            assertThat(first.covered() == first.size()
                            || first.findings().stream().anyMatch(it -> it instanceof Finding.Eludes))
                    .as("seed %d, try %d: %s", seed, i, first)
                    .isTrue();
        }
    }

    /// What the system at hand ships: texts, pictures, fonts, Python. Skipped where there is none.
    @Test
    void files_of_the_system_at_hand_are_read_whole() throws Exception {
        var seen = new HashSet<String>();
        for (var folder : List.of("/usr/share/common-licenses", "/usr/share/pixmaps", "/usr/share/fonts")) {
            for (var file : some(Path.of(folder))) {
                var inspection = Inspector.standard().inspect(file);
                assertThat(inspection.report(file.getFileName().toString())).isEmpty();
                seen.add(inspection.format());
            }
        }
        assertThat(seen).doesNotContain("unknown");
    }

    private static List<Path> some(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder, 6)) {
            return files.filter(Files::isRegularFile)
                    .filter(it -> it.toString().matches(".*(\\.(png|ttf|otf|svg)|licenses/.*)"))
                    .sorted()
                    .limit(60)
                    .toList();
        }
    }

    private static Inspection inspect(byte[] bytes) {
        return TIGHT.inspect(Specimen.of(bytes), Digest.of(bytes));
    }

    /// An honest file with some bytes changed, cut, doubled or joined to another; or nothing but noise.
    private static byte[] hostile(Random random) {
        if (random.nextInt(10) == 0) {
            var noise = new byte[random.nextInt(600)];
            random.nextBytes(noise);
            return noise;
        }
        var bytes = HONEST.get(random.nextInt(HONEST.size())).clone();
        for (var k = random.nextInt(5); k > 0; k--) {
            bytes[random.nextInt(bytes.length)] = (byte)
                    (random.nextBoolean()
                            ? random.nextInt(256)
                            : List.of(0, 255, 127, 128, 1).get(random.nextInt(5)));
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            case 1 -> {
                var other = HONEST.get(random.nextInt(HONEST.size()));
                var both = Arrays.copyOf(bytes, bytes.length + other.length);
                System.arraycopy(other, 0, both, bytes.length, other.length);
                yield both;
            }
            default -> bytes;
        };
    }
}
