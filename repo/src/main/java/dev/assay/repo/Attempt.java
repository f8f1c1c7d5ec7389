package dev.assay.repo;

import dev.assay.inspect.Digest;
import dev.assay.repo.Annals.Content;
import dev.assay.repo.git.GitObjects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A commit that has been written and that nobody can reach yet.
///
/// @param parent the commit it was built on; empty for a first commit
/// @param added every file that it adds or changes, and what the gate knows it by; what it inherits from its parent
///     was cleared when the parent was published, and every read asks the gate again
/// @param contents the same files, by git's names
record Attempt(
        String parent, String commit, String tree, SortedMap<String, Digest> added, Map<String, Content> contents) {

    /// What git's names stand for. Names that are nobody's are left out.
    interface Contents {

        Map<String, Content> of(Collection<String> oids);

        /// These, and what was known before.
        default Contents with(Map<String, Content> fresh) {
            return oids -> {
                var found = new HashMap<String, Content>();
                var older = new ArrayList<String>();
                for (var oid : oids) {
                    var content = fresh.get(oid);
                    if (content == null) {
                        older.add(oid);
                    } else {
                        found.put(oid, content);
                    }
                }
                if (!older.isEmpty()) {
                    found.putAll(of(older));
                }
                return found;
            };
        }
    }

    /// Compares the trees, and so believes what was written, not what was asked for.
    static Attempt of(GitObjects objects, String parent, String commit, Contents known) {
        var tree = objects.tree(commit);
        var files = objects.changes(objects.tree(parent), tree).stream()
                .flatMap(it -> it.is().stream())
                .toList();
        var contents = known.of(files.stream().map(it -> it.oid()).distinct().toList());
        var added = new TreeMap<String, Digest>();
        for (var file : files) {
            var content = contents.get(file.oid());
            if (content == null) {
                throw new IllegalStateException("nobody knows what " + file.oid() + " at '" + file.path() + "' is");
            }
            added.put(file.path(), content.digest());
        }
        return new Attempt(parent, commit, tree, added, contents);
    }

    /// The files of its tree, for what they do to each other.
    ///
    /// @param known what its parent's files are
    Company company(GitObjects objects, Contents known) {
        return Company.of(objects, tree, added, known.with(contents));
    }
}
