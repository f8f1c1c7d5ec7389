package dev.assay.inspect.format.rdata;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RDataSpec {

    private static final int NIL = 254;

    @Test
    void a_data_frame_is_data() {
        var frame = xdr().u32be(0x313).u32be(1);
        frame.u32be(13).u32be(2).u32be(1).u32be(2);
        frame.u32be(0x402).u32be(1);
        text(frame, "names").u32be(16).u32be(1);
        text(frame, "x");
        frame.u32be(0x402).u32be(1);
        text(frame, "row.names").u32be(13).u32be(2).u32be(0x80000000L).u32be(-2);
        frame.u32be(NIL);

        var inspection = inspection(frame.done());
        assertThat(inspection.format()).isEqualTo("rdata");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void a_promise_runs_when_the_value_is_touched__CVE_2024_27322() {
        var promise = xdr().u32be(5).u32be(252);
        call(promise, "system", "echo assay-marker");

        assertThat(report(promise.done())).isEqualTo("""
                it@0xe runs a promise: R code that runs when the value is touched
                it@0x1a runs an R expression that calls system
                """);
    }

    @Test
    void functions_expressions_and_byte_code_are_code() {
        assertThat(report(xdr().u32be(3).u32be(253).u32be(NIL).u32be(NIL).done()))
                .contains("runs an R function");
        assertThat(report(call(xdr(), "unlink", "x").done())).contains("runs an R expression that calls unlink");
        assertThat(report(xdr().u32be(21).u32be(1).done())).contains("runs R byte code");
        assertThat(report(xdr().u32be(8).u32be(6).text("system").done())).contains("runs the R function system");
        assertThat(report(xdr().u32be(22).u32be(NIL).u32be(NIL).done())).contains("runs an external pointer");
    }

    @Test
    void a_vector_class_of_another_package_is_named() {
        assertThat(report(compact("compact_intseq", "base").done())).isEmpty();
        assertThat(report(compact("mmap_real", "simplemmap").done()))
                .contains("names the vector class simplemmap::mmap_real");
    }

    @Test
    void a_value_written_as_text_is_a_value_and_no_text() {
        var inspection = inspection("A\n3\n263170\n197888\n5\nUTF-8\n14\n2\n1.5\nNA\n".getBytes(UTF_8));

        assertThat(inspection.format()).isEqualTo("rdata");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
        assertThat(report("A\n2\n263170\n197888\n5\n252\n6\n1\n262153\n6\nsystem\n254\n".getBytes(UTF_8)))
                .contains("runs a promise")
                .contains("calls system");
    }

    @Test
    void a_workspace_is_a_list_of_values() {
        var workspace =
                new Bytes().raw("RDX2\n").raw("X\n").u32be(2).u32be(0x40302).u32be(0x20300);
        workspace.u32be(0x402).u32be(1);
        text(workspace, "x").u32be(14).u32be(1).zeros(8).u32be(NIL);

        assertThat(report(workspace.done())).isEmpty();
        assertThat(inspection(workspace.raw("more").done()).complete()).isFalse();
    }

    @Test
    void lengths_and_nesting_are_bounded() {
        assertThat(report(xdr().u32be(14).u32be(0x7fffffff).done()))
                .contains("breaks the rule that a count fits in the bytes left");
        assertThat(report(xdr().u32be(19).u32be(-1).u32be(0x7fff).u32be(0).done()))
                .contains("breaks the rule that a count fits in the bytes left");
        var deep = xdr();
        for (var i = 0; i < 200_000; i++) {
            deep.u32be(19).u32be(1);
        }
        assertThat(report(deep.u32be(NIL).done())).isEmpty();
        assertThat(report(xdr().u32be(255).u32be(9).done())).contains("a reference is to something seen before");
    }

    @Test
    void what_is_no_longer_said_is_not_kept_silent() {
        var many = xdr().u32be(19).u32be(201);
        for (var i = 0; i < 201; i++) {
            text(many.u32be(247).u32be(0).u32be(1), "object " + i);
        }

        assertThat(report(many.done()))
                .contains("an object kept elsewhere: object 199")
                .doesNotContain("object 200")
                .contains("eludes us: only 200 sentences are said of R values");
    }

    private static Bytes xdr() {
        return new Bytes().raw("X\n").u32be(2).u32be(0x40302).u32be(0x20300);
    }

    private static Bytes text(Bytes out, String text) {
        return out.u32be(0x40009).u32be(text.length()).text(text);
    }

    private static Bytes call(Bytes out, String function, String argument) {
        out.u32be(6).u32be(1);
        text(out, function).u32be(2).u32be(16).u32be(1);
        return text(out, argument).u32be(NIL);
    }

    private static Bytes compact(String name, String home) {
        var out = xdr().u32be(238).u32be(2).u32be(1);
        text(out, name).u32be(2).u32be(1);
        text(out, home).u32be(2).u32be(13).u32be(1).u32be(13).u32be(NIL);
        return out.u32be(14).u32be(3).zeros(24).u32be(NIL);
    }
}
