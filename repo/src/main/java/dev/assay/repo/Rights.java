package dev.assay.repo;

import dev.assay.repo.PullRequests.Row;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.People;

/// Who may move which ref, as things are now. What was allowed when a request came in is asked again when its ref
/// moves:
/// between the two lie uploads, inspections, or days.
final class Rights {

    private final People people;
    private final Catalogue catalogue;
    private final PullRequests pullRequests;

    Rights(People people, Catalogue catalogue, PullRequests pullRequests) {
        this.people = people;
        this.catalogue = catalogue;
        this.pullRequests = pullRequests;
    }

    /// @throws Missing if the repository has been removed
    Filed filed(Repository repository) {
        return catalogue.find(repository.id()).orElseThrow(Catalogue::missing);
    }

    /// @throws Denied if the token of this caller has ended since
    Caller now(Caller caller) {
        return people.again(caller)
                .orElseThrow(() -> new Denied("this token has ended", "Sign in with one that has not."));
    }

    /// Whether this caller may commit to this ref: whoever writes to the repository, and to a pull request its author
    /// as
    /// long as it has not ended.
    boolean mayMove(Caller caller, Filed filed, String ref) {
        return Grants.writes(caller, filed)
                || caller.mayWrite()
                        && caller.account().isPresent()
                        && PullRequests.owns(ref)
                        && pullRequests
                                .find(filed.repository().id(), PullRequests.numberOf(ref))
                                .filter(it ->
                                        it.authorId() == caller.account().get().id())
                                .filter(it -> lives(it.status()))
                                .isPresent();
    }

    /// Whether the author of a pull request that merges itself may still move what it moves.
    boolean mayMerge(Row row, Filed filed) {
        return people.inPerson(row.authorId(), true)
                .filter(it -> mayMove(it, filed, row.base()))
                .isPresent();
    }

    private static boolean lives(PullRequest.Status status) {
        return switch (status) {
            case DRAFT, OPEN, HELD, CONFLICTING -> true;
            case MERGED, CLOSED -> false;
        };
    }
}
