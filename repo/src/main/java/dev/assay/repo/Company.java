package dev.assay.repo;

import dev.assay.gate.Gate;
import dev.assay.gate.Standing;
import dev.assay.inspect.Digest;
import dev.assay.inspect.neighbours.Neighbours;
import dev.assay.repo.git.GitObjects;
import dev.assay.repo.git.GitPath;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The files of a tree, for what some of them do to others: code among them may be what a pickle beside it imports,
/// under whatever name.
///
/// Such a fact is one about a tree. It is found again for each commit, from facts on file about its blobs, and no
/// blob is opened for it. Asked about are the files a commit brings, and, if it brings code, those it inherits that
/// could find it.
///
/// @param concerned the files that are asked about, by path
record Company(Neighbours code, Map<String, Digest> concerned) {

    /// @param added what the commit adds or changes, by path
    /// @param known what the gate knows files by
    static Company of(GitObjects objects, String tree, Map<String, Digest> added, Attempt.Contents known) {
        var paths = objects.files(tree, Neighbours::isCode).stream()
                .map(GitPath::path)
                .toList();
        var code = new Neighbours(paths);
        if (paths.isEmpty()) {
            return new Company(code, Map.of());
        }
        var concerned = new TreeMap<>(added);
        var reach = new HashSet<String>();
        added.keySet().stream().filter(Neighbours::isCode).forEach(it -> reach.addAll(Neighbours.foundFrom(it)));
        var inherited = reach.isEmpty()
                ? List.<GitPath>of()
                : objects.files(
                        tree,
                        it -> !added.containsKey(it) && (reach.contains("") || reach.contains(Neighbours.folder(it))));
        var contents = known.of(inherited.stream().map(GitPath::oid).distinct().toList());
        for (var file : inherited) {
            var content = contents.get(file.oid());
            if (content == null) {
                throw new IllegalStateException("nobody knows what " + file.oid() + " at '" + file.path() + "' is");
            }
            concerned.put(file.path(), content.digest());
        }
        return new Company(code, concerned);
    }

    /// How one of the concerned stands in this company.
    Standing standing(Gate gate, String path, Digest digest) {
        return gate.among(digest, it -> code.join(path, it));
    }
}
