package dev.assay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import dev.assay.judge.Outcome;
import dev.assay.judge.Verdict;
import dev.assay.judge.Word;
import dev.assay.store.Database;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the register promises on every database.
abstract class RegisterContract {

    private static final Digest SMALL = Digest.of(new byte[] {1});
    private static final Digest LARGE = Digest.of(new byte[] {2});

    private Database database;
    private Register register;

    abstract Database fresh() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = fresh();
        database.migrate("gate");
        register = new Register(database, "now");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void what_arrives_waits_once_the_small_before_the_large() {
        var cases = register.arrive(List.of(new Gate.Received(LARGE, 400_000_000), new Gate.Received(SMALL, 1)));

        assertThat(cases).hasSize(2);
        assertThat(register.arrive(List.of(new Gate.Received(SMALL, 1)))).isEmpty();
        assertThat(register.waiting(10)).extracting(Case::digest).containsExactly(SMALL, LARGE);
        assertThat(register.size(LARGE)).contains(400_000_000L);
        assertThat(register.backlog().waiting()).isEqualTo(2);
    }

    @Test
    void facts_come_back_as_they_were_filed_and_end_the_wait() {
        register.arrive(List.of(new Gate.Received(SMALL, 1)));
        var facts = facts(SMALL, "now");

        register.file(List.of(new Register.Filed(facts, verdict(SMALL, "house@1"), "house@1", 7)));

        assertThat(register.facts(SMALL)).contains(facts);
        assertThat(register.waiting(10)).isEmpty();
        assertThat(register.dossier(SMALL, "house@1")).hasValueSatisfying(it -> {
            assertThat(it.inspected()).isTrue();
            assertThat(it.outcome()).isEqualTo(Outcome.HOLD);
            assertThat(it.onDocket()).isFalse();
        });
        assertThat(register.backlog()).isEqualTo(new Register.Backlog(0, null));
    }

    @Test
    void another_policy_sees_the_facts_and_no_verdict() {
        register.arrive(List.of(new Gate.Received(SMALL, 1)));
        register.file(List.of(new Register.Filed(facts(SMALL, "now"), verdict(SMALL, "house@1"), "house@1", 7)));

        assertThat(register.dossier(SMALL, "house@2").orElseThrow().outcome()).isNull();
        assertThat(register.unjudged("house@1", "", 10)).isEmpty();
        assertThat(register.unjudged("house@2", "", 10)).containsExactly(SMALL);
        assertThat(register.unjudged("house@2", SMALL.hex(), 10)).isEmpty();
    }

    @Test
    void another_generation_sees_neither_and_looks_again() {
        register.arrive(List.of(new Gate.Received(SMALL, 1)));
        register.file(List.of(new Register.Filed(facts(SMALL, "now"), verdict(SMALL, "house@1"), "house@1", 7)));

        var later = new Register(database, "later");

        assertThat(later.facts(SMALL)).isEmpty();
        assertThat(later.dossier(SMALL, "house@1")).hasValueSatisfying(it -> {
            assertThat(it.inspected()).isFalse();
            assertThat(it.outcome()).isNull();
        });
        assertThat(later.again(SMALL, 1)).isPresent();
        assertThat(later.again(SMALL, 1)).isEmpty();
        assertThat(later.reopen()).isEqualTo(1);
        assertThat(register.reopen()).isZero();
    }

    @Test
    void what_failed_rests_and_counts_as_waiting_when_its_rest_is_over() {
        register.arrive(List.of(new Gate.Received(SMALL, 1), new Gate.Received(LARGE, 2)));

        register.failed(SMALL, "it was killed", 1, Register.now() + 60_000_000);
        register.failed(LARGE, "it hung", 4, Register.now() - 1);

        assertThat(register.waiting(10)).extracting(Case::digest).containsExactly(LARGE, SMALL);
        assertThat(register.backlog().waiting()).isEqualTo(1);
        assertThat(register.dossier(SMALL, "")).hasValueSatisfying(it -> {
            assertThat(it.why()).isEqualTo("it was killed");
            assertThat(it.attempts()).isEqualTo(1);
            assertThat(it.onDocket()).isTrue();
        });
        assertThat(register.reopen()).isEqualTo(2);
        assertThat(register.waiting(LARGE))
                .hasValueSatisfying(it -> assertThat(it.attempts()).isZero());
    }

    @Test
    void the_last_decision_counts() {
        register.arrive(List.of(new Gate.Received(SMALL, 1)));
        var last = new Decision(false, "bea", "it was wrong", Outcome.CONVICT);

        register.decide(SMALL, new Decision(true, "ada", "fine", Outcome.HOLD), 1);
        register.decide(SMALL, last, 2);

        assertThat(register.dossier(SMALL, "").orElseThrow().decision()).isEqualTo(last);
    }

    private static Inspection facts(Digest digest, String generation) {
        var finding = new Finding.Calls(new Place("a/b.pkl", 31), "acme.build", List.of("'\u0000 \u00e9'", "?"));
        return new Inspection(digest, 1, 1, "pickle", generation, List.of(finding));
    }

    private static Verdict verdict(Digest digest, String policy) {
        return new Verdict(digest, policy, Outcome.HOLD, Word.UNKNOWN, List.of());
    }
}
