package dev.assay.judge;

import static dev.assay.forge.PickleForge.pickle;
import static dev.assay.judge.Museum.MARKER;
import static dev.assay.judge.Museum.convicts;
import static dev.assay.judge.Museum.holds;
import static dev.assay.judge.Museum.isNotSafe;
import static dev.assay.judge.Museum.payload;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.PickleForge;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Evasions by how literals and names are written, L1 to L9.
@DisplayNameGeneration(ReplaceUnderscores.class)
class NameBypassSpec {

    @Test
    void L1_numbers_in_any_base_are_numbers() {
        for (var number : List.of("I0x10", "I0o17", "I0b1", "L0xffL", "L0xff", "I-0x1", "I\t1")) {
            convicts(pickle().raw(number + "\n0").then(payload()).stop());
            holds(pickle(2).raw(number + "\n."), "a number is written as no writer writes it");
        }
    }

    @Test
    void L2_byte_strings_hold_any_bytes_and_any_escapes() {
        for (var text : List.of("S'\u00e9'", "S'\\xe9'", "S\"\\351\"", "S'a' ", "S'a'\u0001", "S'a'\u00ff")) {
            convicts(pickle().raw(text + "\n").then(payload()).stop());
        }
    }

    @Test
    void L2_a_text_spelled_as_no_writer_spells_it_is_held() {
        for (var text : List.of(
                "S'\\x61'",
                "S'\\141'",
                "S\"a\"",
                "S'\u00e9'",
                "S'\\a'",
                "S'a\\\"'",
                "S'\\xC3'",
                "S'a' ",
                "V\\u0061",
                "V\\x61",
                "V\\",
                "V\\\\u0061",
                "V\\U0001F600")) {
            holds(pickle(2).raw(text + "\n."), "a text is spelled as no writer spells it");
        }
        for (var text : List.of(
                "S'a'",
                "S\"a'b\"",
                "S'a\\'b\"'",
                "S'\\n\\r\\t\\\\'",
                "S'\\xc3\\x00'",
                "Va\u00e9",
                "V\\u005cu0061",
                "V\\u20ac\\U0001f600",
                "V")) {
            assertThat(Museum.verdict(pickle(2).raw(text + "\n.").done()).word())
                    .as(text)
                    .isEqualTo(Word.SAFE);
        }
    }

    @Test
    void L3_names_in_other_letters_are_other_names() {
        isNotSafe(
                pickle().global("\u03bfs", "system")
                        .raw("(V" + MARKER + "\ntR.")
                        .done(),
                "calls \u03bfs.system");
        isNotSafe(pickle().global("p\u043esix", "system").raw(".").done(), "imports");
    }

    @Test
    void L4_L5_names_by_any_text_opcode_with_any_escape_are_the_names_they_spell() {
        for (var module : List.of(
                "V\\u0070osix\n",
                "S'\\x70osix'\n",
                "S'\\160osix'\n",
                "U\5posix",
                "T\5\0\0\0posix",
                "X\5\0\0\0posix",
                "\u008c\5posix",
                "\u008d\5\0\0\0\0\0\0\0posix")) {
            convicts(pickle(4)
                    .raw(module)
                    .text("system")
                    .raw("\u0093(")
                    .text(MARKER)
                    .raw("tR."));
        }
    }

    @Test
    void L6_surrogates_zeros_and_carriage_returns_are_part_of_a_name() {
        for (var name : List.of("system\0", "system\r", "sys\u0085tem", " system")) {
            isNotSafe(pickle(4).text("posix").text(name).raw("\u0093)R.").done(), "calls posix.");
        }
        isNotSafe(pickle().raw("cposix\r\nsystem\r\n)R.").done(), "calls ");
    }

    @Test
    void L7_L9_what_a_persistent_id_names_is_known_or_held() {
        isNotSafe(pickle().raw("P\u00e9\n.").done(), "persistent id");
        isNotSafe(pickle(2).raw("X\4\0\0\0evilQ.").done(), "persistent id");
        holds(
                pickle(2).raw("(X\7\0\0\0storage").global("acme", "Storage").raw("X\1\0\0\0000X\3\0\0\0cpuK\4tQ."),
                "imports acme.Storage");
        convicts(
                pickle(2)
                        .raw("(X\7\0\0\0storage")
                        .global("posix", "system")
                        .raw("X\1\0\0\0000X\3\0\0\0cpuK\4tQ.")
                        .done(),
                "imports posix.system");
    }

    @Test
    void L8_names_put_together_while_loading_are_put_together_here() {
        convicts(built(part("_operator", "concat").text("pos").text("ix").raw("\u0086R")));
        convicts(built(part("operator", "add").text("pos").text("ix").raw("\u0086R")));
        convicts(built(part("builtins", "str.join")
                .text("")
                .raw("](")
                .text("pos")
                .text("ix")
                .raw("e\u0086R")));
        convicts(built(part("codecs", "decode").text("cbfvk").text("rot13").raw("\u0086R")));
        convicts(built(part("builtins", "bytes.decode")
                .stackGlobal("base64", "b64decode")
                .text("cG9zaXg=")
                .raw("\u0085R\u0085R")));
        convicts(built(part("builtins", "bytes.decode")
                .stackGlobal("builtins", "bytes.fromhex")
                .text("706f736978")
                .raw("\u0085R\u0085R")));
    }

    @Test
    void L8_a_name_that_cannot_be_known_is_held_for_how_it_is_made() {
        holds(
                built(part("acme", "name").text("x").raw("\u0085R")),
                "it imports a name that is not known before it is loaded");
        holds(
                built(part("builtins", "str.format").text("{}").text("posix").raw("\u0086R")),
                "calls builtins.str.format");
    }

    private static PickleForge part(String module, String name) {
        return pickle(4).stackGlobal(module, name);
    }

    private static PickleForge built(PickleForge module) {
        return module.text("system").raw("\u0093(").text(MARKER).raw("tR.");
    }
}
