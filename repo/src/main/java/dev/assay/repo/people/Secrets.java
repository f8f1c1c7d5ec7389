package dev.assay.repo.people;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// How secrets are made and kept. Nothing here can be turned back into the secret.
final class Secrets {

    /// What a password costs whoever guesses it: rounds of PBKDF2 with HMAC-SHA-256, as OWASP advises (2023).
    private static final int ROUNDS = 600_000;

    private static final int HASH_BITS = 256;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /// `hf_` and 37 letters or digits: 220 random bits.
    static String token() {
        var text = new StringBuilder("hf_");
        for (var i = 0; i < 37; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /// The name a token is found by. It is random, so one round is enough, and the look-up tells nothing in its time
    /// that helps anybody to a token.
    static String nameOf(String token) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java runtime has SHA-256", impossible);
        }
    }

    /// What is kept of a password: `pbkdf2-sha256$ROUNDS$SALT$HASH`.
    static String keep(String password) {
        var salt = new byte[16];
        RANDOM.nextBytes(salt);
        var base64 = Base64.getEncoder().withoutPadding();
        return "pbkdf2-sha256$" + ROUNDS + "$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(slowHash(password, salt, ROUNDS));
    }

    /// Whether this is the password of which that was kept. Takes as long for nobody's (empty) as for somebody's.
    static boolean matches(String password, String kept) {
        var parts = kept.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals("pbkdf2-sha256")) {
            slowHash(password, new byte[16], ROUNDS);
            return false;
        }
        var salt = Base64.getDecoder().decode(parts[2]);
        var hash = slowHash(password, salt, Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[3]));
    }

    private static byte[] slowHash(String password, byte[] salt, int rounds) {
        var key = new PBEKeySpec(password.toCharArray(), salt, rounds, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java runtime has PBKDF2", impossible);
        } finally {
            key.clearPassword();
        }
    }
}
