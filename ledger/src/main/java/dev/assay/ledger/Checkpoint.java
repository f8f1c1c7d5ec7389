package dev.assay.ledger;

import java.util.Base64;

/// How long the ledger was, and the one hash that stands for all its lines: what is signed, published and kept.
///
/// Whoever keeps a checkpoint can show later that nothing before it was changed.
///
/// @param origin whose ledger
/// @param size how many lines
/// @param root base64 of the root of the tree of those lines
/// @param note the checkpoint as it is published, with its signatures
public record Checkpoint(String origin, long size, String root, String note) {

    /// Reads a checkpoint that this key must have signed.
    ///
    /// @param verifier the key, as it stands in the ledger's file `verifier`
    /// @throws Broken if the note is not a checkpoint or the key did not sign it
    public static Checkpoint open(String note, String verifier) throws Broken {
        return open(note, SignedNote.Verifies.parse(verifier));
    }

    static Checkpoint open(String note, SignedNote.Verifies key) throws Broken {
        var lines = SignedNote.open(note, key).split("\n", -1);
        if (lines.length < 4 || !lines[0].equals(key.name())) {
            throw new Broken("the checkpoint is not of " + key.name());
        }
        try {
            var size = Long.parseLong(lines[1]);
            var root = Base64.getDecoder().decode(lines[2]);
            if (size >= 0 && lines[1].equals(Long.toString(size)) && root.length == Merkle.HASH) {
                return new Checkpoint(lines[0], size, lines[2], note);
            }
        } catch (IllegalArgumentException e) {
            throw new Broken("the checkpoint has no size or no root", e);
        }
        throw new Broken("the checkpoint has no size or no root");
    }

    static String text(String origin, long size, byte[] root) {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    byte[] hash() {
        return Base64.getDecoder().decode(root);
    }
}
