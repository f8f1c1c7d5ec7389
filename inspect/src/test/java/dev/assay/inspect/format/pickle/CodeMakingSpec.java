package dev.assay.inspect.format.pickle;

import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.MarshalForge;
import dev.assay.forge.PickleForge;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CodeMakingSpec {

    private static final String DEED =
            "runs Python byte code that starts a process: it uses os.system with 'echo assay-marker'";

    @Test
    void a_function_as_dill_writes_it_says_what_it_would_use() {
        assertThat(report(parts(PickleForge.pickle(4).stackGlobal("dill._dill", "_create_code"))))
                .contains("calls dill._dill._create_code")
                .contains(DEED);
    }

    @Test
    void a_function_as_cloudpickle_writes_it_says_what_it_would_use() {
        assertThat(report(parts(PickleForge.pickle(4)
                        .stackGlobal("cloudpickle.cloudpickle", "_builtin_type")
                        .text("CodeType")
                        .op(0x85)
                        .op('R'))))
                .contains("calls cloudpickle.cloudpickle._builtin_type('CodeType')")
                .contains(DEED);
    }

    @Test
    void marshalled_code_that_a_pickle_loads_is_read() {
        var code = MarshalForge.PYTHON_3_11.code(List.of("os", "system"), "echo assay-marker");

        assertThat(report(PickleForge.pickle(4)
                        .stackGlobal("marshal", "loads")
                        .bytes(code)
                        .op(0x85)
                        .op('R')
                        .stop()
                        .done()))
                .contains("calls marshal.loads")
                .contains(DEED);
    }

    /// The callable on the stack, called with what Python 3.11 makes code of.
    private static byte[] parts(PickleForge callable) {
        for (var i = 0; i < 7; i++) {
            if (i == 0) {
                callable.op('(');
            } else {
                callable.op('K').op(0);
            }
        }
        callable.bytes("d\0S\0".getBytes(ISO_8859_1));
        callable.op('N').text("echo assay-marker").op(0x86);
        callable.text("os").text("system").op(0x86);
        callable.text("x").op(0x85);
        callable.text("<stdin>").text("f").text("f").op('K').op(1);
        callable.bytes(new byte[0]).bytes(new byte[0]).op(')').op(')');
        return callable.op('t').op('R').stop().done();
    }
}
