package dev.assay.inspect.format.text.torchscript;

import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgramSpec {

    private static final String MODULE = """
            class Net(Module):
              __parameters__ = ["weight", "bias", ]
              __buffers__ = []
              weight : Tensor
              training : bool
              fc : __torch__.torch.nn.modules.linear.Linear
              packed : __torch__.torch.classes.quantized.LinearPackedParamsBase
              def forward(self: __torch__.Net,
                x: Tensor) -> Tensor:
                fc = self.fc
                _0 = torch.relu((fc).forward(torch.to(x, ops.prim.dtype(x)), ))
                if bool(ops.prim.NumToTensor(torch.len([1]))):
                  ops.prim.RaiseException("ops.aten.save(x)", "builtins.ValueError")
                else:
                  pass
                return torch.dropout(annotate(Tensor, _0), 0.5, self.training)
            """;

    @Test
    void operations_on_tensors_are_a_program_and_nothing_more() {
        assertThat(report(MODULE.getBytes(UTF_8)))
                .isEqualTo("it runs a program for torch.jit when the model is called\n");
    }

    @Test
    void an_operation_that_may_do_more_is_told_of() {
        for (var call : new String[] {
            "torch.save(x, \"a\")",
            "torch . save(x, \"a\")",
            "torch.\\\n    save(x)",
            "(torch.  # why\n    save)(x)",
            "ops.aten.save(x, \"a\")",
            "torch.from_file(\"a\")",
            "ops.prim.PythonOp(x)",
            "ops.mine.act(x)",
            "ops.loaded . act (x)"
        }) {
            assertThat(report((MODULE + "    _1 = " + call + "\n").getBytes(UTF_8)))
                    .as(call)
                    .containsPattern("it@0x[0-9a-f]+ (calls torch.ops\\.|names operations)");
        }
        assertThat(report((MODULE + "    torch.save(x, \"a\")\n").getBytes(UTF_8)))
                .contains("calls torch.ops.aten.save()");
    }

    @Test
    void operations_that_are_not_called_at_once_are_told_of() {
        for (var use : new String[] {"f = torch.relu", "t = torch", "o = ops.aten", "g = getattr(ops, \"aten\")"}) {
            assertThat(report((MODULE + "    " + use + "\n").getBytes(UTF_8)))
                    .as(use)
                    .contains("names operations without calling them");
        }
    }

    @Test
    void native_classes_and_other_machines_are_told_of() {
        assertThat(report((MODULE + "    x : __torch__.torch.classes.mine.Acting\n").getBytes(UTF_8)))
                .contains("names a class of native code: mine.Acting");
        assertThat(report((MODULE + "    rpc_sync(\"a\", f)\n").getBytes(UTF_8)))
                .contains("calls torch.distributed.rpc.rpc_sync()");
    }

    @Test
    void functions_alone_are_known_by_where_an_archive_keeps_them() throws IOException {
        assertThat(report(zip("net/code/__torch__.py", "def f(x: Tensor) -> Tensor:\n  torch.save(x, \"a\")\n")))
                .contains("net/code/__torch__.py@0x1e calls torch.ops.aten.save()");
        assertThat(report(zip("net/code/train.py", "import torch\ntorch.tensor(1)\n")))
                .doesNotContain("torch.jit");
    }

    private static byte[] zip(String name, String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
