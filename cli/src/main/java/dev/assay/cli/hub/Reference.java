package dev.assay.cli.hub;

import java.util.regex.Pattern;

/// A repository on a hub, at a revision: `hf:owner/name`, `hf:owner/name@v1.0`, `hf:datasets/owner/name`.
///
/// @param kind `models`, `datasets` or `spaces`, as the hub's addresses have it
/// @param name with its owner
/// @param revision branch, tag or commit
public record Reference(String kind, String name, String revision) {

    public static final String SCHEME = "hf:";

    private static final Pattern SHAPE = Pattern.compile(
            "hf:(?://)?(?:(models|datasets|spaces)/)?([\\w][\\w.-]{0,95}(?:/[\\w][\\w.-]{0,95})?)(?:@([^\\s@?#]{1,200}))?");

    /// @throws IllegalArgumentException with a sentence if it is none
    public static Reference of(String text) {
        var matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no reference: say hf:OWNER/NAME, hf:datasets/OWNER/NAME, each with or without"
                            + " @REVISION");
        }
        var kind = matcher.group(1) == null ? "models" : matcher.group(1);
        return new Reference(kind, matcher.group(2), matcher.group(3) == null ? "main" : matcher.group(3));
    }

    /// As people write it.
    @Override
    public String toString() {
        return SCHEME
                + (kind.equals("models") ? "" : kind + "/")
                + name
                + (revision.equals("main") ? "" : "@" + revision);
    }
}
