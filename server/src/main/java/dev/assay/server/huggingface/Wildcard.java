package dev.assay.server.huggingface;

import java.util.List;

/// A pattern of `.gitattributes` or `.gitignore` (gitignore(5)): `*`, `?`, `[a-z]`, `\x`, and `**` for any number of
/// folders. Without a slash it means a name in any folder.
///
/// Matched in time proportional to pattern times path, whatever the pattern: patterns come from whoever uploads.
final class Wildcard {

    private final List<String> segments;
    private final int length;

    /// @param pattern without a leading `!` or trailing `/`
    Wildcard(String pattern) {
        this.length = pattern.length();
        var anchored = pattern.startsWith("/") ? pattern.substring(1) : pattern;
        var parts = List.of(anchored.split("/", -1));
        this.segments = pattern.indexOf('/') >= 0 ? parts : List.of("**", anchored);
    }

    /// How many pairs of characters [#matches] compares at most.
    long cost(String path) {
        return (length + 4L) * (path.length() + 4L);
    }

    boolean matches(String path) {
        var names = List.of(path.split("/", -1));
        // reach[i]: the segments so far can end just before name i.
        var reach = new boolean[names.size() + 1];
        reach[0] = true;
        for (var segment : segments) {
            var next = new boolean[names.size() + 1];
            for (int i = 0; i <= names.size(); i++) {
                if (segment.equals("**")) {
                    next[i] = reach[i] || i > 0 && next[i - 1];
                } else if (i < names.size() && reach[i] && name(segment, names.get(i))) {
                    next[i + 1] = true;
                }
            }
            reach = next;
        }
        return reach[names.size()];
    }

    private static boolean name(String pattern, String name) {
        var reach = new boolean[name.length() + 1];
        reach[0] = true;
        var at = 0;
        while (at < pattern.length()) {
            var next = new boolean[name.length() + 1];
            var c = pattern.charAt(at);
            if (c == '*') {
                var any = false;
                for (int i = 0; i <= name.length(); i++) {
                    any |= reach[i];
                    next[i] = any;
                }
                at++;
            } else {
                var end = c == '[' ? classEnd(pattern, at) : -1;
                for (int i = 0; i < name.length(); i++) {
                    if (reach[i]
                            && (end > 0
                                    ? inClass(pattern, at, end, name.charAt(i))
                                    : one(pattern, at, name.charAt(i)))) {
                        next[i + 1] = true;
                    }
                }
                at = end > 0 ? end + 1 : c == '\\' && at + 1 < pattern.length() ? at + 2 : at + 1;
            }
            reach = next;
        }
        return reach[name.length()];
    }

    private static boolean one(String pattern, int at, char c) {
        var expected = pattern.charAt(at);
        if (expected == '\\' && at + 1 < pattern.length()) {
            return pattern.charAt(at + 1) == c;
        }
        return expected == '?' || expected == c;
    }

    /// Where the class that begins here ends, or -1 if it never does and `[` is an ordinary character.
    private static int classEnd(String pattern, int at) {
        var from = at + 1;
        if (from < pattern.length() && (pattern.charAt(from) == '!' || pattern.charAt(from) == '^')) {
            from++;
        }
        return pattern.indexOf(']', from + 1);
    }

    private static boolean inClass(String pattern, int at, int end, char c) {
        var from = at + 1;
        var negated = pattern.charAt(from) == '!' || pattern.charAt(from) == '^';
        if (negated) {
            from++;
        }
        var in = false;
        for (int i = from; i < end; i++) {
            if (i + 2 < end && pattern.charAt(i + 1) == '-') {
                in |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
                i += 2;
            } else {
                in |= pattern.charAt(i) == c;
            }
        }
        return in != negated;
    }
}
