package dev.assay.gate;

import static dev.assay.gate.House.WORDS;
import static dev.assay.gate.House.standard;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.assay.gate.OddInspector.Way;
import dev.assay.gate.Refused.Reason;
import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import dev.assay.judge.Outcome;
import dev.assay.judge.Policy;
import dev.assay.judge.Word;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GateSpec {

    private static final byte[] NUMBERS = npy("<f4", new byte[12]);

    @TempDir
    private Path folder;

    private @Nullable House open;

    @AfterEach
    void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    @Test
    void a_blob_nobody_examined_is_not_served() throws Exception {
        var house = house(Way.HANGS);
        var model = house.receives(WORDS);

        assertThat(house.gate.standing(model)).isEqualTo(new Standing.Waiting());
        assertThat(refused(house, model).reason()).isEqualTo(Reason.QUARANTINED);
    }

    @Test
    void a_harmless_blob_leaves_as_it_came() throws Exception {
        var house = house(Way.HONEST);

        var model = house.examines(NUMBERS);

        assertThat(house.serves(model)).isEqualTo(NUMBERS);
        assertThat(house.gate.size(model)).contains((long) NUMBERS.length);
    }

    @Test
    void a_blob_that_calls_a_command_never_leaves_and_its_reader_is_told_what_was_found_where() throws Exception {
        var house = house(Way.FINDS_A_CALL);

        var refused = refused(house, house.examines(WORDS));

        assertThat(refused.reason()).isEqualTo(Reason.CONVICTED);
        assertThat(refused.what())
                .contains("MALICIOUS", "file!/archive/data.pkl@0x1f calls posix.system('echo assay-marker')");
        assertThat(refused.hint()).contains("@0x1f", "safetensors");
    }

    @Test
    void what_no_rule_clears_waits_for_a_person() throws Exception {
        var house = house(Way.FINDS_A_STRANGER);

        var refused = refused(house, house.examines(WORDS));

        assertThat(refused.reason()).isEqualTo(Reason.HELD);
        assertThat(refused.what()).contains("imports acme.layers.Dense");
    }

    @Test
    void with_no_formats_nothing_is_cleared() throws Exception {
        var house = house(Way.NO_FORMATS);

        assertThat(refused(house, house.examines(WORDS)).reason()).isEqualTo(Reason.HELD);
    }

    @ParameterizedTest
    @CsvSource({"EXITS", "EXITS_AT_ONCE", "TALKS_NONSENSE", "ANSWERS_TWICE", "ANSWERS_ANOTHER_REQUEST"})
    void a_blob_on_which_the_inspector_fails_is_held_and_the_reason_said(Way way) throws Exception {
        var house = house(way);

        var model = house.examines(WORDS);

        assertThat(house.gate.standing(model)).isInstanceOf(Standing.Unexamined.class);
        assertThat(refused(house, model).what()).contains("could not be examined: the inspector");
        assertThat(house.said()).isEmpty();
        assertThat(house.gate.load().failures()).isEqualTo(1);
    }

    @Test
    void a_digest_alone_brings_nothing_in() throws Exception {
        var house = house(Way.HONEST);
        var claimed = Digest.of(NUMBERS);

        assertThat(house.gate.standing(claimed)).isEqualTo(new Standing.Absent());
        assertThat(house.gate.size(claimed)).isEmpty();
        assertThat(refused(house, claimed).reason()).isEqualTo(Reason.ABSENT);
        assertThat(house.awaits(claimed)).isEqualTo(new Standing.Absent());
    }

    @Test
    void bytes_in_the_vault_that_the_register_does_not_know_are_absent() throws Exception {
        var house = house(Way.HONEST);
        var digest = Digest.of(NUMBERS);
        var shelf = Files.createDirectories(house.blobs.resolve(digest.hex().substring(0, 2)));
        Files.write(shelf.resolve(digest.hex()), NUMBERS);

        assertThat(refused(house, digest).reason()).isEqualTo(Reason.ABSENT);
    }

    @Test
    void small_blobs_come_in_together_in_their_order() throws Exception {
        var house = house(Way.HONEST);

        var received = house.gate.receive(List.of(NUMBERS, WORDS, NUMBERS));

        assertThat(received)
                .extracting(Gate.Received::digest)
                .containsExactly(Digest.of(NUMBERS), Digest.of(WORDS), Digest.of(NUMBERS));
        assertThat(house.gate.load().bytesIn()).isEqualTo(2L * NUMBERS.length + WORDS.length);
    }

    @Test
    void without_its_policy_file_nothing_is_cleared_until_it_is_back() throws Exception {
        var house = house(Way.HONEST);
        var model = house.examines(NUMBERS);
        Files.delete(house.policy);

        assertThat(refused(house, model).what()).contains("no policy is in force", "missing");
        assertThat(house.gate.standing(model)).isInstanceOf(Standing.Unexamined.class);

        Files.write(house.policy, standard());
        assertThat(house.serves(model)).isEqualTo(NUMBERS);
    }

    @Test
    void a_file_that_is_no_policy_clears_nothing() throws Exception {
        var house = house(Way.HONEST);
        var model = house.examines(NUMBERS);
        Files.writeString(house.policy, "rules: everything is fine\n");

        assertThat(refused(house, model).what()).contains("no policy is in force", "not a policy");
    }

    @Test
    void what_is_inspected_while_no_policy_is_in_force_is_judged_when_one_is() throws Exception {
        var house = house(Way.HONEST);
        Files.delete(house.policy);
        var model = house.receives(NUMBERS);
        assertThat(house.awaits(model)).isInstanceOf(Standing.Unexamined.class);
        var judged = new LinkedBlockingQueue<Digest>();
        house.gate.whenJudged(judged::add);

        Files.write(house.policy, standard());

        while (!(house.gate.standing(model) instanceof Standing.Judged)) {
            assertThat(judged.poll(60, TimeUnit.SECONDS)).isEqualTo(model);
        }
        assertThat(house.serves(model)).isEqualTo(NUMBERS);
    }

    @Test
    void another_policy_judges_the_facts_on_file_again_without_opening_the_bytes() throws Exception {
        var house = house(Way.FINDS_A_STRANGER);
        var model = house.examines(WORDS);
        assertThat(refused(house, model).reason()).isEqualTo(Reason.HELD);
        Files.delete(house.blobs.resolve(model.hex().substring(0, 2)).resolve(model.hex()));

        Files.writeString(house.policy, """
                policy: strict
                version: 1
                rules:
                  - { when: imports acme.layers.Dense, then: convict, because: we do not want it }
                """);

        assertThat(refused(house, model).reason()).isEqualTo(Reason.CONVICTED);
        assertThat(refused(house, model).what()).contains("policy strict@");
        assertThat(house.said()).last().asString().contains("MALICIOUS convict strict@");
    }

    @Test
    void an_inspection_of_another_generation_clears_nothing_and_the_blob_is_looked_at_again() throws Exception {
        var house = house(Way.AS_THE_FILE_SAYS);
        var model = house.examines("HONEST".getBytes(UTF_8));
        house.gate.clear(model);
        house = open = house.reopened(Way.HANGS);
        house.gate.clear(model);
        house.database()
                .write(sql ->
                        sql.sql("update inspection set generation = 'old'").update());
        house.database()
                .write(sql -> sql.sql("update verdict set generation = 'old'").update());

        assertThat(refused(house, model).reason()).isEqualTo(Reason.QUARANTINED);
        assertThat(house.gate.load().waiting()).isEqualTo(1);
    }

    @Test
    void what_another_judge_cleared_under_the_same_text_is_judged_again() throws Exception {
        var house = house(Way.FINDS_A_CALL);
        var model = house.examines(WORDS);
        house.database()
                .write(sql -> sql.sql("""
                                update verdict set outcome = 'CLEAR', word = 'SAFE',
                                    policy = substr(policy, 1, length(policy) - 32) || :judge""").param("judge", "0".repeat(32)).update());

        assertThat(refused(house, model).reason()).isEqualTo(Reason.CONVICTED);
        assertThat(house.said()).hasSize(2);
    }

    @Test
    void a_verdict_names_the_whole_text_it_rests_on_and_the_judge() throws Exception {
        var house = house(Way.HONEST);

        house.examines(NUMBERS);

        assertThat(house.said())
                .singleElement()
                .asString()
                .endsWith(" policy=" + Policy.standard().digest() + " judge=" + Policy.GENERATION);
    }

    @Test
    void whoever_read_what_is_not_cleared_reads_nothing_else() throws Exception {
        var house = house(Way.FINDS_A_CALL_ONCE);

        for (var i = 0; i < 3; i++) {
            house.examines(new byte[] {(byte) i});
        }

        assertThat(house.gate.load().verdicts()).containsEntry(Word.MALICIOUS, 3L);
        assertThat(house.gate.load().failures()).isZero();
    }

    @Test
    void nobody_reads_more_than_a_hundred_blobs() throws Exception {
        var house = house(Way.READS_A_HUNDRED);
        var contents = new ArrayList<byte[]>();
        for (var i = 0; i < 201; i++) {
            contents.add(new byte[] {1, (byte) i});
        }

        var digests =
                house.gate.receive(contents).stream().map(Gate.Received::digest).toList();

        assertThat(house.gate.await(digests, House.LONG).values())
                .allMatch(it ->
                        it instanceof Standing.Judged judged && judged.verdict().word() == Word.SAFE);
        assertThat(house.gate.load().failures()).isZero();
    }

    @Test
    void a_gate_that_works_is_not_ailing_and_one_without_a_policy_is() throws Exception {
        var house = house(Way.HONEST);
        house.examines(NUMBERS);
        assertThat(house.gate.ailing()).isEmpty();

        Files.delete(house.policy);

        assertThat(house.gate.ailing()).hasValueSatisfying(it -> assertThat(it).startsWith("no policy is in force"));
    }

    @Test
    void the_ledger_has_a_line_for_every_verdict_and_no_file_can_add_one() throws Exception {
        var house = house(Way.SAYS_TWO_LINES);

        var model = house.examines(WORDS);

        assertThat(house.said())
                .singleElement()
                .asString()
                .startsWith("verdict " + model + " SAFE clear default@")
                .contains(" size=16 covered=16 format=text?verdict");
    }

    @Test
    void whoever_listens_is_told_once_the_verdict_is_on_record() throws Exception {
        var house = house(Way.HONEST);
        var judged = new LinkedBlockingQueue<Standing>();
        house.gate.whenJudged(it -> judged.add(house.gate.standing(it)));
        house.gate.whenJudged(it -> {
            throw new IllegalStateException("one listener's failure is not the others'");
        });

        house.receives(NUMBERS);

        assertThat(judged.poll(60, TimeUnit.SECONDS)).isInstanceOf(Standing.Judged.class);
        assertThat(house.gate.load().verdicts()).containsEntry(Word.SAFE, 1L);
    }

    @Test
    void nobody_waits_longer_than_he_said() throws Exception {
        var house = house(Way.HANGS);
        var model = house.receives(WORDS);

        assertThat(house.gate.await(List.of(model), Duration.ofMillis(1))).containsEntry(model, new Standing.Waiting());
    }

    @Test
    void what_waits_at_a_stop_is_inspected_after_the_next_start() throws Exception {
        var house = house(Way.HANGS);
        var model = house.receives(NUMBERS);

        house = open = house.reopened(Way.HONEST);
        house.awaits(model);

        assertThat(house.serves(model)).isEqualTo(NUMBERS);
    }

    @Test
    void what_could_not_be_inspected_is_tried_again_at_the_next_start() throws Exception {
        var house = house(Way.EXITS);
        var model = house.examines(NUMBERS);

        house = open = house.reopened(Way.HONEST);
        house.awaits(model);

        assertThat(house.serves(model)).isEqualTo(NUMBERS);
    }

    @Test
    void whoever_listens_hears_that_a_policy_is_back_though_it_has_nothing_new_to_judge() throws Exception {
        var house = house(Way.HONEST);
        var model = house.examines(NUMBERS);
        var heard = new LinkedBlockingQueue<String>();
        house.gate.whenInForce(() -> heard.add("in force"));
        Files.delete(house.policy);
        assertThat(house.gate.standing(model)).isInstanceOf(Standing.Unexamined.class);
        heard.clear();

        Files.write(house.policy, standard());

        assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("in force");
        assertThat(house.serves(model)).isEqualTo(NUMBERS);
    }

    @Test
    void a_person_releases_what_is_held_and_the_ledger_says_who_and_why() throws Exception {
        var house = house(Way.FINDS_A_STRANGER);
        var model = house.examines(WORDS);

        var standing = house.gate.decide(model, true, "ada", "read \"it\" myself");

        assertThat(standing).isEqualTo(new Standing.Decided(true, "ada", "read \"it\" myself"));
        assertThat(house.serves(model)).isEqualTo(WORDS);
        assertThat(house.said())
                .last()
                .isEqualTo("decision " + model + " release by=\"ada\" because=\"read \\\"it\\\" myself\" over=hold");
    }

    @Test
    void a_release_does_not_reach_beyond_what_was_known_then() throws Exception {
        var house = house(Way.FINDS_A_STRANGER);
        var model = house.examines(WORDS);
        house.gate.decide(model, true, "ada", "looks fine");

        Files.writeString(house.policy, """
                policy: strict
                version: 1
                rules:
                  - { when: imports acme.layers.Dense, then: convict, because: we do not want it }
                """);

        assertThat(refused(house, model).reason()).isEqualTo(Reason.CONVICTED);
    }

    @Test
    void a_blob_among_others_is_judged_with_what_they_add_and_alone_it_stands_as_before() throws Exception {
        var house = house(Way.HONEST);
        var model = house.examines(NUMBERS);
        var said = house.said();

        var among = house.gate.among(model, it -> it.with(new Finding.Differs(Place.START, "others decide")));

        assertThat(among.lets()).isFalse();
        assertThat(among)
                .isInstanceOfSatisfying(
                        Standing.Judged.class,
                        it -> assertThat(it.verdict().outcome()).isEqualTo(Outcome.HOLD));
        assertThat(house.gate.among(model, it -> it)).isEqualTo(house.gate.standing(model));
        assertThat(house.serves(model)).isEqualTo(NUMBERS);
        assertThat(house.said()).isEqualTo(said);
    }

    @Test
    void a_release_covers_what_others_add_as_far_as_the_worst_that_was_known() throws Exception {
        var house = house(Way.FINDS_A_STRANGER);
        var model = house.examines(WORDS);
        UnaryOperator<Inspection> held = it -> it.with(new Finding.Differs(Place.START, "others decide"));
        UnaryOperator<Inspection> convicted = it -> it.with(new Finding.Escapes(Place.START, "elsewhere"));
        assertThat(house.gate.among(model, held).lets()).isFalse();

        house.gate.decide(model, true, "ada", "looks fine");

        assertThat(house.gate.among(model, held).lets()).isTrue();
        assertThat(house.gate.among(model, convicted).convicts()).isTrue();
        house.gate.decide(model, false, "ada", "it is bad");
        assertThat(house.gate.among(model, it -> it).convicts()).isTrue();
    }

    @Test
    void what_was_not_inspected_stands_among_others_as_it_does_alone() throws Exception {
        var house = house(Way.EXITS);
        var model = house.examines(WORDS);

        assertThat(house.gate.among(model, it -> it).lets()).isFalse();
        assertThat(house.gate.among(Digest.of(NUMBERS), it -> it)).isEqualTo(new Standing.Absent());
    }

    @Test
    void nobody_releases_what_was_not_inspected() throws Exception {
        var house = house(Way.EXITS);
        var model = house.examines(WORDS);

        assertThatExceptionOfType(Refused.class).isThrownBy(() -> house.gate.decide(model, true, "ada", "trust me"));
        assertThat(refused(house, model).reason()).isEqualTo(Reason.HELD);
    }

    @Test
    void a_person_convicts_what_a_policy_cleared_whatever_policy_follows() throws Exception {
        var house = house(Way.HONEST);
        var model = house.examines(NUMBERS);

        house.gate.decide(model, false, "ada", "reported by its author");

        assertThat(refused(house, model).what()).endsWith("was convicted by ada: reported by its author");
        Files.delete(house.policy);
        assertThat(refused(house, model).reason()).isEqualTo(Reason.CONVICTED);
    }

    @Test
    void a_decision_bears_a_name_and_one_line() throws Exception {
        var house = house(Way.HONEST);
        var model = house.examines(NUMBERS);

        assertThatIllegalArgumentException().isThrownBy(() -> house.gate.decide(model, true, " ", "fine"));
        assertThatIllegalArgumentException().isThrownBy(() -> house.gate.decide(model, true, "ada", "two\nlines"));
    }

    @Test
    void a_verdict_that_is_as_the_policy_says_is_what_standing_shows() throws Exception {
        var house = house(Way.FINDS_A_CALL);

        var standing = house.gate.standing(house.examines(WORDS));

        assertThat(standing).isInstanceOfSatisfying(Standing.Judged.class, it -> {
            assertThat(it.verdict().outcome()).isEqualTo(Outcome.CONVICT);
            assertThat(it.verdict().word()).isEqualTo(Word.MALICIOUS);
        });
    }

    private House house(Way inspectors) throws IOException {
        var house = House.with(inspectors, folder);
        open = house;
        return house;
    }

    private static Refused refused(House house, Digest digest) {
        try {
            house.gate.clear(digest);
        } catch (Refused refused) {
            return refused;
        }
        throw new AssertionError(digest + " was cleared");
    }

    private static byte[] npy(String type, byte[] array) {
        var header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + array.length / 4 + ",), }";
        var padded = header + " ".repeat(117 - header.length()) + "\n";
        var bytes = ByteBuffer.allocate(128 + array.length);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(UTF_8)).put((byte) 1).put((byte) 0);
        bytes.put((byte) 118).put((byte) 0).put(padded.getBytes(UTF_8)).put(array);
        return bytes.array();
    }
}
