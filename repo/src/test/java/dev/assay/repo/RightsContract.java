package dev.assay.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.inspect.Digest;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.Membership;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What may still happen when it happens, on every database: between a request and its ref's move lie uploads,
/// inspections, or days.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class RightsContract {

    private static final AtomicInteger COUNT = new AtomicInteger();

    abstract TestHub hub();

    private Repositories repositories() {
        return hub().repositories();
    }

    private Repository model() {
        return hub().model(hub().ada, "standing" + COUNT.incrementAndGet());
    }

    /// Somebody who belongs to an organisation, and a repository of that.
    private record Team(Caller member, Repository repository, Runnable demote) {}

    private Team team() {
        var number = COUNT.incrementAndGet();
        var people = hub().people();
        var account = people.user("kay" + number, "", "", false);
        var group = people.organization("crew" + number, "", false);
        people.member(group, account, Membership.Role.WRITE);
        var member = people.authenticate(people.newToken(account, "test", true)).orElseThrow();
        var name = new RepositoryName(group.name(), "shared");
        var repository = repositories().create(member, Kind.MODEL, name, Optional.empty(), "");
        return new Team(member, repository, () -> people.member(group, account, Membership.Role.READ));
    }

    /// A file at whose reading something else happens: after the request was let in, and before its ref moves.
    private Operation meanwhile(Runnable happens) throws Exception {
        var bytes = hub().harmless("meanwhile " + COUNT.incrementAndGet());
        return new Operation.Put("meanwhile.txt", Digest.of(bytes), bytes.length, () -> {
            happens.run();
            return new ByteArrayInputStream(bytes);
        });
    }

    @Test
    void the_ledger_is_told_of_every_ref_of_a_repository_that_is_removed() throws Exception {
        var repository = model();
        var commit = hub().published(hub().commit(hub().ada, repository, hub().text("a.txt", "a")));
        repositories().createTag(hub().ada, repository, "v1", "main", "");
        var void_ = hub().said().stream().filter(it -> it.startsWith("void ")).count();

        repositories().delete(hub().ada, Kind.MODEL, repository.name());

        var line = "ref " + repository.publicId() + " model/" + repository.name() + " ";
        assertThat(hub().said())
                .contains(line + "refs/heads/main " + commit + " - ada", line + "refs/tags/v1 " + commit + " - ada");
        hub().restart();
        assertThat(hub().said().stream().filter(it -> it.startsWith("void ")))
                .as("they came true")
                .hasSize((int) void_);
    }

    @Test
    void a_commit_in_flight_does_not_publish_into_a_repository_that_was_removed() throws Exception {
        var repository = model();
        var late = meanwhile(() -> repositories().delete(hub().ada, Kind.MODEL, repository.name()));

        assertThatThrownBy(() -> hub().commit(hub().ada, repository, late))
                .isInstanceOfSatisfying(Missing.class, e -> assertThat(e.kind()).isEqualTo(Missing.Kind.REPOSITORY));

        assertThat(hub().said()).last().asString().contains(" - ada");
        assertThatThrownBy(() -> repositories().delete(hub().ada, Kind.MODEL, repository.name()))
                .isInstanceOf(Missing.class);
    }

    @Test
    void whoever_loses_the_right_to_write_while_a_commit_waits_moves_nothing() throws Exception {
        var team = team();
        var before = repositories().revision(team.repository(), "main");
        var late = meanwhile(team.demote());

        assertThatThrownBy(() -> hub().commit(team.member(), team.repository(), late))
                .isInstanceOf(Denied.class);

        assertThat(repositories().revision(team.repository(), "main")).isEqualTo(before);
    }

    @Test
    void a_token_that_ends_while_a_commit_waits_moves_nothing() throws Exception {
        var team = team();
        var before = repositories().revision(team.repository(), "main");
        var late =
                meanwhile(() -> hub().people().newToken(team.member().account().orElseThrow(), "test", true));

        assertThatThrownBy(() -> hub().commit(team.member(), team.repository(), late))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("token has ended");

        assertThat(repositories().revision(team.repository(), "main")).isEqualTo(before);
    }

    @Test
    void what_an_author_without_the_right_had_waiting_opens_and_does_not_merge_itself() throws Exception {
        var team = team();
        var strange = hub().strange();
        var held = (Decision.Held) hub().commit(team.member(), team.repository(), Operation.Put.of("x.bin", strange));
        team.demote().run();

        hub().release(strange);

        assertThat(hub().awaits(team.repository(), held.pullRequest(), PullRequest.Status.OPEN)
                        .status())
                .isEqualTo(PullRequest.Status.OPEN);
        assertThat(hub().paths(team.repository(), "main")).containsExactly(".gitattributes");
        assertThatThrownBy(() -> repositories().mergePullRequest(team.member(), team.repository(), held.pullRequest()))
                .isInstanceOf(Denied.class);
    }

    @Test
    void a_pull_request_that_has_ended_is_not_its_author_s_to_change() throws Exception {
        var repository = model();
        var one = repositories().openPullRequest(hub().eve, repository, "One", "", "main");
        var ref = "refs/pr/" + one;
        hub().commit(hub().eve, repository, TestHub.proposal(ref, Optional.empty(), false, hub().text("d.txt", "d")));
        assertThat(repositories().mayCommit(hub().eve, repository, ref)).isTrue();
        repositories().mergePullRequest(hub().ada, repository, one);
        var two = repositories().openPullRequest(hub().eve, repository, "Two", "", "main");
        repositories().closePullRequest(hub().eve, repository, two);

        for (var number : new long[] {one, two}) {
            var late = TestHub.proposal("refs/pr/" + number, Optional.empty(), false, hub().text("e.txt", "e"));
            assertThat(repositories().mayCommit(hub().eve, repository, "refs/pr/" + number))
                    .isFalse();
            assertThatThrownBy(() -> hub().commit(hub().eve, repository, late)).isInstanceOf(Denied.class);
        }
    }

    @Test
    void one_pull_request_that_cannot_go_on_keeps_no_other_back() throws Exception {
        var broken = model();
        var sound = model();
        var strange = hub().strange();
        hub().commit(hub().ada, broken, Operation.Put.of("x.bin", strange));
        var held = (Decision.Held) hub().commit(hub().ada, sound, Operation.Put.of("x.bin", strange));
        hub().closeRoom();
        var away = Files.move(hub().git(broken), hub().folder.resolve("away" + broken.id()));
        hub().release(strange);

        hub().openRoom();

        assertThat(hub().awaits(sound, held.pullRequest(), PullRequest.Status.MERGED)
                        .status())
                .isEqualTo(PullRequest.Status.MERGED);
        Files.move(away, hub().git(broken));
        assertThat(repositories().pullRequest(broken, 1).status()).isEqualTo(PullRequest.Status.HELD);
    }

    @Test
    void a_ledger_that_is_shorter_than_it_was_is_refused() throws Exception {
        model();
        hub().closeRoom();
        seen(1_000_000);

        assertThatThrownBy(() -> hub().openRoom())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the database has seen 1000000 of them");

        seen(0);
        hub().openRoom();
    }

    private void seen(long lines) {
        hub().database
                .write(sql -> sql.sql("update settled set upto = :lines where id = 1")
                        .param("lines", lines)
                        .update());
    }

    @Test
    void a_repository_whose_first_commit_is_held_has_no_branch_until_it_is_cleared() throws Exception {
        var policy = hub().folder.resolve("policy.yaml");
        var away = Files.move(policy, hub().folder.resolve("policy.away"));
        Repository repository;
        try {
            repository = model();

            assertThat(repositories().refs(repository)).isEmpty();
            assertThatThrownBy(() -> repositories().revision(repository, "main"))
                    .isInstanceOfSatisfying(
                            Missing.class, e -> assertThat(e.kind()).isEqualTo(Missing.Kind.REVISION));
            assertThat(repositories().pullRequest(repository, 1).status()).isEqualTo(PullRequest.Status.HELD);
            assertThatThrownBy(() -> repositories().revision(repository, "refs/pr/1"))
                    .isInstanceOf(Missing.class);
        } finally {
            Files.move(away, policy);
        }
        hub().restart();

        assertThat(hub().awaits(repository, 1, PullRequest.Status.MERGED).status())
                .isEqualTo(PullRequest.Status.MERGED);
        assertThat(hub().paths(repository, "main")).containsExactly(".gitattributes");
        assertThat(repositories()
                        .commits(repositories().revision(repository, "main"), 0, 10)
                        .items())
                .extracting(Commit::title)
                .containsExactly("initial commit");
    }
}
