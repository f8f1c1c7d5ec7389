package dev.assay.repo;

import dev.assay.inspect.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// What git holds in place of a large file: a Git LFS pointer, version 1 (git-lfs, docs/spec.md).
record Pointer(Digest digest, long size) {

    private static final Pattern TEXT = Pattern.compile(
            "version https://git-lfs\\.github\\.com/spec/v1\noid sha256:([0-9a-f]{64})\nsize (0|[1-9][0-9]{0,17})\n");

    /// No canonical pointer is longer.
    static final int LONGEST = 160;

    /// Reads a pointer in its one canonical spelling; empty for anything else.
    static Optional<Pointer> read(byte[] bytes) {
        if (bytes.length > LONGEST) {
            return Optional.empty();
        }
        var match = TEXT.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        return match.matches()
                ? Optional.of(new Pointer(new Digest(match.group(1)), Long.parseLong(match.group(2))))
                : Optional.empty();
    }

    byte[] text() {
        return ("version https://git-lfs.github.com/spec/v1\noid sha256:" + digest.hex() + "\nsize " + size + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
