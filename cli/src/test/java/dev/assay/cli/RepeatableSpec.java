package dev.assay.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.MarshalForge;
import dev.assay.forge.ModelForge;
import dev.assay.forge.PickleForge;
import dev.assay.forge.RarForge;
import dev.assay.forge.SevenZipForge;
import dev.assay.forge.Spelling;
import dev.assay.forge.TarForge;
import dev.assay.forge.ZipForge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A report can be put beside another one, byte by byte, only if nothing but the files decides what it says.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class RepeatableSpec {

    private static final List<Integer> THREADS = List.of(1, 2, 8, 1, 2, 8, 1, 2, 8, 8);

    @TempDir
    Path folder;

    private final List<Path> files = new ArrayList<>();

    @BeforeEach
    void mixed_files_and_hostile_ones() throws IOException {
        for (var file : forged().entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            files.add(Files.write(path, file.getValue()));
        }
    }

    @Test
    void ten_runs_over_a_folder_tell_the_same_however_many_files_are_read_at_a_time() {
        for (var format : List.of("text", "json", "sarif", "html", "junit", "github")) {
            var first = report(format, 1, List.of(folder));

            assertThat(first).as(format).contains("hostile");
            for (var threads : THREADS) {
                assertThat(report(format, threads, List.of(folder))).as(format).isEqualTo(first);
            }
        }
    }

    @Test
    void ten_runs_over_files_tell_the_same_in_whatever_order_they_are_named() {
        var random = new Random(20261125);
        var first = report("json", 1, files);

        for (var threads : THREADS) {
            Collections.shuffle(files, random);
            assertThat(report("json", threads, files)).isEqualTo(first);
        }
    }

    @Test
    void files_are_told_the_same_in_whatever_order_they_were_written() throws IOException {
        var first = report("json", 2, List.of(folder));
        var contents = new LinkedHashMap<Path, byte[]>();
        for (var file : files.reversed()) {
            contents.put(file, Files.readAllBytes(file));
            Files.delete(file);
        }
        for (var file : contents.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }

        assertThat(report("json", 2, List.of(folder))).isEqualTo(first);
    }

    private static String report(String format, int threads, List<Path> paths) {
        var arguments =
                new ArrayList<Object>(List.of("scan", "--reproducible", "--format", format, "--threads", threads));
        arguments.addAll(paths);
        return Ran.assay(arguments.toArray()).out();
    }

    private static Map<String, byte[]> forged() throws IOException {
        var random = new Random(7);
        var hostile = PickleForge.pickle(4)
                .calling("posix", "system", "echo assay-marker")
                .stop()
                .done();
        var all = new LinkedHashMap<String, byte[]>();
        all.put("honest/array.npy", Samples.array());
        all.put("honest/numbers.pkl", Samples.numbers());
        all.put("honest/config.json", Samples.config());
        all.put("honest/model.gguf", ModelForge.gguf("{{ messages }}"));
        all.put("honest/tokenizer.model", ModelForge.sentencePiece());
        all.put("honest/picture.png", ModelForge.png());
        all.put("honest/zeros.gz", Samples.zeros(100_000));
        all.put("honest/empty.bin", new byte[0]);
        all.put("hostile/marker.pkl", hostile);
        all.put("hostile/model.pt", ModelForge.torch(hostile).done());
        all.put(
                "hostile/checkpoint.tar",
                new TarForge().file("../../data.pkl", hostile).done());
        all.put(
                "hostile/checkpoint.rar",
                new RarForge().stored("data.pkl", hostile).done());
        all.put("hostile/checkpoint.7z", SevenZipForge.of("data.pkl", hostile));
        all.put(
                "hostile/nested.zip",
                new ZipForge()
                        .stored("inner.zip", Samples.zipped("a.pkl", hostile))
                        .done());
        all.put("hostile/program", ModelForge.elf());
        all.put("hostile/template.gguf", ModelForge.gguf("{{ ''.__class__.__mro__[1].__subclasses__() }}"));
        all.put("hostile/setup.py", "import os\nos.system('echo assay-marker')\n".getBytes(UTF_8));
        all.put("hostile/json.py", "print('a module of that name')\n".getBytes(UTF_8));
        all.put("hostile/names \u00e9\u202e.pkl", hostile);
        all.put("hostile/model.yaml", "a: !!python/object/apply:os.system ['echo assay-marker']\n".getBytes(UTF_8));
        for (var spelling : Spelling.values()) {
            all.put("hostile/" + spelling + ".pkl", spelling.of("os", "system", "echo assay-marker"));
        }
        for (var version : MarshalForge.values()) {
            all.put("hostile/" + version + ".pyc", version.code(List.of("os", "system"), "echo assay-marker"));
        }
        for (var i = 0; i < 12; i++) {
            all.put("odd/noise-" + i, Samples.noise(random));
            all.put("odd/broken-" + i, Samples.broken(random));
            all.put("odd/both-" + i, (new String(hostile, ISO_8859_1) + i).getBytes(ISO_8859_1));
        }
        return all;
    }
}
