package dev.assay.ledger;

import dev.assay.ledger.SignedNote.Verifies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/// The key a ledger signs with: made when the ledger is, kept in its folder, readable by its owner alone.
///
/// `verifier`, the half that everybody may have, is written first: where a `key` is, a `verifier` is.
record LedgerKey(Verifies verifier, PrivateKey signer) {

    static LedgerKey open(Path folder, String origin, boolean mayMake) throws IOException {
        var file = folder.resolve("key");
        if (!Files.exists(file)) {
            if (!mayMake) {
                throw new Broken("the ledger's key is missing");
            }
            return make(folder, file, origin);
        }
        try {
            var encoded = Base64.getDecoder().decode(Files.readString(file).strip());
            var signer = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            var verifier = Verifies.parse(Files.readString(folder.resolve("verifier")));
            if (!verifier.name().equals(origin)) {
                throw new Broken("the ledger is of " + verifier.name() + ", not of " + origin);
            }
            var test = SignedNote.sign("test\n", verifier, signer);
            SignedNote.open(test, verifier);
            return new LedgerKey(verifier, signer);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Broken("the ledger's key cannot be read", e);
        }
    }

    private static LedgerKey make(Path folder, Path file, String origin) throws IOException {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var verifier = Verifies.of(origin, pair.getPublic());
            Durable.put(folder.resolve("verifier"), (verifier.text() + "\n").getBytes(StandardCharsets.UTF_8));
            var encoded = Base64.getEncoder().encode(pair.getPrivate().getEncoded());
            Durable.put(file, encoded, Durable.ours(folder));
            return new LedgerKey(verifier, pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
