package dev.assay.judge;

import static dev.assay.forge.PickleForge.pickle;
import static dev.assay.judge.Museum.convicts;
import static dev.assay.judge.Museum.holds;
import static dev.assay.judge.Museum.hostile;
import static dev.assay.judge.Museum.isNotSafe;
import static dev.assay.judge.Museum.payload;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.forge.ModelForge;
import dev.assay.forge.PickleForge;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Evasions by how a stream begins, ends and is cut, S1 to S15.
@DisplayNameGeneration(ReplaceUnderscores.class)
class StreamBypassSpec {

    @Test
    void S1_nullifAI_what_ran_before_a_stream_breaks_counts() {
        for (var tail :
                List.of("\u00ff", "\u008d\1\2", "X\u00ff\u00ff\u00ff\u007f", "cno newline", "hc", "R", "0".repeat(9))) {
            convicts(payload().raw(tail));
        }
    }

    @Test
    void S2_a_stream_without_an_end_is_read_to_its_last_byte() {
        convicts(payload());
        convicts(pickle().global("posix", "system").raw("(V" + Museum.MARKER + "\ntR"));
    }

    @Test
    void S3_picklescan_fixtures_the_payload_may_stand_in_any_stream() {
        var stacked = pickle(2).raw("}.");
        for (var i = 0; i < 6; i++) {
            convicts(pickle(2).raw("}.").then(stacked).then(payload().stop()));
            stacked.then(pickle(4).raw("]."));
        }
    }

    @Test
    void S4_a_later_stream_may_break_too() {
        convicts(pickle(2).raw("}.").then(payload()));
        convicts(pickle(2).raw("}.").then(payload().raw("\u00ff")));
    }

    @Test
    void S5_bytes_between_streams_hide_none() {
        for (var length : new int[] {1, 300, 70_000}) {
            convicts(pickle(2).raw("}.").raw(new byte[length]).then(payload().stop()));
        }
        convicts(pickle(2).raw("}.").raw(new byte[300]).raw("cposix\nsystem\n(V" + Museum.MARKER + "\ntR."));
    }

    @Test
    void S5_S15_nor_do_bytes_before_the_first_of_no_format_or_of_another() {
        for (var before : new byte[][] {new byte[1], new byte[300], "\0garbage\0\0".getBytes(UTF_8), gif()}) {
            convicts(pickle().raw(before).then(payload().stop()));
            convicts(pickle().raw(before).raw("(V" + Museum.MARKER + "\niposix\nsystem\n."));
            convicts(pickle().raw(before).raw("cposix\nsystem\n(V" + Museum.MARKER + "\ntR."));
        }
    }

    private static byte[] gif() {
        return "GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;".getBytes(ISO_8859_1);
    }

    @Test
    void S6_S7_neither_padding_nor_many_opcodes_end_the_reading() {
        convicts(pickle(4).raw("(").bytes(new byte[12 << 20]).then(payload()).raw("t."));
        convicts(pickle(4)
                .raw("](" + "N".repeat(1_200_000) + "e")
                .then(payload())
                .raw("\u0086."));
    }

    @Test
    void S8_a_protocol_named_late_or_twice_is_read_and_no_writer_names_it() {
        convicts(pickle(2).raw("\u0080\4\u0080\0").then(payload().stop()));
        holds(pickle(2).raw("N\u0080\2."), "the protocol is named where no writer names it");
    }

    @Test
    void S9_S10_frames_that_lie_are_read_in_every_way() {
        for (var length : new long[] {0, 1, 5, 1 << 20, -1, Long.MAX_VALUE}) {
            convicts(pickle(4).frame(length).raw(payload().stop().done()));
        }
        holds(pickle(4).frame(9).raw("cposix\nsystem\n)R."), "differs between readers");
        holds(
                pickle(4).frame(36).stackGlobal("argparse", "Namespace").raw(")\u0081}bcposix\nsystem\n)R."),
                "differs between readers");
        holds(pickle(4).frame(0).raw("N."), "a frame is shorter than writers make one");
        holds(pickle(4).frame(4).raw("NNN0NN\u0087."), "values stand between frames");
        isNotSafe(pickle(4).frame(12).frame(2).raw("N0N.").done(), "differs between readers");
    }

    @Test
    void S11_S12_what_is_left_over_or_stands_before_is_no_shelter() {
        convicts(pickle(4).raw("NN((").then(payload()).raw("."));
        convicts(pickle().raw("(((").global("posix", "system").raw("(V" + Museum.MARKER + "\ntR."));
        holds(pickle(4).raw("NN."), "values are left over at the end");
    }

    @Test
    void S13_what_only_some_readers_take_is_taken() {
        for (var odd : List.of("](e", "\u008f(\u0090", "F1_0\n", "I+0\n", "I01 \n")) {
            convicts(pickle(4).raw(odd).then(payload()).raw("."));
        }
    }

    @Test
    void S14_empty_pickles_before_the_payload_are_only_the_first_streams() {
        convicts(pickle().raw("N.").raw("}.").raw(hostile()));
    }

    @Test
    void S15_a_file_that_is_two_things_is_read_as_both() {
        var archive = ModelForge.torch(hostile()).done();
        convicts(pickle(2).raw("}.").raw(archive));
        convicts(payload()
                .stop()
                .raw(ModelForge.torch("\u0080\2N.".getBytes(ISO_8859_1)).done()));
        convicts(ModelForge.torch("\u0080\2N.".getBytes(ISO_8859_1)).gap(hostile()));
        isNotSafe(PickleForge.pickle().raw("GIF89a").raw(hostile()).done(), "");
    }
}
