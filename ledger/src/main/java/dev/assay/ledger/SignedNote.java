package dev.assay.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// A text and who signed it, in the form of C2SP signed-note, with Ed25519 (algorithm 1).
final class SignedNote {

    private static final int LONGEST = 1 << 20;
    private static final int MOST_SIGNATURES = 100;
    private static final byte ED25519 = 1;
    /// What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410).
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private SignedNote() {}

    /// A name and its public key, written `name+id+key`.
    // The bytes are never handed out of this package, and nobody compares two of these.
    @SuppressWarnings("ArrayRecordComponent")
    record Verifies(String name, byte[] raw) {

        static Verifies of(String name, PublicKey key) {
            var encoded = key.getEncoded();
            return new Verifies(name, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        }

        static Verifies parse(String text) throws Broken {
            var parts = text.strip().split("\\+", 3);
            try {
                if (parts.length == 3) {
                    var typed = Base64.getDecoder().decode(parts[2]);
                    if (typed.length == 33 && typed[0] == ED25519) {
                        var key = new Verifies(parts[0], Arrays.copyOfRange(typed, 1, 33));
                        if (HexFormat.of().formatHex(key.id()).equals(parts[1])) {
                            return key;
                        }
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new Broken("the verifier key is not one", e);
            }
            throw new Broken("the verifier key is not one of name+id+key with an Ed25519 key");
        }

        byte[] id() {
            return Arrays.copyOf(
                    Merkle.sha256(name.getBytes(StandardCharsets.UTF_8), new byte[] {'\n', ED25519}, raw), 4);
        }

        String text() {
            var typed = ByteBuffer.allocate(33).put(ED25519).put(raw).array();
            return name + "+" + HexFormat.of().formatHex(id()) + "+"
                    + Base64.getEncoder().encodeToString(typed);
        }

        boolean signed(byte[] message, byte[] signature) {
            try {
                var key = KeyFactory.getInstance("Ed25519")
                        .generatePublic(new X509EncodedKeySpec(
                                ByteBuffer.allocate(44).put(X509).put(raw).array()));
                var check = Signature.getInstance("Ed25519");
                check.initVerify(key);
                check.update(message);
                return check.verify(signature);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }

    /// @param text lines that each end with a line feed
    static String sign(String text, Verifies as, PrivateKey key) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            var made = signature.sign();
            var whole =
                    ByteBuffer.allocate(4 + made.length).put(as.id()).put(made).array();
            return text + "\n\u2014 " + as.name() + " " + Base64.getEncoder().encodeToString(whole) + "\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The text of a note that this key signed. Signatures of others are let be.
    ///
    /// @throws Broken if it is not a note, or this key did not sign it
    static String open(String note, Verifies key) throws Broken {
        var cut = note.lastIndexOf("\n\n");
        if (note.length() > LONGEST
                || cut < 0
                || !note.endsWith("\n")
                || note.chars().anyMatch(SignedNote::control)) {
            throw new Broken("the checkpoint is not a signed note");
        }
        var text = note.substring(0, cut + 1);
        var lines = note.substring(cut + 2).split("\n", MOST_SIGNATURES + 2);
        if (lines.length > MOST_SIGNATURES) {
            throw new Broken("the checkpoint has more than " + MOST_SIGNATURES + " signatures");
        }
        for (var line : lines) {
            var parts = line.split(" ", -1);
            if (parts.length == 3 && parts[0].equals("\u2014") && parts[1].equals(key.name())) {
                var signature = decode(parts[2]);
                if (signature.length > 4 && Arrays.equals(key.id(), Arrays.copyOf(signature, 4))) {
                    if (key.signed(
                            text.getBytes(StandardCharsets.UTF_8),
                            Arrays.copyOfRange(signature, 4, signature.length))) {
                        return text;
                    }
                    throw new Broken("the signature of " + key.name() + " under the checkpoint is wrong");
                }
            }
        }
        throw new Broken("the checkpoint is not signed by " + key.text());
    }

    private static boolean control(int character) {
        return character < 0x20 && character != '\n';
    }

    private static byte[] decode(String text) throws Broken {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Broken("a signature under the checkpoint is not base64", e);
        }
    }
}
