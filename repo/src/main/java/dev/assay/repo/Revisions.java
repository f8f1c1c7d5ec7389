package dev.assay.repo;

import java.util.regex.Pattern;

/// What a revision's name stands for: a branch, a tag, a ref in full, or the id of a published commit or its beginning.
final class Revisions {

    private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{5,40}");

    private final Annals annals;

    Revisions(Annals annals) {
        this.annals = annals;
    }

    /// @return the commit
    /// @throws Missing if there is no such revision, it is not published, or more than one begins so
    String resolve(Repository repository, String name) {
        var id = repository.id();
        if (name.startsWith("refs/")) {
            return annals.target(id, name).orElseThrow(() -> missing(name));
        }
        var branch = name.equals("HEAD") ? "main" : name;
        var found = annals.target(id, "refs/heads/" + branch).or(() -> annals.target(id, "refs/tags/" + name));
        if (found.isPresent()) {
            return found.get();
        }
        if (ABBREVIATED.matcher(name).matches()) {
            var commits = annals.published(id, name);
            if (commits.size() == 1) {
                return commits.getFirst();
            }
        }
        throw missing(name);
    }

    /// The ref a commit's target names: a branch, or a pull request's.
    static String target(String name) {
        return name.startsWith("refs/") ? name : "refs/heads/" + name;
    }

    static Missing missing(String name) {
        return new Missing(Missing.Kind.REVISION, "Invalid rev id: " + name);
    }
}
