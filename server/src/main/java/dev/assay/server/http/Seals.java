package dev.assay.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Marks statements of this hub, so that it knows them again when a client brings them back (HMAC-SHA-256).
public final class Seals {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /// @param secret at least 32 random bytes that outlive a restart
    public Seals(byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("a secret has at least 32 bytes");
        }
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /// The mark on these words, in this order: 64 hexadecimal digits.
    public String mark(String... words) {
        return HexFormat.of().formatHex(hash(words));
    }

    /// Whether this is the mark on these words; takes the same time whether it is nearly right or wholly wrong.
    public boolean holds(String mark, String... words) {
        return MessageDigest.isEqual(mark(words).getBytes(UTF_8), mark.getBytes(UTF_8));
    }

    private byte[] hash(String... words) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (var word : words) {
                // With its length, so that no two lists of words read alike.
                mac.update((word.length() + ":" + word + "\n").getBytes(UTF_8));
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java runtime has " + ALGORITHM, impossible);
        }
    }
}
