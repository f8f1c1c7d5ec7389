package dev.assay.inspect.wire;

/// What a path in an archive means to whoever unpacks it, on any system.
public final class Paths {

    private Paths() {}

    /// Whether a path leaves the folder it is unpacked into: by a root, a drive, or more steps up than down.
    public static boolean leave(String path) {
        var slashed = path.replace('\\', '/');
        if (slashed.startsWith("/") || slashed.length() > 1 && slashed.charAt(1) == ':') {
            return true;
        }
        var depth = 0;
        for (var part : slashed.split("/", -1)) {
            depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether a symbolic link of this name, followed, leaves that folder.
    public static boolean leave(String name, String target) {
        var from = name.lastIndexOf('/');
        return target.startsWith("/") || leave(from < 0 ? target : name.substring(0, from + 1) + target);
    }
}
