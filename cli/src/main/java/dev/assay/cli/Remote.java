package dev.assay.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assay.cli.hub.Hub;
import dev.assay.cli.hub.Listed;
import dev.assay.cli.hub.Reference;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// The files of a repository on a hub: each is fetched into a file of our own, looked at, and thrown away.
///
/// A hub that inspects what it holds gives out only what it has cleared. What it keeps back counts as
/// unread, with the hub's own words for why.
final class Remote {

    private final Eye eye;
    private final Readers readers;
    private final InOrder told;
    private final AtomicLong fetched;

    /// @param fetched counts the bytes that have come
    Remote(Eye eye, Readers readers, InOrder told, AtomicLong fetched) {
        this.eye = eye;
        this.readers = readers;
        this.told = told;
        this.fetched = fetched;
    }

    void add(Reference reference, Hub hub) throws IOException {
        Hub.Tree tree;
        try {
            tree = hub.tree(reference);
        } catch (IOException refused) {
            told.add(Scanned.unread(reference.toString(), Reasons.of(refused)));
            return;
        }
        for (var file : tree.files()) {
            var name = reference + "/" + Place.printable(file.path());
            told.await(name, readers.read(name, () -> fetch(hub, reference, tree.commit(), file, name)));
        }
    }

    private Ready fetch(Hub hub, Reference reference, String commit, Listed file, String name) throws IOException {
        var kept = Files.createTempFile("assay-", ".fetched");
        try (var in = hub.open(reference, commit, file)) {
            Spool.fill(in, kept, file.size(), fetched::addAndGet);
        } catch (IOException broken) {
            Files.deleteIfExists(kept);
            throw broken;
        }
        return new Ready() {
            @Override
            public Scanned read() {
                return eye.received(name, kept, inspection -> wrong(file, kept, inspection));
            }

            @Override
            public void close() throws IOException {
                Files.deleteIfExists(kept);
            }
        };
    }

    /// What came is what the hub names, or it is nothing that could be judged in its stead.
    private static String wrong(Listed file, Path kept, Inspection came) throws IOException {
        if (came.size() != file.size()) {
            return came.size() + " bytes came of the " + file.size() + " the hub names";
        }
        if (!file.sha256().isEmpty()) {
            return file.sha256().equals(came.subject().hex())
                    ? ""
                    : "its bytes are not those whose SHA-256 the hub names";
        }
        return file.blob().equals(gitName(kept, came.size()))
                ? ""
                : "its bytes are not those whose git name the hub names";
    }

    private static String gitName(Path file, long size) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(("blob " + size + "\0").getBytes(US_ASCII));
            var buffer = new byte[1 << 16];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha1.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(sha1.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java has SHA-1", impossible);
        }
    }
}
