package dev.assay.inspect.wire;

/// Where a path leads that a model names, whatever system it is opened on.
public final class NamedFiles {

    private NamedFiles() {}

    /// Whether the path may lead out of the folder it is relative to: absolute, with a drive, a scheme or a
    /// stream, or climbing. Both separators count, and Windows drops dots and spaces at the end of a name.
    public static boolean outside(String path) {
        if (path.isEmpty()
                || path.charAt(0) == '/'
                || path.charAt(0) == '\\'
                || path.charAt(0) == '~'
                || path.indexOf(':') >= 0
                || path.chars().anyMatch(it -> it < 0x20 || it == 0x7f)) {
            return true;
        }
        for (var name : path.split("[/\\\\]", -1)) {
            var bare = name.replaceAll("[. ]+$", "");
            if (bare.isEmpty() && !name.isEmpty() && !name.equals(".")) {
                return true;
            }
        }
        return false;
    }
}
