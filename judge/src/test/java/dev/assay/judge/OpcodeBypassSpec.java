package dev.assay.judge;

import static dev.assay.forge.PickleForge.pickle;
import static dev.assay.judge.Museum.COMMAND;
import static dev.assay.judge.Museum.MARKER;
import static dev.assay.judge.Museum.convicts;
import static dev.assay.judge.Museum.holds;
import static dev.assay.judge.Museum.isNotSafe;
import static dev.assay.judge.Museum.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Spelling;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Evasions by opcodes and the memo, O1 to O13.
@DisplayNameGeneration(ReplaceUnderscores.class)
class OpcodeBypassSpec {

    @Test
    void O1_GHSA_mxhj_88fx_4pcv_every_opcode_that_calls_is_a_call() {
        for (var spelling : Spelling.values()) {
            convicts(spelling.of("posix", "system", MARKER), "posix.system");
        }
        for (var call : List.of("tR0", "tR1", "o0")) {
            var object = call.startsWith("o");
            var forge = pickle(4).raw(call.endsWith("1") || object ? "(" : "");
            convicts(forge.stackGlobal("posix", "system")
                    .raw(object ? "" : "(")
                    .text(MARKER)
                    .raw(call + "N."));
        }
    }

    @Test
    void O2_picklescan_22_what_was_put_aside_is_found_wherever_it_went() {
        convicts(pickle(4)
                .raw("(")
                .text("posix")
                .raw("q\0")
                .text("system")
                .raw("q\0011h\0h\1\u0093(")
                .text(MARKER)
                .raw("tR."));
        convicts(pickle(4)
                .text("posix")
                .raw("r\7\1\0\0000")
                .text("system")
                .raw("q\0010j\7\1\0\0h\1\u0093(")
                .text(MARKER)
                .raw("tR."));
        convicts(pickle(4)
                .text("json")
                .raw("q\0000")
                .text("posix")
                .raw("q\0000h\0")
                .text("system")
                .raw("\u0093(")
                .text(MARKER)
                .raw("tR."));
        convicts(pickle(4)
                .text("posix")
                .raw("p007\n0g7\n")
                .text("system")
                .raw("\u0093(")
                .text(MARKER)
                .raw("tR."));
    }

    @Test
    void O3_picklescan_52_nothing_that_breaks_a_reader_breaks_this_one() {
        for (var odd :
                List.of("q\0", "hd", "(q\0", "R", "b", "\u0093", "s", "(u", "a", "e", "\u0081", "o", "2", "\u0090")) {
            isNotSafe(pickle(4).raw(odd).done(), "");
            convicts(payload().raw(odd).stop());
        }
    }

    @Test
    void O4_extension_codes_are_what_they_were_registered_for_or_held() {
        convicts(Spelling.EXTENSION.of("posix", "system", MARKER), COMMAND);
        for (var code : List.of("\u0082\1", "\u0083\1\1", "\u0084\1\1\0\0")) {
            isNotSafe(pickle(2).raw(code + ".").done(), "it uses an extension code");
        }
    }

    @Test
    void O5_modelscan_89_a_state_given_to_what_is_imported_changes_the_program() {
        holds(
                pickle(4)
                        .stackGlobal("collections", "OrderedDict")
                        .raw("}")
                        .text("a")
                        .raw("Nsb."),
                "__setattr__");
        holds(
                pickle(4)
                        .stackGlobal("torch.nn.modules.linear", "Linear")
                        .raw("}")
                        .text("forward")
                        .raw("Nsb."),
                "__setattr__");
        holds(pickle(4).stackGlobal("sys", "modules").raw("N}").text("os").raw("Ns\u0086b."), "sys.modules");
    }

    @Test
    void O5_an_object_is_given_a_state_once() {
        holds(
                pickle(4)
                        .stackGlobal("collections", "OrderedDict")
                        .raw(")R}")
                        .text("a")
                        .raw("Nsb}")
                        .text("b")
                        .raw("Nsb."),
                "an object is given its state twice");
    }

    @Test
    void O5_a_state_sets_nothing_the_language_keeps_for_itself() {
        for (var key : List.of("__class__", "__dict__", "__reduce__")) {
            holds(
                    pickle(4)
                            .stackGlobal("argparse", "Namespace")
                            .raw(")\u0081}")
                            .text(key)
                            .raw("Nsb."),
                    "a state sets what the language keeps for itself");
        }
    }

    @Test
    void O6_CVE_2026_24747_items_are_set_in_dictionaries_only() {
        holds(pickle(4).stackGlobal("sys", "modules").text("os").raw("Ns."), "sys.modules.__setitem__");
        holds(
                pickle(4)
                        .stackGlobal("os", "environ")
                        .raw("(")
                        .text("PATH")
                        .text("/x")
                        .raw("u."),
                "os.environ.__setitem__");
        holds(
                pickle(2)
                        .raw("(X\7\0\0\0storage")
                        .global("torch", "FloatStorage")
                        .raw("X\1\0\0\0000X\3\0\0\0cpuK\4tQK\0K\1s."),
                "changes something that is not known");
        holds(pickle(4).raw("K\1K\1K\1s."), "a plain value is filled as a container");
    }

    @Test
    void O6_CVE_2026_24747_a_tensor_ends_inside_its_storage() {
        for (var shape : List.of(
                "K\0K\5\u0085K\1\u0085",
                "K\1K\4\u0085K\1\u0085",
                "K\0K\2\u0085K\4\u0085",
                "K\0K\2\u0085)",
                "K\0J\u00ff\u00ff\u00ff\u00ff\u0085K\1\u0085")) {
            holds(tensor(shape), "a tensor ends inside its storage");
        }
        assertThat(Museum.verdict(tensor("K\0K\4\u0085K\1\u0085")).word()).isEqualTo(Word.SAFE);
    }

    @Test
    void O7_PickleCloak_lazy_iterators_run_what_they_are_handed() {
        for (var lazy : List.of(
                "builtins.map",
                "builtins.filter",
                "itertools.starmap",
                "itertools.takewhile",
                "itertools.accumulate")) {
            var dot = lazy.lastIndexOf('.');
            var forge = pickle(4).stackGlobal("collections", "deque");
            forge.stackGlobal(lazy.substring(0, dot), lazy.substring(dot + 1))
                    .stackGlobal("acme", "f")
                    .raw("](")
                    .text(MARKER)
                    .raw("e\u0086R\u0085R.");
            convicts(forge.done(), "runs code it is handed");
        }
    }

    @Test
    void O8_what_is_hashed_or_compared_is_an_object_that_is_held() {
        holds(pickle(4).raw("}").stackGlobal("acme", "Key").raw(")\u0081Ns."), "acme.Key.__new__");
        holds(pickle(4).raw("\u008f(").stackGlobal("acme", "Key").raw(")\u0081\u0090."), "acme.Key.__new__");
    }

    @Test
    void O9_picklescan_66_GHSA_955r_x9j8_7rhh_callables_made_of_callables_are_followed() {
        convicts(pickle(4)
                .stackGlobal("functools", "partial")
                .stackGlobal("posix", "system")
                .text(MARKER)
                .raw("\u0086R)R."));
        convicts(
                pickle(4)
                        .stackGlobal("_operator", "methodcaller")
                        .text("system")
                        .text(MARKER)
                        .raw("\u0086R")
                        .stackGlobal("builtins", "__import__")
                        .text("posix")
                        .raw("\u0085R\u0085R.")
                        .done(),
                "operator.methodcaller");
        convicts(pickle(4)
                .stackGlobal("operator", "attrgetter")
                .text("system")
                .raw("\u0085R")
                .stackGlobal("importlib", "import_module")
                .text("posix")
                .raw("\u0085R\u0085R(")
                .text(MARKER)
                .raw("tR."));
        convicts(
                pickle(4)
                        .stackGlobal("operator", "getitem")
                        .stackGlobal("builtins", "__dict__")
                        .text("eval")
                        .raw("\u0086R(")
                        .text(MARKER)
                        .raw("tR.")
                        .done(),
                "calls builtins.eval('echo assay-marker')");
    }

    @Test
    void O10_fickling_322_protocol_5_is_read_whole() {
        convicts(pickle(5).raw("\u0096\1\0\0\0\0\0\0\0a\u00980").then(payload()).stop());
        isNotSafe(pickle(5).raw("\u0097.").done(), "");
    }

    @Test
    void O11_PickleCloak_a_call_that_fails_is_a_call() {
        convicts(pickle(4).stackGlobal("posix", "system").raw("K\1K\2\u0086R.").done(), "calls posix.system(1, 2)");
    }

    @Test
    void O12_O13_what_is_done_stays_done_whatever_becomes_of_it() {
        convicts(payload().raw("0").stackGlobal("collections", "OrderedDict").raw(")R."));
        convicts(pickle(4).raw("(").then(payload()).raw("1}."));
        convicts(
                pickle(4)
                        .stackGlobal("gc", "disable")
                        .raw(")R0")
                        .stackGlobal("sys", "modules")
                        .text("pickle")
                        .raw("Ns.")
                        .done(),
                "sys.modules");
    }

    private static byte[] tensor(String shape) {
        return pickle(2)
                .global("torch._utils", "_rebuild_tensor_v2")
                .raw("((X\7\0\0\0storage")
                .global("torch", "FloatStorage")
                .raw("X\1\0\0\0000X\3\0\0\0cpuK\4tQ" + shape + "\u0089")
                .global("collections", "OrderedDict")
                .raw(")RtR.")
                .done();
    }
}
