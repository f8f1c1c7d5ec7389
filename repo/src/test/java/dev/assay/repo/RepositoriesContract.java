package dev.assay.repo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.forge.PickleForge;
import dev.assay.inspect.Digest;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.Membership;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What must hold on every database.
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class RepositoriesContract {

    private static final AtomicInteger COUNT = new AtomicInteger();

    abstract TestHub hub();

    private Repositories repositories() {
        return hub().repositories();
    }

    private Repository model() {
        return hub().model(hub().ada, "model" + COUNT.incrementAndGet());
    }

    @Test
    void a_repository_begins_with_one_commit_by_its_maker() {
        var repository = model();

        var main = repositories().revision(repository, "main");
        var commits = repositories().commits(main, 0, 10).items();
        assertThat(commits).hasSize(1);
        assertThat(commits.getFirst().title()).isEqualTo("initial commit");
        assertThat(commits.getFirst().author()).isEqualTo("ada");
        assertThat(commits.getFirst().id()).matches("[0-9a-f]{40}");
        assertThat(hub().paths(repository, "main")).containsExactly(".gitattributes");
        assertThat(repositories().commitCount(main)).isEqualTo(1);
    }

    @Test
    void a_name_is_taken_without_regard_to_case() {
        var repository = model();

        var again = new RepositoryName("ADA", repository.name().name().toUpperCase(java.util.Locale.ROOT));
        assertThatThrownBy(() -> repositories().create(hub().ada, Kind.MODEL, again, Optional.empty(), ""))
                .isInstanceOfSatisfying(
                        Conflict.class, e -> assertThat(e.kind()).isEqualTo(Conflict.Kind.EXISTS));
        assertThat(repositories().find(hub().eve, Kind.MODEL, again).id()).isEqualTo(repository.id());
    }

    @Test
    void a_deleted_repository_is_gone_at_once_and_its_name_is_free() throws Exception {
        var repository = model();
        hub().commit(hub().ada, repository, hub().text("a.txt", "a"));

        repositories().delete(hub().ada, Kind.MODEL, repository.name());

        assertThatThrownBy(() -> repositories().find(hub().ada, Kind.MODEL, repository.name()))
                .isInstanceOf(Missing.class);
        assertThat(hub().git(repository)).doesNotExist();
        var again = hub().model(hub().ada, repository.name().name());
        assertThat(hub().paths(again, "main")).containsExactly(".gitattributes");
    }

    @Test
    void a_hidden_repository_is_missing_for_those_without_a_grant() {
        var ada = hub().joins(hub().ada, "labs", Membership.Role.ADMIN);
        var grace = hub().joins(hub().grace, "labs", Membership.Role.READ);
        var name = new RepositoryName("labs", "secret" + COUNT.incrementAndGet());

        var made = repositories().create(ada, Kind.MODEL, name, Optional.empty(), "");

        assertThat(made.hidden()).as("the organisation's default").isTrue();
        assertThat(repositories().find(grace, Kind.MODEL, name).id()).isEqualTo(made.id());
        assertThat(repositories().writable(grace, made)).isFalse();
        for (var stranger : List.of(hub().eve, Caller.NOBODY)) {
            assertThatThrownBy(() -> repositories().find(stranger, Kind.MODEL, name))
                    .isInstanceOfSatisfying(
                            Missing.class, e -> assertThat(e.what()).isEqualTo("Repository not found"));
            assertThat(names(stranger, query("", "labs", List.of(), 100))).isEmpty();
        }
        assertThat(names(grace, query("", "labs", List.of(), 100))).contains(name.toString());
    }

    @Test
    void what_is_cleared_is_published_with_its_real_size_and_digest() throws Exception {
        var repository = model();
        var bytes = hub().harmless("{}");
        var large = hub().harmless("weights ".repeat(5_000));
        repositories().uploaded(hub().ada, repository, Digest.of(large));

        var decision = hub().commit(
                        hub().ada,
                        repository,
                        Operation.Put.of("config.json", bytes),
                        new Operation.PutLarge("weights/model.bin", Digest.of(large)));

        var main = repositories().revision(repository, "main");
        assertThat(main.commit()).isEqualTo(hub().published(decision));
        var small = repositories().entry(main, "config.json").orElseThrow();
        assertThat(small.digest()).contains(Digest.of(bytes));
        assertThat(small.size()).isEqualTo(2);
        assertThat(small.large()).isFalse();
        assertThat(small.oid()).as("git's own name of {}").isEqualTo("9e26dfeeb6e641a33dae4961196235bdb965b21b");
        var file = repositories().entry(main, "weights/model.bin").orElseThrow();
        assertThat(file.digest()).contains(Digest.of(large));
        assertThat(file.size()).isEqualTo(40_000);
        assertThat(file.pointerSize()).isEqualTo(130);
        assertThat(repositories().entry(main, "weights").orElseThrow().folder()).isTrue();
        assertThat(repositories().entry(main, "nothing")).isEmpty();
    }

    @Test
    void later_lines_win_and_deleting_nothing_is_an_error() throws Exception {
        var repository = model();
        hub().commit(hub().ada, repository, hub().text("a/x.txt", "x"), hub().text("a/y.txt", "y"));

        hub().commit(
                        hub().ada,
                        repository,
                        new Operation.DeleteFolder("a/"),
                        hub().text("a/z.txt", "one"),
                        hub().text("a/z.txt", "two"));

        assertThat(hub().paths(repository, "main")).containsExactly(".gitattributes", "a/z.txt");
        var z = repositories().entry(repositories().revision(repository, "main"), "a/z.txt");
        assertThat(z.orElseThrow().digest()).contains(Digest.of("two".getBytes(UTF_8)));
        assertThatThrownBy(() -> hub().commit(hub().ada, repository, new Operation.Delete("a/x.txt")))
                .isInstanceOfSatisfying(Missing.class, e -> {
                    assertThat(e.kind()).isEqualTo(Missing.Kind.ENTRY);
                    assertThat(e.what()).startsWith("A file with this name doesn't exist");
                });
    }

    @Test
    void a_file_is_not_put_where_a_folder_is_nor_below_a_file() throws Exception {
        var repository = model();
        hub().commit(hub().ada, repository, hub().text("a/x.txt", "x"));

        assertThatThrownBy(() -> hub().commit(hub().ada, repository, hub().text("a", "x")))
                .isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> hub().commit(hub().ada, repository, hub().text("a/x.txt/y", "x")))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void a_parent_that_is_no_longer_the_head_is_a_conflict() throws Exception {
        var repository = model();
        var start = repositories().revision(repository, "main").commit();
        hub().commit(hub().ada, repository, hub().text("a.txt", "a"));

        var late = TestHub.proposal("main", Optional.of(start), false, hub().text("b.txt", "b"));

        assertThatThrownBy(() -> hub().commit(hub().ada, repository, late))
                .isInstanceOfSatisfying(Conflict.class, e -> {
                    assertThat(e.kind()).isEqualTo(Conflict.Kind.MOVED);
                    assertThat(e.what())
                            .isEqualTo(
                                    "The branch was updated since you opened this page. Please refresh and try again.");
                });
    }

    @Test
    void bytes_that_were_not_uploaded_here_cannot_be_named() throws Exception {
        var bytes = hub().harmless("somebody's private weights " + COUNT.incrementAndGet());
        var theirs = model();
        repositories().uploaded(hub().ada, theirs, Digest.of(bytes));
        hub().commit(hub().ada, theirs, new Operation.PutLarge("model.bin", Digest.of(bytes)));
        var mine = hub().model(hub().eve, "mine" + COUNT.incrementAndGet());
        var pointer = new Pointer(Digest.of(bytes), bytes.length).text();

        assertThatThrownBy(() -> hub().commit(hub().eve, mine, new Operation.PutLarge("model.bin", Digest.of(bytes))))
                .isInstanceOf(Invalid.class);
        assertThatThrownBy(() -> hub().commit(hub().eve, mine, Operation.Put.of("model.bin", hub().harmless(pointer))))
                .as("nor by the text that stands for them")
                .isInstanceOf(Invalid.class);
        assertThat(repositories().mayName(hub().grace, theirs, Digest.of(bytes)))
                .as("what is in a repository may be named in it")
                .isTrue();
    }

    @Test
    void bytes_that_differ_from_their_digest_are_refused() throws Exception {
        var repository = model();
        var inspected = hub().harmless("inspected");

        var swapped =
                new Operation.Put("a.txt", Digest.of(inspected), 9, Operation.Content.of("different".getBytes(UTF_8)));

        assertThatThrownBy(() -> hub().commit(hub().ada, repository, swapped)).isInstanceOf(Invalid.class);
    }

    @Test
    void what_is_convicted_is_turned_away_and_leads_to_nothing() throws Exception {
        var repository = model();
        var bad = hub().strange();
        hub().convict(bad);
        var before = repositories().revision(repository, "main").commit();

        var decision =
                hub().commit(hub().ada, repository, hub().text("good.txt", "good"), Operation.Put.of("bad.bin", bad));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Turned.class,
                        it -> assertThat(it.objections())
                                .extracting(Decision.Objection::path)
                                .containsExactly("bad.bin"));
        assertThat(repositories().revision(repository, "main").commit()).isEqualTo(before);
        assertThat(repositories().pullRequests(repository)).isEmpty();
    }

    @Test
    void what_is_held_is_kept_and_seen_by_nobody_until_it_merges_itself() throws Exception {
        var repository = model();
        var strange = hub().strange();

        var held = (Decision.Held) hub().commit(hub().ada, repository, Operation.Put.of("x.bin", strange));

        assertThat(held.objections()).extracting(Decision.Objection::path).containsExactly("x.bin");
        assertThat(hub().paths(repository, "main")).containsExactly(".gitattributes");
        assertThat(repositories().refs(repository)).extracting(Ref::ref).containsExactly("refs/heads/main");
        for (var name : List.of(held.commit(), held.commit().substring(0, 10), "refs/pr/" + held.pullRequest())) {
            assertThatThrownBy(() -> repositories().revision(repository, name)).isInstanceOf(Missing.class);
        }
        assertThatThrownBy(() -> repositories().createBranch(hub().ada, repository, "sneak", held.commit(), false))
                .isInstanceOf(Missing.class);

        hub().release(strange);

        var merged = hub().awaits(repository, held.pullRequest(), PullRequest.Status.MERGED);
        assertThat(merged.status()).isEqualTo(PullRequest.Status.MERGED);
        assertThat(repositories().revision(repository, "main").commit()).isEqualTo(held.commit());
        assertThat(hub().paths(repository, "main")).containsExactly(".gitattributes", "x.bin");
    }

    @Test
    void C8_ShadowPickle_code_that_stands_in_for_what_a_pickle_imports_holds_the_commit() throws Exception {
        for (var path : List.of("collections.py", "collections/__init__.py", "weights/collections.py")) {
            var repository = model();
            var pickle = Operation.Put.of("weights/data.pkl", cleared(DICTIONARY));

            var together =
                    (Decision.Held) hub().commit(hub().ada, repository, pickle, hub().text(path, "ready = True\n"));
            assertThat(together.objections()).hasSize(1).allSatisfy(it -> {
                assertThat(it.path()).isEqualTo("weights/data.pkl");
                assertThat(it.standing().toString()).contains("some find the module collections in " + path);
            });
            assertThat(repositories()
                            .pullRequest(repository, together.pullRequest())
                            .objections())
                    .isEqualTo(together.objections());

            hub().commit(hub().ada, repository, pickle);
            var afterwards = (Decision.Held) hub().commit(hub().ada, repository, hub().text(path, "ready = True\n"));
            assertThat(afterwards.objections())
                    .extracting(Decision.Objection::path)
                    .containsExactly("weights/data.pkl");
            hub().published(hub().commit(hub().ada, repository, hub().text("other.py", "ready = True\n")));
        }
    }

    @Test
    void C8_code_elsewhere_stands_in_for_nothing_and_a_blob_is_judged_by_itself_wherever_it_goes() throws Exception {
        var repository = model();
        var pickle = Operation.Put.of("weights/data.pkl", cleared(DICTIONARY));
        hub().published(hub().commit(
                        hub().ada, repository, pickle, hub().text("code/collections.py", "ready = True\n")));

        var held = hub().commit(hub().ada, repository, hub().text("collections.py", "ready = True\n"));

        assertThat(held).isInstanceOf(Decision.Held.class);
        hub().published(hub().commit(hub().ada, model(), pickle));
    }

    @Test
    void C7_a_module_of_the_repositorys_own_goes_as_far_as_a_person_let_its_pickle() throws Exception {
        var repository = model();
        var block = hub().harmless(PickleForge.pickle(2)
                .global("acme", "Block")
                .raw(")\u0081.")
                .done());

        var decision = hub().commit(
                        hub().ada,
                        repository,
                        Operation.Put.of("model.pkl", block),
                        hub().text("acme.py", "class Block:\n    pass\n"));

        hub().published(decision);
    }

    private static final byte[] DICTIONARY = PickleForge.pickle(2)
            .global("collections", "OrderedDict")
            .raw(")R.")
            .done();

    /// Cleared by the policy, and by nobody else.
    private byte[] cleared(byte[] bytes) throws Exception {
        var digest = hub().gate.receive(bytes).digest();
        hub().gate.await(List.of(digest), TestHub.LONG);
        hub().gate.clear(digest);
        return bytes;
    }

    @Test
    void what_was_held_for_want_of_a_policy_merges_itself_when_the_same_policy_is_back() throws Exception {
        var repository = model();
        var harmless = hub().harmless("known long before " + COUNT.incrementAndGet());
        var policy = hub().folder.resolve("policy.yaml");
        var away = Files.move(policy, hub().folder.resolve("policy.away"));

        var held = (Decision.Held) hub().commit(hub().ada, repository, Operation.Put.of("x.txt", harmless));
        Files.move(away, policy);

        assertThat(hub().awaits(repository, held.pullRequest(), PullRequest.Status.MERGED)
                        .status())
                .isEqualTo(PullRequest.Status.MERGED);
    }

    @Test
    void a_held_commit_merges_onto_a_branch_that_has_moved() throws Exception {
        var repository = model();
        var strange = hub().strange();
        var held = (Decision.Held) hub().commit(hub().ada, repository, Operation.Put.of("x.bin", strange));
        hub().commit(hub().ada, repository, hub().text("other.txt", "other"));

        hub().release(strange);

        hub().awaits(repository, held.pullRequest(), PullRequest.Status.MERGED);
        assertThat(hub().paths(repository, "main")).containsExactly(".gitattributes", "other.txt", "x.bin");
        var main = repositories().revision(repository, "main");
        assertThat(repositories().commitCount(main)).isEqualTo(3);
        assertThat(repositories().commits(main, 0, 10).items()).hasSize(3);
    }

    @Test
    void a_held_commit_whose_file_was_changed_meanwhile_conflicts() throws Exception {
        var repository = model();
        var strange = hub().strange();
        var held = (Decision.Held) hub().commit(hub().ada, repository, Operation.Put.of("x.bin", strange));
        hub().commit(hub().ada, repository, hub().text("x.bin", "another x"));
        var main = repositories().revision(repository, "main").commit();

        hub().release(strange);

        assertThat(hub().awaits(repository, held.pullRequest(), PullRequest.Status.CONFLICTING)
                        .status())
                .isEqualTo(PullRequest.Status.CONFLICTING);
        assertThat(repositories().revision(repository, "main").commit()).isEqualTo(main);
    }

    @Test
    void a_conviction_closes_what_was_held() throws Exception {
        var repository = model();
        var strange = hub().strange();
        var held = (Decision.Held) hub().commit(hub().ada, repository, Operation.Put.of("x.bin", strange));

        hub().convict(strange);

        var closed = hub().awaits(repository, held.pullRequest(), PullRequest.Status.CLOSED);
        assertThat(closed.status()).isEqualTo(PullRequest.Status.CLOSED);
        assertThat(closed.objections()).extracting(Decision.Objection::path).containsExactly("x.bin");
        assertThat(hub().paths(repository, "main")).containsExactly(".gitattributes");
    }

    @Test
    void a_pull_request_is_read_under_its_ref_and_not_on_the_branch() throws Exception {
        var repository = model();

        var asked = TestHub.proposal("main", Optional.empty(), true, hub().text("pr.txt", "pr"));
        var opened = (Decision.Published) hub().commit(hub().eve, repository, asked);

        assertThat(opened.pullRequest()).contains(1L);
        assertThat(hub().paths(repository, "main")).containsExactly(".gitattributes");
        assertThat(hub().paths(repository, "refs/pr/1")).containsExactly(".gitattributes", "pr.txt");
        var more = TestHub.proposal("refs/pr/1", Optional.empty(), false, hub().text("more.txt", "more"));
        hub().commit(hub().eve, repository, more);
        assertThatThrownBy(() -> hub().commit(hub().grace, repository, more)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> hub().commit(hub().eve, repository, hub().text("no.txt", "no")))
                .isInstanceOf(Denied.class);
        repositories().mergePullRequest(hub().ada, repository, 1);
        assertThat(hub().paths(repository, "main")).containsExactly(".gitattributes", "more.txt", "pr.txt");
        assertThat(repositories().commitCount(repositories().revision(repository, "main")))
                .isEqualTo(3);
    }

    @Test
    void a_draft_opens_with_the_first_commit_of_its_author() throws Exception {
        var repository = model();

        var number = repositories().openPullRequest(hub().eve, repository, "Later", "", "main");
        assertThat(repositories().pullRequest(repository, number).status()).isEqualTo(PullRequest.Status.DRAFT);
        assertThat(repositories().mayCommit(hub().eve, repository, "refs/pr/" + number))
                .isTrue();
        assertThat(repositories().mayCommit(hub().grace, repository, "refs/pr/" + number))
                .isFalse();
        assertThat(repositories().mayCommit(hub().eve, repository, "main")).isFalse();
        hub().commit(
                        hub().eve,
                        repository,
                        TestHub.proposal("refs/pr/" + number, Optional.empty(), false, hub().text("d.txt", "d")));

        assertThat(repositories().pullRequest(repository, number).status()).isEqualTo(PullRequest.Status.OPEN);
        assertThat(hub().paths(repository, "refs/pr/" + number)).containsExactly(".gitattributes", "d.txt");
    }

    @Test
    void what_is_held_on_its_way_into_a_pull_request_joins_it_when_cleared() throws Exception {
        var repository = model();
        var strange = hub().strange();
        var number = repositories().openPullRequest(hub().eve, repository, "Later", "", "main");
        var ref = "refs/pr/" + number;

        var held = (Decision.Held) hub().commit(
                        hub().eve,
                        repository,
                        TestHub.proposal(ref, Optional.empty(), false, Operation.Put.of("x.bin", strange)));
        assertThat(hub().paths(repository, ref)).containsExactly(".gitattributes");
        hub().release(strange);

        hub().awaits(repository, held.pullRequest(), PullRequest.Status.MERGED);
        assertThat(hub().paths(repository, ref)).containsExactly(".gitattributes", "x.bin");
        repositories().mergePullRequest(hub().ada, repository, number);
        assertThat(hub().paths(repository, "main")).containsExactly(".gitattributes", "x.bin");
    }

    @Test
    void a_pull_request_that_was_asked_for_and_held_opens_when_cleared() throws Exception {
        var repository = model();
        var strange = hub().strange();
        var asked = TestHub.proposal("main", Optional.empty(), true, Operation.Put.of("x.bin", strange));

        var held = (Decision.Held) hub().commit(hub().eve, repository, asked);
        assertThat(held.asked()).isTrue();
        hub().release(strange);

        hub().awaits(repository, held.pullRequest(), PullRequest.Status.OPEN);
        assertThat(hub().paths(repository, "refs/pr/" + held.pullRequest())).contains("x.bin");
        assertThat(hub().paths(repository, "main")).doesNotContain("x.bin");
    }

    @Test
    void branches_and_tags_are_made_and_removed_as_clients_expect() throws Exception {
        var repository = model();
        var ada = hub().ada;
        var first = repositories().revision(repository, "main").commit();
        hub().commit(ada, repository, hub().text("a.txt", "a"));

        repositories().createBranch(ada, repository, "v1/dev", first.substring(0, 8), false);
        repositories().createTag(ada, repository, "v1.0", "main", "");

        assertThat(repositories().revision(repository, "v1/dev").commit()).isEqualTo(first);
        assertThat(repositories().refs(repository))
                .extracting(Ref::ref)
                .containsExactly("refs/heads/main", "refs/heads/v1/dev", "refs/tags/v1.0");
        assertThatThrownBy(() -> repositories().createBranch(ada, repository, "v1/dev", "", false))
                .hasMessage("Reference refs/heads/v1/dev already exists");
        assertThatThrownBy(() -> repositories().createBranch(ada, repository, "refs/pr/7", "", false))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("Invalid reference for a branch");
        assertThatThrownBy(() -> repositories().deleteBranch(ada, repository, "main"))
                .isInstanceOf(Denied.class)
                .hasMessage("Cannot delete refs/heads/main");
        assertThatThrownBy(() -> repositories().deleteBranch(ada, repository, "v1.0"))
                .hasMessageContaining("Invalid rev id");
        repositories().deleteBranch(ada, repository, "v1/dev");
        repositories().deleteTag(ada, repository, "v1.0");
        assertThat(repositories().refs(repository)).extracting(Ref::ref).containsExactly("refs/heads/main");
        assertThat(repositories().revision(repository, first).commit())
                .as("what was published stays")
                .isEqualTo(first);
    }

    @Test
    void a_large_tree_is_listed_page_by_page_in_order() throws Exception {
        var repository = model();
        var operations = new ArrayList<Operation>();
        var one = hub().harmless("one");
        for (var i = 0; i < 300; i++) {
            operations.add(Operation.Put.of("d" + i % 7 + "/f" + i + ".txt", one));
        }
        operations.add(Operation.Put.of("d1.txt", one));
        hub().commit(hub().ada, repository, operations.toArray(Operation[]::new));
        var main = repositories().revision(repository, "main");

        var paths = new ArrayList<String>();
        var mark = "";
        do {
            var page = repositories().tree(main, "", true, 17, mark);
            page.items().stream().filter(it -> !it.folder()).map(Entry::path).forEach(paths::add);
            mark = page.next().orElse("");
        } while (!mark.isEmpty());

        assertThat(paths).hasSize(302).isSorted().doesNotHaveDuplicates();
        assertThat(repositories().tree(main, "d3", false, 1_000, "").items()).hasSize(43);
        assertThatThrownBy(() -> repositories().tree(main, "d1.txt", false, 10, ""))
                .isInstanceOf(Missing.class);
    }

    @Test
    void each_path_names_the_last_commit_that_changed_it() throws Exception {
        var repository = model();
        var one = hub().published(hub().commit(hub().ada, repository, hub().text("a/x.txt", "1")));
        var two = hub().published(hub().commit(hub().ada, repository, hub().text("y.txt", "2")));
        var three = hub().published(hub().commit(hub().ada, repository, hub().text("a/z.txt", "3")));

        var last = repositories()
                .lastCommits(
                        repositories().revision(repository, "main"),
                        List.of("a", "a/x.txt", "a/z.txt", "y.txt", ".gitattributes", "none"));

        var ids = new java.util.HashMap<String, String>();
        last.forEach((path, commit) -> ids.put(path, commit.id()));
        assertThat(ids)
                .containsEntry("a", three)
                .containsEntry("a/x.txt", one)
                .containsEntry("a/z.txt", three)
                .containsEntry("y.txt", two)
                .containsKey(".gitattributes");
        assertThat(ids).doesNotContainKey("none");
    }

    @Test
    void the_card_gives_tags_that_can_be_searched_for() throws Exception {
        var repository = model();
        var readme =
                "---\nlicense: mit\nlanguage: [en, fr]\npipeline_tag: fill-mask\ndatasets:\n- squad\n---\n# Hello\n";
        hub().commit(hub().ada, repository, hub().text("README.md", readme));

        assertThat(repositories().card(repository)).startsWith("license: mit\n").doesNotContain("Hello");
        assertThat(repositories().tags(repository))
                .containsExactly("dataset:squad", "en", "fill-mask", "fr", "license:mit");
        assertThat(names(hub().eve, query("", "", List.of("license:mit", "fill-mask"), 100)))
                .contains(repository.name().toString());
        assertThat(names(hub().eve, query("", "", List.of("license:mit", "jax"), 100)))
                .isEmpty();
        hub().commit(hub().ada, repository, new Operation.Delete("README.md"));
        assertThat(repositories().tags(repository)).isEmpty();
    }

    @Test
    void repositories_are_listed_newest_first_page_by_page() {
        var word = "listed" + COUNT.incrementAndGet();
        var made = new ArrayList<String>();
        for (var i = 0; i < 5; i++) {
            made.addFirst(hub().model(hub().grace, word + "_" + i).name().toString());
        }

        var found = new ArrayList<String>();
        var mark = "";
        do {
            var page = repositories()
                    .list(
                            Caller.NOBODY,
                            new Repositories.Query(
                                    Kind.MODEL, List.of(word + "_"), "Grace", List.of(), "createdAt", 2, mark));
            page.items().forEach(it -> found.add(it.name().toString()));
            mark = page.next().orElse("");
        } while (!mark.isEmpty());

        assertThat(found).isEqualTo(made);
    }

    @Test
    void of_200_commits_by_8_writers_none_is_lost() throws Exception {
        var repository = model();
        var operations = new ArrayList<Operation>();
        for (var i = 0; i < 200; i++) {
            operations.add(hub().text("f" + i + ".txt", "file " + i));
        }

        try (var writers = Executors.newFixedThreadPool(8)) {
            var tasks = new ArrayList<Callable<Decision>>();
            operations.forEach(it -> tasks.add(() -> hub().commit(hub().ada, repository, it)));
            for (var done : writers.invokeAll(tasks)) {
                assertThat(done.get()).isInstanceOf(Decision.Published.class);
            }
        }

        var main = repositories().revision(repository, "main");
        assertThat(hub().paths(repository, "main")).hasSize(201);
        assertThat(repositories().commitCount(main)).isEqualTo(201);
        assertThat(repositories().commits(main, 0, 1_000).items()).hasSize(201);
    }

    @Test
    void the_ledger_tells_each_move_and_a_restart_declares_void_what_did_not_come_true() throws Exception {
        var repository = model();
        var commit = hub().published(hub().commit(hub().ada, repository, hub().text("a.txt", "a")));
        assertThat(hub().said())
                .anyMatch(it -> it.startsWith(
                                "ref " + repository.publicId() + " model/" + repository.name() + " refs/heads/main ")
                        && it.endsWith(" " + commit + " ada"));

        hub().closeRoom();
        var torn = hub().ledger
                .append("ref " + repository.publicId() + " model/" + repository.name() + " refs/heads/main " + commit
                        + " " + "0".repeat(40) + " ada");
        hub().openRoom();
        hub().restart();

        assertThat(hub().said().stream().filter(it -> it.startsWith("void "))).containsOnlyOnce("void " + torn);
        assertThat(repositories().revision(repository, "main").commit()).isEqualTo(commit);
    }

    @Test
    void what_was_cleared_while_nobody_was_there_merges_at_the_next_start() throws Exception {
        var repository = model();
        var strange = hub().strange();
        var held = (Decision.Held) hub().commit(hub().ada, repository, Operation.Put.of("x.bin", strange));
        hub().closeRoom();
        hub().release(strange);

        hub().openRoom();

        assertThat(hub().awaits(repository, held.pullRequest(), PullRequest.Status.MERGED)
                        .status())
                .isEqualTo(PullRequest.Status.MERGED);
    }

    @Test
    void git_itself_finds_nothing_wrong_with_the_objects() throws Exception {
        var repository = model();
        var operations = new ArrayList<Operation>();
        for (var i = 0; i < 40; i++) {
            operations.add(hub().text("packed/" + i + " ü?#.txt", "file " + i));
        }
        hub().commit(hub().ada, repository, operations.toArray(Operation[]::new));
        var commit = hub().published(hub().commit(hub().ada, repository, hub().text("packed.txt", "loose")));
        org.junit.jupiter.api.Assumptions.assumeTrue(git("--version").startsWith("git version"), "git is not here");

        var folder = hub().git(repository).toString();

        assertThat(git("--git-dir", folder, "fsck", "--full", "--strict", "--no-dangling"))
                .doesNotContain("error", "missing", "corrupt");
        assertThat(git("--git-dir", folder, "ls-tree", "-r", "--name-only", "-z", commit)
                        .split("\0"))
                .containsExactlyElementsOf(hub().paths(repository, "main"));
    }

    private static String git(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
        command.addAll(List.of(arguments));
        try {
            var listing = command.contains("ls-tree");
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(!listing)
                    .redirectError(listing ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.PIPE)
                    .start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return said;
        } catch (java.io.IOException absent) {
            return "";
        }
    }

    private static Repositories.Query query(String search, String author, List<String> tags, int limit) {
        return new Repositories.Query(
                Kind.MODEL, search.isEmpty() ? List.of() : List.of(search), author, tags, "lastModified", limit, "");
    }

    private List<String> names(Caller caller, Repositories.Query query) {
        return repositories().list(caller, query).items().stream()
                .map(it -> it.name().toString())
                .toList();
    }
}
