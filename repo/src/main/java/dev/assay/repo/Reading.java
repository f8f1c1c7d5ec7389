package dev.assay.repo;

import dev.assay.repo.Annals.Content;
import dev.assay.repo.git.GitCommit;
import dev.assay.repo.git.GitPath;
import dev.assay.repo.git.GitStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is in a revision.
final class Reading {

    private static final int MOST = 10_000;

    private final GitStore store;
    private final Annals annals;

    Reading(GitStore store, Annals annals) {
        this.store = store;
        this.annals = annals;
    }

    Page<Entry> tree(Revision revision, String folder, boolean recursive, int limit, String mark) {
        var most = Math.clamp(limit, 1, MOST);
        try (var objects = store.open(revision.repository().publicId())) {
            var root = objects.tree(revision.commit());
            if (!folder.isEmpty()
                    && objects.at(root, folder).filter(GitPath::folder).isEmpty()) {
                throw new Missing(Missing.Kind.ENTRY, "There is no folder '" + folder + "'", revision.commit());
            }
            var found = objects.list(root, folder, recursive, most + 1, mark);
            var more = found.size() > most;
            var entries = entries(revision.repository(), more ? found.subList(0, most) : found);
            return new Page<>(entries, more ? Optional.of(entries.getLast().path()) : Optional.empty());
        }
    }

    Optional<Entry> entry(Revision revision, String path) {
        return entries(revision, List.of(path)).stream().findFirst();
    }

    List<Entry> entries(Revision revision, List<String> paths) {
        try (var objects = store.open(revision.repository().publicId())) {
            var root = objects.tree(revision.commit());
            var found = new ArrayList<GitPath>();
            for (var path : paths) {
                objects.at(root, path).ifPresent(found::add);
            }
            return entries(revision.repository(), found);
        }
    }

    Map<String, Commit> lastCommits(Revision revision, List<String> paths) {
        try (var objects = store.open(revision.repository().publicId())) {
            var found = new LinkedHashMap<String, Commit>();
            objects.lastChanges(revision.commit(), paths).forEach((path, commit) -> found.put(path, told(commit)));
            return found;
        }
    }

    Page<Commit> commits(Revision revision, int skip, int limit) {
        try (var objects = store.open(revision.repository().publicId())) {
            var most = Math.clamp(limit, 1, MOST);
            var from = Math.max(skip, 0);
            var found = objects.log(revision.commit(), from, most + 1).stream()
                    .map(Reading::told)
                    .toList();
            return found.size() <= most
                    ? new Page<>(found, Optional.empty())
                    : new Page<>(found.subList(0, most), Optional.of(Long.toString((long) from + most)));
        }
    }

    List<Change> changes(Revision revision) {
        try (var objects = store.open(revision.repository().publicId())) {
            var log = objects.log(revision.commit(), 0, 2);
            var before = log.size() > 1 ? log.getLast().tree() : "";
            return objects.changes(before, objects.tree(revision.commit())).stream()
                    .map(it -> new Change(
                            it.path(),
                            it.was().isEmpty()
                                    ? Change.What.ADDED
                                    : it.is().isEmpty() ? Change.What.REMOVED : Change.What.CHANGED))
                    .toList();
        }
    }

    private List<Entry> entries(Repository repository, List<GitPath> paths) {
        var oids = paths.stream()
                .filter(it -> !it.folder())
                .map(GitPath::oid)
                .distinct()
                .toList();
        var contents = annals.contents(repository.id(), oids);
        var entries = new ArrayList<Entry>(paths.size());
        for (var path : paths) {
            entries.add(path.folder() ? folder(path) : file(path, contents));
        }
        return entries;
    }

    private static Entry folder(GitPath path) {
        return new Entry(path.path(), true, path.oid(), 0, Optional.empty(), 0);
    }

    private static Entry file(GitPath path, Map<String, Content> contents) {
        var content = contents.get(path.oid());
        if (content == null) {
            throw new IllegalStateException("nobody knows what " + path.oid() + " at '" + path.path() + "' is");
        }
        return new Entry(
                path.path(), false, path.oid(), content.size(), Optional.of(content.digest()), content.pointerSize());
    }

    private static Commit told(GitCommit commit) {
        var message = Message.read(commit.text());
        return new Commit(commit.id(), message.title(), message.body(), commit.at(), commit.author());
    }
}
