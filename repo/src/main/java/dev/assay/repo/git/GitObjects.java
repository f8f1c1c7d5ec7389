package dev.assay.repo.git;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// The objects of one repository: commits and trees to read, and a writer for more.
///
/// No method hands out a file's bytes; those leave through the vault. Every name given must be of an object that is
/// here: readers get theirs from the database.
public final class GitObjects implements Closeable {

    private final FileRepository repository;

    GitObjects(FileRepository repository) {
        this.repository = repository;
    }

    /// @param objects about how many will be written
    public GitWriter writer(int objects) {
        try {
            return new GitWriter(repository, objects);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public GitCommit commit(String id) {
        return asking(reader -> {
            try (var walk = new RevWalk(reader)) {
                return described(walk.parseCommit(ObjectId.fromString(id)));
            }
        });
    }

    /// The tree of a commit; empty for none.
    public String tree(String commit) {
        return commit.isEmpty() ? "" : commit(commit).tree();
    }

    /// @param path empty for the root itself
    public Optional<GitPath> at(String tree, String path) {
        if (tree.isEmpty()) {
            return Optional.empty();
        }
        if (path.isEmpty()) {
            return Optional.of(new GitPath("", true, tree));
        }
        return asking(reader -> {
            try (var walk = TreeWalk.forPath(reader, path, ObjectId.fromString(tree))) {
                return walk == null ? Optional.<GitPath>empty() : Optional.of(here(walk, path));
            }
        });
    }

    /// Paths in git's order: bytewise, a folder as if its path ended in a slash, and before what it holds.
    ///
    /// @param tree of the root; empty for none
    /// @param folder whose contents are listed; empty for the root
    /// @param mark the last path that was listed before, or empty
    public List<GitPath> list(String tree, String folder, boolean recursive, int limit, String mark) {
        var start = at(tree, folder).filter(GitPath::folder);
        if (start.isEmpty()) {
            return List.of();
        }
        var prefix = folder.isEmpty() ? "" : folder + "/";
        return asking(reader -> {
            var found = new ArrayList<GitPath>();
            try (var walk = new TreeWalk(reader)) {
                walk.addTree(ObjectId.fromString(start.orElseThrow().oid()));
                var after = mark.isEmpty();
                while (found.size() < limit && walk.next()) {
                    var path = prefix + walk.getPathString();
                    if (after) {
                        found.add(here(walk, path));
                    } else if (path.equals(mark)) {
                        after = true;
                    } else if (!mark.startsWith(path + "/")) {
                        continue;
                    }
                    if (recursive && walk.isSubtree()) {
                        walk.enterSubtree();
                    }
                }
            }
            return found;
        });
    }

    /// All files of a tree whose paths are wanted, in git's order.
    public List<GitPath> files(String tree, Predicate<String> wanted) {
        return asking(reader -> {
            var found = new ArrayList<GitPath>();
            try (var walk = new TreeWalk(reader)) {
                add(walk, reader, tree);
                walk.setRecursive(true);
                while (walk.next()) {
                    if (wanted.test(walk.getPathString())) {
                        found.add(here(walk, walk.getPathString()));
                    }
                }
            }
            return found;
        });
    }

    /// A commit and those before it, newest first, along first parents.
    public List<GitCommit> log(String from, long skip, int limit) {
        return asking(reader -> {
            var found = new ArrayList<GitCommit>();
            try (var walk = new RevWalk(reader)) {
                var at = walk.parseCommit(ObjectId.fromString(from));
                for (long seen = 0; found.size() < limit; seen++) {
                    if (seen >= skip) {
                        found.add(described(at));
                    }
                    if (at.getParentCount() == 0) {
                        break;
                    }
                    at = walk.parseCommit(at.getParent(0));
                }
            }
            return found;
        });
    }

    /// The last commit that changed each path, walking back from one commit; paths that are not there are left out.
    public Map<String, GitCommit> lastChanges(String from, Collection<String> paths) {
        return asking(reader -> {
            try (var walk = new RevWalk(reader)) {
                return new LastChanges(reader, walk, paths).since(walk.parseCommit(ObjectId.fromString(from)));
            }
        });
    }

    /// A path at which two trees differ.
    ///
    /// @param was empty where there was nothing
    /// @param is empty where there is nothing any more
    public record Change(String path, Optional<GitPath> was, Optional<GitPath> is) {}

    /// The files at which two trees differ; either may be empty.
    public List<Change> changes(String before, String after) {
        return asking(reader -> {
            var found = new ArrayList<Change>();
            try (var walk = new TreeWalk(reader)) {
                add(walk, reader, before);
                add(walk, reader, after);
                walk.setRecursive(true);
                walk.setFilter(TreeFilter.ANY_DIFF);
                while (walk.next()) {
                    var path = walk.getPathString();
                    found.add(new Change(path, file(walk, 0, path), file(walk, 1, path)));
                }
            }
            return found;
        });
    }

    private static void add(TreeWalk walk, ObjectReader reader, String tree) throws IOException {
        if (tree.isEmpty()) {
            walk.addTree(new EmptyTreeIterator());
        } else {
            walk.addTree(new CanonicalTreeParser(null, reader, ObjectId.fromString(tree)));
        }
    }

    private static Optional<GitPath> file(TreeWalk walk, int tree, String path) {
        return walk.getFileMode(tree).equals(FileMode.MISSING)
                        || walk.getFileMode(tree).equals(FileMode.TREE)
                ? Optional.empty()
                : Optional.of(new GitPath(path, false, walk.getObjectId(tree).name()));
    }

    private static GitPath here(TreeWalk walk, String path) {
        return new GitPath(path, walk.isSubtree(), walk.getObjectId(0).name());
    }

    private static GitCommit described(RevCommit commit) {
        var who = commit.getAuthorIdent();
        return new GitCommit(
                commit.name(), commit.getTree().name(), who.getName(), who.getWhenAsInstant(), commit.getFullMessage());
    }

    private interface Question<T> {

        T ask(ObjectReader reader) throws IOException;
    }

    private <T> T asking(Question<T> question) {
        try (var reader = repository.newObjectReader()) {
            return question.ask(reader);
        } catch (IOException broken) {
            throw new UncheckedIOException("the git objects cannot be read", broken);
        }
    }

    @Override
    public void close() {
        repository.close();
    }

    /// Walks back once for many paths, reading only folders that changed.
    private static final class LastChanges {

        private final ObjectReader reader;
        private final RevWalk walk;
        private final Map<String, Collection<String>> namesByFolder = new HashMap<>();

        LastChanges(ObjectReader reader, RevWalk walk, Collection<String> paths) {
            this.reader = reader;
            this.walk = walk;
            for (var path : paths) {
                var slash = path.lastIndexOf('/');
                namesByFolder
                        .computeIfAbsent(slash < 0 ? "" : path.substring(0, slash), it -> new HashSet<>())
                        .add(path.substring(slash + 1));
            }
        }

        Map<String, GitCommit> since(RevCommit from) throws IOException {
            var found = new LinkedHashMap<String, GitCommit>();
            var at = from;
            while (!namesByFolder.isEmpty()) {
                var parent = at.getParentCount() == 0 ? null : walk.parseCommit(at.getParent(0));
                var folders = namesByFolder.entrySet().iterator();
                while (folders.hasNext()) {
                    var entry = folders.next();
                    var folder = entry.getKey();
                    var now = folderId(at, folder);
                    var before = parent == null ? ObjectId.zeroId() : folderId(parent, folder);
                    if (now.equals(before)) {
                        continue;
                    }
                    var names = entries(now);
                    var old = entries(before);
                    for (var name : List.copyOf(entry.getValue())) {
                        var id = names.get(name);
                        if (id == null || !id.equals(old.get(name))) {
                            entry.getValue().remove(name);
                            if (id != null) {
                                found.put(folder.isEmpty() ? name : folder + "/" + name, described(at));
                            }
                        }
                    }
                    if (entry.getValue().isEmpty()) {
                        folders.remove();
                    }
                }
                if (parent == null) {
                    break;
                }
                at = parent;
            }
            return found;
        }

        private ObjectId folderId(RevCommit commit, String folder) throws IOException {
            if (folder.isEmpty()) {
                return commit.getTree();
            }
            try (var at = TreeWalk.forPath(reader, folder, commit.getTree())) {
                return at == null || !at.isSubtree() ? ObjectId.zeroId() : at.getObjectId(0);
            }
        }

        private Map<String, ObjectId> entries(ObjectId tree) throws IOException {
            var entries = new HashMap<String, ObjectId>();
            if (!tree.equals(ObjectId.zeroId())) {
                var parser = new CanonicalTreeParser(null, reader, tree);
                for (; !parser.eof(); parser.next(1)) {
                    entries.put(parser.getEntryPathString(), parser.getEntryObjectId());
                }
            }
            return entries;
        }
    }
}
