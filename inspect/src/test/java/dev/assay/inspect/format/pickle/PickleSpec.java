package dev.assay.inspect.format.pickle;

import static dev.assay.forge.PickleForge.pickle;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.PickleForge;
import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Limits;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PickleSpec {

    private static final String MARKER = "echo assay-marker";

    private final Inspector inspector = new Inspector(List.of(new Pickle()), Limits.STANDARD, "1");

    // ---- calls, however they are written

    @Test
    void a_call_is_stated_with_its_arguments_and_its_place() {
        assertThat(report(pickle(4).calling("posix", "system", MARKER).stop())).isEqualTo("""
                data.pkl@0x27 calls posix.system('echo assay-marker')
                """);
    }

    @Test
    void old_protocols_call_too() {
        assertThat(report(pickle().global("posix", "system").raw("(V" + MARKER + "\ntR.")))
                .isEqualTo("""
                data.pkl@0x23 calls posix.system('echo assay-marker')
                """);
    }

    /// Texts, lines and numbers of every length stand across every place where another piece of the file is fetched.
    @Test
    void nothing_is_lost_where_a_long_stream_is_read_in_pieces() {
        var stream = pickle(4).raw("](");
        for (var length = 0; length < 3000; length++) {
            stream = stream.text("x".repeat(length % 251))
                    .raw("\u0094")
                    .number(length)
                    .raw("G")
                    .raw("12345678");
            stream = length % 10 == 0 ? stream.global("acme", "Layer" + "y".repeat(length % 97)) : stream;
        }
        var bytes = stream.raw("e")
                .calling("posix", "system", MARKER)
                .raw("0")
                .stop()
                .done();

        var inspection = Inspector.standard().inspect(Specimen.of(bytes), Digest.of(bytes));

        assertThat(inspection.complete()).isTrue();
        assertThat(inspection.findings().stream().filter(it -> it instanceof Finding.Imports))
                .hasSize(97);
        assertThat(inspection.findings().stream().filter(it -> it instanceof Finding.Calls))
                .singleElement()
                .isEqualTo(new Finding.Calls(
                        Place.START.at(bytes.length - 3), "posix.system", List.of("'" + MARKER + "'")));
    }

    @Test
    void a_text_that_was_put_aside_comes_back_as_it_was() {
        var stream = pickle(4).text("posix").raw("\u0094").text("system").raw("\u00940h\0h\1\u0093");

        assertThat(report(stream.text(MARKER).raw("\u0085R."))).contains("calls posix.system('echo assay-marker')");
    }

    @Test
    void python_2_puts_aside_under_any_name() {
        var stream = pickle().raw("cposix\nsystem\npmine\n0gmine\n(S'" + MARKER + "'\ntR.");

        assertThat(report(stream))
                .contains("calls posix.system('echo assay-marker')")
                .contains("departs from every writer: a number is written as no writer writes it");
    }

    @Test
    void an_instance_made_the_old_ways_is_a_call() {
        assertThat(report(pickle().raw("(S'" + MARKER + "'\niposix\nsystem\n.")))
                .isEqualTo("""
                data.pkl@0x16 calls posix.system('echo assay-marker')
                """);
        assertThat(report(pickle().raw("(cposix\nsystem\nS'" + MARKER + "'\no.")))
                .isEqualTo("""
                data.pkl@0x24 calls posix.system('echo assay-marker')
                """);
    }

    @Test
    void a_class_made_without_its_constructor_and_given_a_state_is_two_facts() {
        assertThat(report(pickle(4)
                        .stackGlobal("acme", "Layer")
                        .raw(")\u0081}")
                        .text("a")
                        .number(1)
                        .raw("sb.")))
                .isEqualTo("""
                data.pkl@0x11 calls acme.Layer.__new__()
                data.pkl@0x1c calls acme.Layer.__setstate__({'a': 1})
                """);
    }

    @Test
    void a_reconstructor_calls_the_constructor_of_its_base() {
        assertThat(report(pickle().global("copyreg", "_reconstructor")
                        .raw("(cacme\nA\ncsubprocess\nPopen\nV" + MARKER + "\ntR.")))
                .contains("calls subprocess.Popen.__init__('echo assay-marker')")
                .contains("calls acme.A.__new__('echo assay-marker')");
    }

    @Test
    void a_container_that_is_none_is_filled_by_its_methods() {
        assertThat(report(pickle(4)
                        .stackGlobal("acme", "L")
                        .raw(")\u0081(")
                        .text("a")
                        .raw("e.")))
                .contains("calls acme.L.extend(['a'])");
        assertThat(report(pickle(4).stackGlobal("sys", "modules").text("a").raw("Ns.")))
                .contains("calls sys.modules.__setitem__({'a': None})");
    }

    @Test
    void a_state_given_to_something_imported_changes_what_is_imported() {
        assertThat(report(pickle(4)
                        .stackGlobal("collections", "OrderedDict")
                        .raw("}")
                        .text("a")
                        .raw("Nsb.")))
                .contains("calls collections.OrderedDict.__setattr__({'a': None})");
    }

    @Test
    void a_name_that_is_not_called_is_an_import() {
        assertThat(report(pickle(4).stackGlobal("acme", "x").stop())).isEqualTo("""
                data.pkl@0xb imports acme.x
                """);
        assertThat(report(pickle(4)
                        .stackGlobal("builtins", "map")
                        .stackGlobal("posix", "system")
                        .raw("]\u0086R.")))
                .contains("imports posix.system")
                .contains("calls builtins.map(posix.system, [])");
    }

    // ---- names, however they are spelled

    @Test
    void names_of_python_2_are_what_python_3_imports() {
        assertThat(report(pickle().global("commands", "getoutput").raw("(V1\ntR.")))
                .contains("calls subprocess.getoutput('1')");
        assertThat(report(pickle().global("__builtin__", "eval").raw("(V1\ntR.")))
                .contains("calls builtins.eval('1')");
        assertThat(report(pickle(3).global("__builtin__", "eval").raw("(V1\ntR.")))
                .contains("calls __builtin__.eval('1')");
    }

    @Test
    void names_may_be_written_by_any_text_opcode_with_any_escape() {
        for (var module : List.of("V\\u0070osix\n", "S'\\x70osix'\n", "U\5posix", "T\5\0\0\0posix", "X\5\0\0\0posix")) {
            assertThat(report(pickle(4).raw(module).text("system").raw("\u0093)R.")))
                    .contains("calls posix.system()");
        }
    }

    @Test
    void names_may_come_from_the_memo_after_they_left_the_stack() {
        assertThat(report(pickle(4)
                        .raw("(")
                        .text("posix")
                        .raw("q\0")
                        .text("system")
                        .raw("q\u00011h\0h\1\u0093)R.")))
                .contains("calls posix.system()");
    }

    @Test
    void names_put_together_by_plain_calls_are_known() {
        assertThat(report(pickle(4)
                        .text("posix")
                        .stackGlobal("operator", "add")
                        .text("sys")
                        .text("tem")
                        .raw("\u0086R\u0093)R.")))
                .contains("calls posix.system()");
    }

    @Test
    void attributes_of_modules_are_followed() {
        assertThat(report(pickle(4)
                        .stackGlobal("builtins", "getattr")
                        .calling("importlib", "import_module", "posix")
                        .text("system")
                        .raw("\u0086R")
                        .text(MARKER)
                        .raw("\u0085R.")))
                .contains("calls posix.system('echo assay-marker')");
    }

    @Test
    void what_is_called_later_by_a_made_callable_is_a_call() {
        assertThat(report(pickle(4)
                        .stackGlobal("functools", "partial")
                        .stackGlobal("posix", "system")
                        .text(MARKER)
                        .raw("\u0086R)R.")))
                .contains("calls posix.system('echo assay-marker')");
    }

    @Test
    void a_name_that_cannot_be_known_is_said_to_elude_us() {
        assertThat(report(pickle(4).calling("acme", "x").text("system").raw("\u0093)R.")))
                .contains("eludes us: it imports a name that is not known before it is loaded")
                .contains("eludes us: it calls something that is not known before it is loaded");
        assertThat(report(pickle(2).raw("\u0082\1)R."))).contains("eludes us: it uses an extension code");
        assertThat(report(pickle(2).raw("Pabc\n."))).contains("eludes us: it names something outside");
        assertThat(report(pickle(5).raw("\u0097."))).contains("eludes us: it takes buffers");
    }

    @Test
    void what_an_attacker_names_is_printed_so_that_nobody_mistakes_it() {
        assertThat(report(pickle(4).stackGlobal("a\u001b[2J\u202e", "b').c('").raw("R.")))
                .doesNotContain("\u001b")
                .doesNotContain("\u202e");
        assertThat(report(pickle(4)
                        .stackGlobal("acme", "x")
                        .stackGlobal("a", "b, 'latin1'")
                        .raw("\u0085R.")))
                .contains("calls acme.x(?)");
    }

    // ---- streams

    @Test
    void what_ran_before_a_stream_breaks_counts() {
        assertThat(report(pickle(4).calling("posix", "system", MARKER).raw("\u00ff")))
                .isEqualTo("""
                data.pkl@0x27 calls posix.system('echo assay-marker')
                data.pkl@0x28 breaks the rule that every opcode is of the protocol
                data.pkl@0x28 eludes us: 1 bytes were not read
                """);
        assertThat(report(pickle(4).calling("posix", "system", MARKER)))
                .contains("calls posix.system")
                .contains("breaks the rule that a pickle ends with STOP");
    }

    @Test
    void every_stream_of_a_file_is_read() {
        var harmless = pickle(4).raw("N.");
        assertThat(report(pickle().then(harmless)
                        .then(harmless)
                        .then(pickle(4).calling("posix", "system").stop())))
                .contains("calls posix.system()");
        assertThat(report(pickle().raw("N.N.").global("posix", "system").raw(")R.")))
                .contains("calls posix.system()");
    }

    @Test
    void a_stream_behind_bytes_that_are_none_is_found_and_the_bytes_are_said_to_be_unread() {
        assertThat(report(pickle(4)
                        .raw("N.")
                        .raw(new byte[300])
                        .then(pickle(4).calling("posix", "system").stop())))
                .contains("calls posix.system()")
                .contains("eludes us: 300 bytes were not read");
    }

    @Test
    void what_stands_in_bytes_and_runs_is_entered() {
        var inner = pickle(4).calling("posix", "system", MARKER).stop().done();
        assertThat(report(pickle(4).bytes(inner).stop()))
                .contains("data.pkl!/bytes@0x7@0x27 calls posix.system('echo assay-marker')");
        assertThat(report(pickle(4).stackGlobal("pickle", "loads").bytes(inner).raw("\u0085R.")))
                .contains("calls pickle.loads(")
                .contains("calls posix.system('echo assay-marker')");
    }

    // ---- what no writer writes, and readers that differ

    @Test
    void a_value_over_the_end_of_a_frame_is_read_both_ways() {
        assertThat(report(pickle(4).frame(9).raw("cposix\nsystem\n)R."))).isEqualTo("""
                data.pkl@0x12 differs between readers: a value reaches over the end of a frame, where some readers stop, some go on and some skip
                data.pkl@0x1a calls posix.system()
                data.pkl@0x1a calls posix.stem()
                """);
    }

    @Test
    void a_frame_inside_a_frame_is_a_difference_and_a_frame_beyond_the_file_a_break() {
        assertThat(report(pickle(4).frame(40).frame(2).raw("N.")))
                .contains("breaks the rule that a frame ends inside the file");
        assertThat(report(pickle(4).frame(12).frame(2).raw("N0N.")))
                .contains("differs between readers: a frame begins");
    }

    @Test
    void numbers_as_no_writer_writes_them_are_read_and_stated() {
        for (var number : List.of("I0x10\n", "I0o17\n", "I1_0\n", "I+1\n", "I 1\n", "L0xffL\n", "F1_0\n")) {
            assertThat(report(pickle().raw(number + "0cposix\nsystem\n)R.")))
                    .as(number)
                    .contains("departs from every writer: a number is written as no writer writes it")
                    .contains("calls posix.system()");
        }
    }

    @Test
    void bytes_no_pickler_writes_are_stated() {
        assertThat(report(pickle(4).raw("N0N."))).contains("departs from every writer: a value is thrown away");
        assertThat(report(pickle(4).raw("NN."))).contains("departs from every writer: values are left over");
        assertThat(report(pickle(4).raw("N2."))).contains("departs from every writer: a value is duplicated by DUP");
        assertThat(report(pickle(4).raw("Nr\u00ff\u00ff\u00ff\u00ff."))).contains("larger than any writer counts");
        assertThat(report(pickle(4).raw("Nq\0q\0."))).contains("is used twice");
        assertThat(report(pickle(4).raw("N\u0080\4."))).contains("the protocol is named where no writer names it");
    }

    // ---- size

    @Test
    void what_would_grow_without_bound_is_stated_and_not_grown() {
        var laughs = pickle(4).raw("]\u0094");
        for (var i = 0; i < 60; i++) {
            laughs.raw("](h").op(i).raw("h").op(i).raw("e\u0094");
        }
        assertThat(report(laughs.stop())).contains("outgrows 100000000 values, if what is shared were copied");
        assertThat(report(pickle(4).raw("N" + "\u0085".repeat(200_000) + "."))).contains("outgrows 10000 containers");
        assertThat(report(pickle().raw("I" + "9".repeat(100_000) + "\n."))).contains("outgrows the digits");
        assertThat(report(pickle(4).raw("NNNN\u008d").u64(1L << 60))).contains("a value ends inside the file");
        assertThat(report(pickle(4).raw("]\u0094h\0a."))).isEmpty();
    }

    @Test
    void the_same_call_a_thousand_times_is_stated_a_few_times() {
        var file = pickle(4).raw("(");
        for (var i = 0; i < 5_000; i++) {
            file.stackGlobal("acme", "x").number(i).raw("\u0085R");
        }
        var report = report(file.raw("l."));
        assertThat(report.lines().count()).isBetween(10L, 64L);
    }

    @Test
    void another_kind_of_argument_is_stated_however_late_it_comes() {
        var file = pickle(4).raw("(");
        for (var i = 0; i < 5_000; i++) {
            file.stackGlobal("_codecs", "encode")
                    .text("data" + i)
                    .text("latin1")
                    .raw("\u0086R");
        }
        file.stackGlobal("_codecs", "encode").text("data").text("rot13").raw("\u0086R");
        assertThat(report(file.raw("l."))).contains("rot13");
    }

    // ---- recognition

    @Test
    void texts_are_not_pickles() {
        for (var text : List.of(
                "cat\ndog\nelephant\n",
                "(c) 2020\nAll rights\n",
                "N.B. this is text\n",
                "config\nvalue = 1\n",
                "cache\nbuild\nVenv\nNone\n",
                "import os\nos.system('x')\n",
                "Please read me.\n",
                "}\n",
                "")) {
            assertThat(new Pickle().claims(Specimen.of(text.getBytes(UTF_8))))
                    .as(text)
                    .isFalse();
        }
    }

    @Test
    void whatever_imports_or_ends_as_a_pickle_is_one() {
        for (var bytes : List.of(
                "N.",
                "cposix\nsystem\n",
                "cantigravity\nfly\n\u00ff",
                "(lp0\n.",
                "\u0080\2N.",
                "(cacme\nx\no",
                "((((cposix\nsystem\n)R")) {
            assertThat(new Pickle().claims(Specimen.of(pickle().raw(bytes).done())))
                    .as(bytes)
                    .isTrue();
        }
    }

    // ---- files made of more than opcodes

    @Test
    void tensors_of_old_torch_files_are_read_to_their_end() {
        var file = torch(4);
        var inspection = inspect(file.done());

        assertThat(inspection.report("model.pt")).isEqualTo("""
                model.pt@0x28 imports torch.FloatStorage
                """);
        assertThat(inspection.covered()).isEqualTo(inspection.size());
    }

    @Test
    void a_storage_longer_than_the_model_says_is_not_read() {
        assertThat(report(torch(5))).contains("bytes were not read");
    }

    @Test
    void arrays_joblib_writes_between_opcodes_are_passed_over_as_joblib_does() {
        var numbers = new byte[64];
        Arrays.fill(numbers, (byte) 0xfe);
        assertThat(report(joblib(numbers)))
                .contains("calls joblib.numpy_pickle.NumpyArrayWrapper.__setstate__")
                .doesNotContain("breaks")
                .doesNotContain("eludes");
    }

    @Test
    void arrays_joblib_writes_are_read_as_opcodes_too_since_other_readers_do() {
        var hidden = Arrays.copyOf(
                pickle().raw("0").calling("posix", "system", MARKER).done(), 64);
        assertThat(report(joblib(hidden))).contains("calls posix.system('echo assay-marker')");
    }

    @Test
    void an_array_whose_layout_is_not_known_is_said_to_elude_us() {
        for (var state : List.of("}", "}(X\5\0\0\0shape]X\5\0\0\0dtypeNu", "N")) {
            assertThat(report(pickle(4)
                            .stackGlobal("joblib.numpy_pickle", "NumpyArrayWrapper")
                            .raw(")\u0081" + state + "b")
                            .stop()))
                    .contains("eludes us: an array whose layout is not known");
        }
    }

    @Test
    void a_state_that_sets_what_the_language_keeps_for_itself_is_stated() {
        assertThat(report(pickle(4)
                        .stackGlobal("acme", "Layer")
                        .raw(")\u0081}")
                        .text("__class__")
                        .raw("Nsb.")))
                .contains("a state sets what the language keeps for itself");
    }

    @Test
    void numbers_nobody_can_read_do_not_end_a_stream() {
        for (var number : List.of("I0x_1", "F" + "0".repeat(5000), "L" + " ".repeat(70_000) + "1L", "I1?")) {
            assertThat(report(pickle().raw(number + "\n")
                            .global("posix", "system")
                            .raw("(V" + MARKER + "\ntR.")))
                    .contains("calls posix.system('echo assay-marker')");
        }
    }

    private static PickleForge torch(int stored) {
        return pickle(2)
                .raw("\u008a\12l\u00fc\u009cF\u00f9 j\u00a8P\u0019.")
                .then(pickle(2).raw("M\u00e9\3."))
                .then(pickle(2).raw("}."))
                .then(pickle(2)
                        .raw("(")
                        .raw("X\7\0\0\0storage")
                        .global("torch", "FloatStorage")
                        .raw("X\1\0\0\0000X\3\0\0\0cpuK\4NtQ."))
                .then(pickle(2).raw("]X\1\0\0\0000a."))
                .u64(stored)
                .raw(new byte[16]);
    }

    private static PickleForge joblib(byte[] numbers) {
        return pickle(4)
                .stackGlobal("joblib.numpy_pickle", "NumpyArrayWrapper")
                .raw(")\u0081}(")
                .text("shape")
                .raw("K@\u0085")
                .text("dtype")
                .stackGlobal("numpy", "dtype")
                .text("u1")
                .raw("\u0085Rub")
                .raw(numbers)
                .stop();
    }

    private Inspection inspect(byte[] bytes) {
        return inspector.inspect(Specimen.of(bytes), Digest.of(bytes));
    }

    private String report(PickleForge forged) {
        return inspect(forged.done()).report("data.pkl");
    }
}
