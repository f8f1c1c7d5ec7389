package dev.assay.repo;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Which paths a commit may write: those that every system can check out inside the folder it was told to.
///
/// Sources: git's `verify_path` (CVE-2014-9390, CVE-2019-1353, CVE-2021-21300 are what happens without it).
final class Paths {

    private static final int LONGEST = 4_096;
    private static final int LONGEST_PART = 255;
    private static final int DEEPEST = 100;

    private Paths() {}

    /// Returns the path as it is kept.
    ///
    /// @throws Invalid with the rule that it breaks
    static String file(String path) {
        var bytes = path.getBytes(StandardCharsets.UTF_8);
        check(!path.isEmpty(), path, "a path is not empty");
        check(bytes.length <= LONGEST, path, "a path has at most " + LONGEST + " bytes");
        check(new String(bytes, StandardCharsets.UTF_8).equals(path), path, "a path is Unicode text");
        check(path.chars().noneMatch(c -> c < 0x20 || c == 0x7f), path, "a path has no control characters");
        check(!path.startsWith("/"), path, "a path starts at the repository's root, without a slash");
        check(!path.startsWith("..\\"), path, "a path stays inside the repository");
        var parts = path.split("/", -1);
        check(parts.length <= DEEPEST, path, "a path has at most " + DEEPEST + " parts");
        for (var part : parts) {
            check(!part.isEmpty(), path, "no part of a path is empty");
            check(!part.equals(".") && !part.equals(".."), path, "a path stays inside the repository");
            check(!gitFolder(part), path, "no part of a path is git's own folder");
            check(
                    part.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PART,
                    path,
                    "a part of a path has at most " + LONGEST_PART + " bytes");
        }
        return path;
    }

    /// The same for a folder, which may be written with a slash behind it.
    static String folder(String path) {
        return file(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /// Whether some file system takes this name for `.git`: without regard to case; NTFS ignores dots and spaces at
    /// the end, what stands after a colon or backslash, and knows `git~1`; HFS+ ignores invisible characters.
    private static boolean gitFolder(String part) {
        var visible = new StringBuilder();
        part.codePoints()
                .filter(c -> !(c >= 0x200c && c <= 0x200f
                        || c >= 0x202a && c <= 0x202e
                        || c >= 0x206a && c <= 0x206f
                        || c == 0xfeff))
                .forEach(visible::appendCodePoint);
        for (var piece : visible.toString().toLowerCase(Locale.ROOT).split("[\\\\:]", -1)) {
            var name = piece.replaceFirst("[ .]+$", "");
            if (name.equals(".git") || name.equals("git~1")) {
                return true;
            }
        }
        return false;
    }

    private static void check(boolean holds, String path, String rule) {
        if (!holds) {
            var shown = path.length() > 200 ? path.substring(0, 200) + "…" : path;
            throw new Invalid(
                    "not a path: '" + shown.replaceAll("\\p{Cntrl}", "?") + "': " + rule,
                    "Paths look like weights/model.safetensors.");
        }
    }
}
