package dev.assay.repo;

import dev.assay.repo.Movement.Step;
import dev.assay.repo.git.GitStore;

/// Branches and tags, made and removed. Each points at a published commit: making one publishes nothing.
final class RefChanges {

    /// How often a removal starts over because another node moved a ref.
    private static final int TRIES = 20;

    private final Annals annals;
    private final Movement movement;
    private final Locks locks;

    RefChanges(Annals annals, Movement movement, Locks locks) {
        this.annals = annals;
        this.movement = movement;
        this.locks = locks;
    }

    void createBranch(Repository repository, String name, String start, boolean overwrite, String who) {
        if (name.startsWith("refs/") || !GitStore.nameable("refs/heads/" + name)) {
            throw new Invalid(
                    "Invalid reference for a branch: " + name, "Use letters, digits, '-', '_' and '/', as git does.");
        }
        create(repository, "refs/heads/" + name, start.isEmpty() ? "main" : start, overwrite, who);
    }

    void createTag(Repository repository, String name, String revision, String who) {
        if (name.startsWith("refs/") || !GitStore.nameable("refs/tags/" + name)) {
            throw new Invalid(
                    "Invalid reference for a tag: " + name, "Use letters, digits, '-', '_' and '.', as git does.");
        }
        create(repository, "refs/tags/" + name, revision.isEmpty() ? "main" : revision, false, who);
    }

    void deleteBranch(Repository repository, String name, String who) {
        if (name.equals("main")) {
            throw new Denied("Cannot delete refs/heads/main", "Every repository keeps its main branch.");
        }
        delete(repository, "refs/heads/" + name, name, who);
    }

    void deleteTag(Repository repository, String name, String who) {
        delete(repository, "refs/tags/" + name, name, who);
    }

    /// Removes the repository with all its refs.
    void deleteAll(Repository repository, String who) {
        var tries = 0;
        while (true) {
            var steps = annals.refs(repository.id()).stream()
                    .map(it -> Step.of(repository, it.ref(), it.commit(), "", who))
                    .toList();
            try {
                movement.move(steps, sql -> {
                    Catalogue.delete(sql, repository);
                    if (Annals.count(sql, repository.id()) != steps.size()) {
                        throw new Movement.Overtaken("a ref of " + repository.name());
                    }
                    return repository.id();
                });
                return;
            } catch (Movement.Overtaken byAnotherNode) {
                if (++tries == TRIES) {
                    throw new Conflict(Conflict.Kind.MOVED, "The branches are moving too fast, please try again.");
                }
            }
        }
    }

    private void create(Repository repository, String ref, String start, boolean overwrite, String who) {
        var lock = locks.of(repository.id());
        lock.lock();
        try {
            var commit = new Revisions(annals).resolve(repository, start);
            var there = annals.target(repository.id(), ref);
            if (there.isPresent() && !overwrite) {
                throw exists(ref);
            }
            // Git keeps refs as files and folders, so a/b cannot be beside a.
            for (var other : annals.refs(repository.id())) {
                if (other.ref().startsWith(ref + "/") || ref.startsWith(other.ref() + "/")) {
                    throw exists(other.ref());
                }
            }
            if (!there.equals(java.util.Optional.of(commit))) {
                move(Step.of(repository, ref, there.orElse(""), commit, who), repository);
            }
        } finally {
            lock.unlock();
        }
    }

    private void delete(Repository repository, String ref, String name, String who) {
        var lock = locks.of(repository.id());
        lock.lock();
        try {
            var there = annals.target(repository.id(), ref).orElseThrow(() -> Revisions.missing(name));
            move(Step.of(repository, ref, there, "", who), repository);
        } finally {
            lock.unlock();
        }
    }

    private void move(Step step, Repository repository) {
        try {
            movement.move(step, sql -> {
                Catalogue.mustBe(sql, repository);
                return repository.id();
            });
        } catch (Movement.Overtaken overtaken) {
            throw new Conflict(Conflict.Kind.MOVED, step.ref() + " has just been moved by somebody else; look again.");
        }
    }

    private static Conflict exists(String ref) {
        return new Conflict(Conflict.Kind.EXISTS, "Reference " + ref + " already exists");
    }
}
