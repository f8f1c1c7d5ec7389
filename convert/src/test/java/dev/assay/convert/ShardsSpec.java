package dev.assay.convert;

import static dev.assay.forge.PickleForge.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.assay.forge.ZipForge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ShardsSpec {

    private static final String FIRST = "pytorch_model-00001-of-00002.bin";
    private static final String SECOND = "pytorch_model-00002-of-00002.bin";

    @TempDir
    private Path folder;

    @Test
    void every_file_is_converted_and_the_new_index_names_each_tensor_where_it_is_now() throws Exception {
        shard(FIRST, "a", false);
        shard(SECOND, "b", false);

        var done = convert(index("\"a\": \"" + FIRST + "\", \"b\": \"" + SECOND + "\""));

        assertThat(done.written()).hasFileName("model.safetensors.index.json").hasContent("""
                {
                  "metadata": {
                    "total_size": 4
                  },
                  "weight_map": {
                    "a": "model-00001-of-00002.safetensors",
                    "b": "model-00002-of-00002.safetensors"
                  }
                }
                """);
        assertThat(done.files())
                .extracting(it -> it.written().getFileName().toString())
                .containsExactly("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");
    }

    @Test
    void one_file_that_acts_takes_all_of_them_back() throws Exception {
        shard(FIRST, "a", false);
        shard(SECOND, "b", true);

        var refused = refusal(index("\"a\": \"" + FIRST + "\", \"b\": \"" + SECOND + "\""));

        assertThat(refused.reasons())
                .anyMatch(it -> it.startsWith(SECOND) && it.contains("calls posix.system('echo assay-marker')"));
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder(FIRST, SECOND, "pytorch_model.bin.index.json");
    }

    @Test
    void an_index_that_says_otherwise_than_the_files_is_refused() throws Exception {
        shard(FIRST, "a", false);
        shard(SECOND, "b", false);

        var refused = refusal(index("\"a\": \"" + FIRST + "\", \"c\": \"" + SECOND + "\""));

        assertThat(refused.reasons())
                .containsExactlyInAnyOrder(
                        SECOND + " holds b, which the index does not say",
                        SECOND + " does not hold c, which the index says it does");
        assertThat(folder.resolve("model-00001-of-00002.safetensors")).doesNotExist();
    }

    @Test
    void a_file_that_does_not_stand_beside_the_index_is_not_read() throws Exception {
        assertThat(refusal(index("\"a\": \"../" + FIRST + "\", \"b\": \"gone.bin\""))
                        .reasons())
                .containsExactlyInAnyOrder(
                        "the index names a file elsewhere: ../" + FIRST, "gone.bin is not beside the index");
    }

    @Test
    void an_index_that_says_two_things_of_one_tensor_is_refused() throws Exception {
        shard(FIRST, "a", false);
        shard(SECOND, "b", false);

        assertThat(refusal(index("\"a\": \"" + FIRST + "\", \"a\": \"" + SECOND + "\""))
                        .reasons())
                .containsExactly("the index says a twice");
        assertThat(refusal(index("")).reasons())
                .containsExactly("the index has no weight_map that says which tensor is in which file");
    }

    private static Shards convert(Path index) throws IOException, Refused {
        return Shards.of(index, Shards.usualName(index), false, bytes -> {});
    }

    private static Refused refusal(Path index) {
        return catchThrowableOfType(Refused.class, () -> convert(index));
    }

    private Path index(String named) throws IOException {
        return Files.writeString(
                folder.resolve("pytorch_model.bin.index.json"),
                "{\"metadata\": {\"total_size\": 4}, \"weight_map\": {" + named + "}}");
    }

    /// One tensor of two bytes, and a command if it is to act.
    private void shard(String name, String tensor, boolean acts) throws IOException {
        var held = pickle(2)
                .raw("}(")
                .text(tensor)
                .global("torch._utils", "_rebuild_tensor_v2")
                .raw("((")
                .text("storage")
                .global("torch", "ByteStorage")
                .text("0")
                .text("cpu")
                .number(2)
                .raw("tQK\0K\2\u0085K\1\u0085\u0089")
                .global("collections", "OrderedDict")
                .raw(")RtR");
        if (acts) {
            held = held.text("x").calling("posix", "system", "echo assay-marker");
        }
        var zip = new ZipForge()
                .stored("archive/data.pkl", held.raw("u").stop().done())
                .stored("archive/byteorder", "little")
                .stored("archive/data/0", new byte[] {1, 2})
                .stored("archive/version", "3\n");
        Files.write(folder.resolve(name), zip.done());
    }
}
