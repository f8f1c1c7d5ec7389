package dev.assay.repo;

import dev.assay.gate.Gate;
import dev.assay.gate.Refused;
import dev.assay.gate.Vault;
import dev.assay.repo.Annals.Content;
import dev.assay.repo.git.GitObjects;
import dev.assay.repo.git.GitPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Reads the card of a tree, through the vault's front door like everybody.
final class Describer {

    private static final int MOST_FILES = 10_000;

    private final Gate gate;
    private final Vault vault;

    Describer(Gate gate, Vault vault) {
        this.gate = gate;
        this.vault = vault;
    }

    /// A README that cannot be read, for whatever reason, says nothing.
    Card describe(Kind kind, GitObjects objects, String tree, Attempt.Contents known) {
        var files = objects.list(tree, "", false, MOST_FILES, "").stream()
                .filter(it -> !it.folder())
                .map(GitPath::path)
                .toList();
        var readme = objects.at(tree, "README.md")
                .filter(it -> !it.folder())
                .flatMap(it -> Optional.ofNullable(known.of(List.of(it.oid())).get(it.oid())))
                .map(this::beginning)
                .orElse(new byte[0]);
        return Card.of(kind, readme, files);
    }

    private byte[] beginning(Content content) {
        try (var in = vault.open(gate.clear(content.digest())).stream()) {
            return in.readNBytes(Card.LONGEST);
        } catch (Refused | IOException unreadable) {
            return new byte[0];
        }
    }
}
