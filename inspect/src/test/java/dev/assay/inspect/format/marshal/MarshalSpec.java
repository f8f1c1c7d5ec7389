package dev.assay.inspect.format.marshal;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.MarshalForge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MarshalSpec {

    private static final String MARKER = "echo assay-marker";

    @Test
    void code_of_every_python_says_what_it_uses() {
        for (var python : MarshalForge.values()) {
            var inspection = inspection(python.code(List.of("os", "system"), MARKER));

            assertThat(inspection.report("it")).as(python.name()).isEqualTo("""
                    it runs Python byte code that starts a process: it uses os.system with 'echo assay-marker'
                    """);
            assertThat(inspection.format()).isEqualTo("marshal");
            assertThat(inspection.complete()).isTrue();
        }
    }

    @Test
    void each_deed_has_its_sentence() {
        assertThat(of("eval")).contains("evaluates code: it uses eval");
        assertThat(of("socket", "create_connection")).contains("opens a connection: it uses socket.create_connection");
        assertThat(of("urllib.request", "urllib", "request", "urlopen"))
                .contains("opens a connection: it uses urllib.request.urlopen");
        assertThat(of("ctypes", "CDLL")).contains("reaches native code: it uses ctypes.CDLL");
        assertThat(of("shutil", "rmtree")).contains("reads or changes files: it uses shutil.rmtree");
        assertThat(of("__class__", "__base__", "__subclasses__"))
                .contains("reaches into the interpreter: it uses __subclasses__");
    }

    @Test
    void what_is_asked_for_by_a_text_counts_as_a_name() {
        var code = MarshalForge.PYTHON_3_11.code(List.of("__import__", "getattr"), "os", "system", MARKER);

        assertThat(report(code)).contains("starts a process: it uses os.system with 'echo assay-marker'");
    }

    @Test
    void functions_inside_functions_are_read() {
        for (var python : MarshalForge.values()) {
            var inner = python.code(List.of("os", "system"), MARKER);
            var middle = python.code(List.of("map"), inner);

            assertThat(report(python.code(List.of("list"), middle))).contains("starts a process: it uses os.system");
        }
    }

    @Test
    void names_that_very_many_functions_share_are_counted_for_each() {
        var names = new Bytes().u8('(' | 0x80).u32(5_000);
        for (var i = 0; i < 5_000; i++) {
            names.u8('z').u8(0);
        }
        var constants = new ArrayList<Object>(List.of(names.done()));
        var function = new Bytes().u8('c').zeros(20).u8('s').u32(0).u8(')').u8(0);
        function.u8('r').u32(1).u8(')').u8(0).u8('s').u32(0); // its names stand before; no variables
        function.u8('z')
                .u8(0)
                .u8('z')
                .u8(0)
                .u8('z')
                .u8(0)
                .u32(1)
                .u8('s')
                .u32(0)
                .u8('s')
                .u32(0);
        for (var i = 0; i < 1_000; i++) {
            constants.add(function.done());
        }

        assertThat(report(MarshalForge.PYTHON_3_11.code(List.of("x"), constants.toArray())))
                .contains("functions have at most 4000000 names and constants, shared or not");
    }

    @Test
    void code_that_only_computes_is_code_all_the_same() {
        assertThat(of("np", "sum", "x")).isEqualTo("it runs Python byte code that uses np, sum, x\n");
        assertThat(of()).isEqualTo("it runs Python byte code that uses nothing by name\n");
    }

    @Test
    void a_module_is_read_behind_the_header_of_its_time() {
        for (var header : new int[] {8, 12, 16}) {
            var inspection = inspection(new Bytes()
                    .u16(3495)
                    .raw("\r\n")
                    .zeros(header - 4)
                    .raw(MarshalForge.PYTHON_3_11.code(List.of("os", "system"), MARKER))
                    .done());

            assertThat(inspection.format()).isEqualTo("pyc");
            assertThat(inspection.report("it"))
                    .contains("carries Python byte code")
                    .contains("runs a compiled Python module that starts a process: it uses os.system");
        }
    }

    @Test
    void a_value_that_stands_elsewhere_is_the_same_value() {
        var tuple = new Bytes()
                .raw("\u00a9\2\u00da\2os\u00da\6system") // a tuple and two names, all remembered
                .done();
        var code = new Bytes()
                .raw("\u00e3")
                .zeros(20)
                .raw("\u00f3\4\0\0\0d\0S\0)\1N")
                .raw(tuple)
                .raw(")\0s\0\0\0\0r\2\0\0\0r\3\0\0\0r\3\0\0\0")
                .u32(1)
                .raw("s\0\0\0\0s\0\0\0\0")
                .done();

        assertThat(report(code)).contains("starts a process: it uses os.system");
    }

    @Test
    void code_that_is_cut_is_broken() {
        var code = MarshalForge.PYTHON_3_8.code(List.of("os", "system"), MARKER);
        for (var length = 10; length < code.length; length += 7) {
            assertThat(report(Arrays.copyOf(code, length))).isNotEmpty();
        }
    }

    @Test
    void lengths_and_references_are_believed_only_if_they_can_be() {
        var start = new Bytes().raw("c").zeros(20).raw("s\0\0\0\0");
        assertThat(report(start.raw("(\u00ff\u00ff\u00ff\u007f").done())).contains("a count fits in the bytes left");
        assertThat(report(new Bytes().raw("c").zeros(20).raw("r\7\0\0\0").done()))
                .contains("breaks the rule that what is referred to stands before");
    }

    @Test
    void nesting_costs_no_stack() {
        var deep = new Bytes().raw("c").zeros(20).raw("s\0\0\0\0").raw(")\1".repeat(100_000));

        assertThat(report(deep.done())).contains("nest at most 2000 deep");
    }

    @Test
    void what_stands_behind_the_value_is_examined() {
        assertThat(report(new Bytes()
                        .raw(MarshalForge.PYTHON_3_8.code(List.of("x")))
                        .raw("more than nothing")
                        .done()))
                .contains("17 bytes behind the value");
    }

    private static String of(String... names) {
        return report(MarshalForge.PYTHON_3_11.code(List.of(names)));
    }
}
