package dev.assay.repo;

import java.util.regex.Pattern;

/// A repository's name, `namespace/name`. Compared without regard to case, shown as it was given.
public record RepositoryName(String namespace, String name) {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,94}[A-Za-z0-9_]|[A-Za-z0-9_]");

    /// @throws Invalid unless both parts are 1 to 96 characters of `A-Z a-z 0-9 _ . -`, without `--`, `..`, a
    ///     leading or trailing `-` or `.`, or a name ending in `.git`
    public RepositoryName {
        check(namespace);
        check(name);
        if (name.endsWith(".git")) {
            throw new Invalid("a repository's name does not end in .git: " + name, "Leave out the .git.");
        }
    }

    private static void check(String part) {
        if (!PART.matcher(part).matches() || part.contains("--") || part.contains("..")) {
            throw new Invalid(
                    "not a name: '" + part + "'",
                    "Use 1 to 96 letters, digits, '_', '.' or '-', not starting or ending with '-' or '.', without '--' or '..'.");
        }
    }

    /// Reads `namespace/name`.
    public static RepositoryName of(String full) {
        var slash = full.indexOf('/');
        if (slash < 0) {
            throw new Invalid("'" + full + "' has no owner", "Write it as owner/name.");
        }
        return new RepositoryName(full.substring(0, slash), full.substring(slash + 1));
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
