package dev.assay.inspect;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 name of some content. Content has no other name: equal digests, equal bytes.
///
/// @param hex 64 lower-case hexadecimal digits
public record Digest(String hex) implements Comparable<Digest> {

    public Digest {
        if (hex.length() != 64 || !hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
            throw new IllegalArgumentException(
                    "not a SHA-256 digest (64 lower-case hex digits): " + hex.substring(0, Math.min(hex.length(), 80)));
        }
    }

    /// The digest of bytes already hashed.
    public static Digest ofHash(byte[] sha256) {
        return new Digest(HexFormat.of().formatHex(sha256));
    }

    public static Digest of(byte[] content) {
        return ofHash(sha256().digest(content));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java runtime has SHA-256", impossible);
        }
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return "sha256:" + hex;
    }
}
