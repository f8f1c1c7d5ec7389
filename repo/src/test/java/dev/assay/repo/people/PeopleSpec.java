package dev.assay.repo.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.repo.Invalid;
import dev.assay.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PeopleSpec {

    private Database database;
    private People people;
    private Account ada;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        database = Database.sqlite(folder.resolve("hub.db"));
        database.migrate("repo");
        people = new People(database);
        ada = people.user("ada", "", "", false);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_new_token_ends_the_old_one_of_its_label_and_no_other() {
        var other = people.newToken(ada, "laptop", true);
        var old = people.newToken(ada, "admin-token", true);

        var fresh = people.newToken(ada, "admin-token", true);

        assertThat(people.authenticate(old)).isEmpty();
        assertThat(people.authenticate(fresh)).isPresent();
        assertThat(people.authenticate(other)).isPresent();
    }

    @Test
    void a_token_that_is_given_again_may_do_what_is_said_now() {
        people.token(ada, "ci", "hf_given", true);
        var caller = people.authenticate("hf_given").orElseThrow();
        assertThat(caller.mayWrite()).isTrue();

        people.token(ada, "reader", "hf_given", false);

        assertThat(people.authenticate("hf_given").orElseThrow().mayWrite()).isFalse();
        assertThat(people.authenticate("hf_given").orElseThrow().tokenName()).isEqualTo("reader");
        assertThat(people.again(caller).orElseThrow().mayWrite())
                .as("who came in before, as they stand now")
                .isFalse();
    }

    @Test
    void a_token_of_somebody_else_stays_theirs() {
        people.token(ada, "ci", "hf_given", false);
        var eve = people.user("eve", "", "", false);

        assertThatThrownBy(() -> people.token(eve, "mine", "hf_given", true)).isInstanceOf(Invalid.class);

        var caller = people.authenticate("hf_given").orElseThrow();
        assertThat(caller.account()).contains(ada);
        assertThat(caller.mayWrite()).isFalse();
        assertThat(caller.tokenName()).isEqualTo("ci");
    }

    @Test
    void what_was_given_out_with_a_token_ends_with_it() {
        var token = people.newToken(ada, "ci", true);
        var caller = people.authenticate(token).orElseThrow();
        var name = People.nameOf(token);
        assertThat(people.holder("ADA", name::equals)).contains(caller);

        people.newToken(ada, "ci", true);

        assertThat(people.holder("ada", name::equals)).isEmpty();
        assertThat(people.again(caller)).isEmpty();
        assertThat(people.again(Caller.NOBODY)).contains(Caller.NOBODY);
    }

    @Test
    void who_is_asked_again_has_the_memberships_of_now() {
        var labs = people.organization("labs", "", false);
        people.member(labs, ada, Membership.Role.WRITE);
        var caller = people.authenticate(people.newToken(ada, "ci", true)).orElseThrow();

        people.member(labs, ada, Membership.Role.READ);

        assertThat(people.again(caller).orElseThrow().memberships())
                .extracting(Membership::role)
                .containsExactly(Membership.Role.READ);
        assertThat(people.inPerson(ada.id(), false).orElseThrow().memberships()).hasSize(1);
        assertThat(people.inPerson(-7, false)).isEmpty();
    }
}
