package dev.assay.convert;

import static dev.assay.forge.PickleForge.pickle;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.assay.forge.PickleForge;
import dev.assay.forge.ZipForge;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ConversionSpec {

    private static final String REBUILD = "_rebuild_tensor_v2";

    @TempDir
    private Path folder;

    @Test
    void tensors_are_written_bit_for_bit_the_widest_type_first() throws Exception {
        var file = torch(dict(
                tensor("b", "FloatStorage", "0", 4, 0, List.of(2, 2), List.of(2, 1)),
                tensor("a", "FloatStorage", "0", 4, 1, List.of(2), List.of(1)),
                tensor("n", "LongStorage", "1", 2, 0, List.of(2), List.of(1))));

        var done = convert(file);

        assertThat(done.tensors()).isEqualTo(3);
        assertThat(done.bytes()).isEqualTo(40);
        assertThat(read(done.written()))
                .isEqualTo("{'__metadata__':{'format':'pt'},'n':{'dtype':'I64','shape':[2],'data_offsets':[0,16]},"
                        + "'a':{'dtype':'F32','shape':[2],'data_offsets':[16,24]},"
                        + "'b':{'dtype':'F32','shape':[2,2],'data_offsets':[24,40]}}");
        assertThat(contents(done.written()))
                .isEqualTo(joined(storage(1, 16), Arrays.copyOfRange(storage(0, 16), 4, 12), storage(0, 16)));
    }

    @Test
    void a_turned_tensor_is_written_row_by_row_and_a_repeated_one_in_full() throws Exception {
        var file = torch(dict(
                tensor("turned", "ByteStorage", "0", 6, 0, List.of(3, 2), List.of(1, 3)),
                tensor("repeated", "ByteStorage", "1", 2, 1, List.of(3), List.of(0))));

        var done = convert(file);

        var repeated = storage(1, 2)[1];
        var of = storage(0, 6);
        assertThat(contents(done.written()))
                .containsExactly(repeated, repeated, repeated, of[0], of[3], of[1], of[4], of[2], of[5]);
    }

    @Test
    void two_names_for_one_tensor_are_written_once_and_said() throws Exception {
        var file = torch(dict(
                tensor("lm_head.weight", "HalfStorage", "0", 2, 0, List.of(2), List.of(1)),
                tensor("wte.weight", "HalfStorage", "0", 2, 0, List.of(2), List.of(1))));

        var done = convert(file);

        assertThat(done.tied()).isEqualTo(Map.of("lm_head.weight", "wte.weight"));
        assertThat(read(done.written())).contains("'__metadata__':{'format':'pt','lm_head.weight':'wte.weight'}");
        assertThat(done.bytes()).isEqualTo(4);
    }

    @Test
    void a_dictionary_that_keeps_its_order_and_the_versions_of_its_layers_is_converted() throws Exception {
        var file = torch(pickle().global("collections", "OrderedDict")
                .raw(")R(")
                .then(tensor("w", "ByteStorage", "0", 2, 0, List.of(2), List.of(1)))
                .then(tensor("v", "ByteStorage", "1", 1, 0, List.of(1), List.of(1)))
                .raw("u}")
                .text("_metadata")
                .global("collections", "OrderedDict")
                .raw(")R")
                .text("")
                .raw("}")
                .text("version")
                .raw("K\1sssb"));

        assertThat(convert(file).digests()).containsOnlyKeys("v", "w");
    }

    @Test
    void what_is_left_behind_is_named() throws Exception {
        var weights = dict(tensor("w", "ByteStorage", "0", 2, 0, List.of(2), List.of(1)));
        var file = torch(pickle().raw("}(")
                .text("epoch")
                .raw("K\3")
                .text("state_dict")
                .then(weights)
                .raw("u"));

        assertThat(convert(file).aside()).containsExactly("epoch");
    }

    @Test
    void a_file_that_acts_is_refused_with_what_it_does_and_nothing_is_written() throws Exception {
        var acting = dict(tensor("w", "ByteStorage", "0", 2, 0, List.of(2), List.of(1)))
                .text("x")
                .calling("posix", "system", "echo assay-marker")
                .raw("s");

        var refused = refusal(torch(acting));

        assertThat(refused.reasons()).anyMatch(it -> it.endsWith("calls posix.system('echo assay-marker')"));
        assertThat(folder.toFile().list()).containsExactly("pytorch_model.bin");
    }

    @Test
    void a_kind_of_tensor_that_safetensors_has_not_is_refused_by_name() throws Exception {
        var file = torch(dict(
                pickle().text("q").global("torch._utils", "_rebuild_qtensor").raw(")R")));

        assertThat(refusal(file).reasons()).anyMatch(it -> it.contains("torch._utils._rebuild_qtensor"));
    }

    @Test
    void a_tensor_outside_of_its_storage_is_refused() throws Exception {
        var file = torch(dict(tensor("w", "ByteStorage", "0", 2, 1, List.of(2), List.of(1))));

        assertThat(refusal(file).reasons()).anyMatch(it -> it.contains("inside its storage"));
    }

    @Test
    void geometry_is_not_fooled_by_numbers_that_overflow() {
        var storage = new Held.Storage("0", Dtype.U8, 8);
        var huge = 1L << 62;

        for (var tensor : List.of(
                new Tensor(storage, Dtype.U8, 0, List.of(3L), List.of(huge)),
                new Tensor(storage, Dtype.U8, 0, List.of(huge, huge), List.of(0L, 0L)),
                new Tensor(storage, Dtype.U8, 7, List.of(2L), List.of(1L)),
                new Tensor(storage, Dtype.U8, -1, List.of(1L), List.of(1L)),
                new Tensor(storage, Dtype.U8, 7, List.of(2L), List.of(-1L)),
                new Tensor(storage, Dtype.I64, 1, List.of(1L), List.of(1L)))) {
            assertThatThrownBy(() -> tensor.bytes(8)).isInstanceOf(Refused.class);
        }
    }

    @Test
    void a_few_bytes_that_describe_a_gigabyte_are_refused() throws Exception {
        var file = torch(dict(tensor("w", "ByteStorage", "0", 2, 0, List.of(1 << 15, 1 << 15), List.of(0, 0))));

        assertThat(refusal(file).reasons()).containsExactly("its tensors take more than 4 times the bytes of the file");
    }

    @Test
    void a_storage_of_another_length_than_is_said_is_refused() throws Exception {
        var file = torch(dict(tensor("w", "ByteStorage", "0", 2, 0, List.of(2), List.of(1))), Map.of("0", new byte[3]));

        assertThat(refusal(file).reasons()).containsExactly("the storage of w has not the length that is said of it");
    }

    @Test
    void the_old_kind_of_file_is_converted_too() throws Exception {
        var old = "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\2M\u00e9\3.\u0080\2}.";
        var stream = pickle().raw(old)
                .then(pickle(2)
                        .then(dict(tensor("w", "ShortStorage", "key", 2, 0, List.of(2), List.of(1))))
                        .stop())
                .then(pickle(2).raw("](").text("key").raw("e."))
                .u64(2)
                .raw(storage(7, 4));
        var file = Files.write(folder.resolve("pytorch_model.bin"), stream.done());

        assertThat(contents(convert(file).written())).isEqualTo(storage(7, 4));
    }

    @Test
    void a_file_that_is_there_is_not_replaced_unasked() throws Exception {
        var file = torch(dict(tensor("w", "ByteStorage", "0", 2, 0, List.of(2), List.of(1))));
        var there = Files.writeString(folder.resolve("model.safetensors"), "mine");

        assertThatThrownBy(() -> convert(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(there).hasContent("mine");
    }

    private static Conversion convert(Path file) throws IOException, Refused {
        return Conversion.of(file, Conversion.usualName(file), false, bytes -> {});
    }

    private static Refused refusal(Path file) {
        return catchThrowableOfType(Refused.class, () -> convert(file));
    }

    private Path torch(PickleForge held) throws IOException {
        return torch(held, Map.of());
    }

    /// An archive of this, with each storage as long as it is said to be.
    private Path torch(PickleForge held, Map<String, byte[]> storages) throws IOException {
        var zip = new ZipForge()
                .stored("archive/data.pkl", pickle(2).then(held).stop().done())
                .stored("archive/byteorder", "little");
        for (var key : List.of("0", "1")) {
            zip = zip.stored("archive/data/" + key, storages.getOrDefault(key, lengths(held, key)));
        }
        return Files.write(
                folder.resolve("pytorch_model.bin"),
                zip.stored("archive/version", "3\n").done());
    }

    private static byte[] lengths(PickleForge held, String key) {
        var text = new String(held.done(), java.nio.charset.StandardCharsets.ISO_8859_1);
        var at = text.indexOf("\u008c\1" + key + "\u008c\3cpuJ");
        if (at < 0) {
            return new byte[0];
        }
        var count = text.charAt(at + 9);
        var type = text.lastIndexOf("Storage\n", at);
        var width = text.startsWith("Float", type - 5)
                ? 4
                : text.startsWith("Long", type - 4) ? 8 : text.startsWith("Half", type - 4) ? 2 : 1;
        return storage(Integer.parseInt(key), count * width);
    }

    private static byte[] storage(int seed, int length) {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++) {
            bytes[i] = (byte) (seed * 100 + i * 7 + 1);
        }
        return bytes;
    }

    private static PickleForge dict(PickleForge... items) {
        var dict = pickle().raw("}(");
        for (var item : items) {
            dict = dict.then(item);
        }
        return dict.raw("u");
    }

    private static PickleForge tensor(
            String name, String type, String key, int count, int offset, List<Integer> shape, List<Integer> stride) {
        return pickle().text(name)
                .global("torch._utils", REBUILD)
                .raw("((")
                .text("storage")
                .global("torch", type)
                .text(key)
                .text("cpu")
                .number(count)
                .raw("tQ")
                .number(offset)
                .then(numbers(shape))
                .then(numbers(stride))
                .raw("\u0089")
                .global("collections", "OrderedDict")
                .raw(")RtR");
    }

    private static PickleForge numbers(List<Integer> numbers) {
        var tuple = pickle().raw("(");
        for (var number : numbers) {
            tuple = tuple.number(number);
        }
        return tuple.raw("t");
    }

    private static String read(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        return new String(bytes, 8, (int) header(bytes), UTF_8).strip().replace('"', '\'');
    }

    private static byte[] contents(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        return Arrays.copyOfRange(bytes, 8 + (int) header(bytes), bytes.length);
    }

    private static long header(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static byte[] joined(byte[]... parts) {
        var all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(it -> it.length).sum());
        for (var part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
