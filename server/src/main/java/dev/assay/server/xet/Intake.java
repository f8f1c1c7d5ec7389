package dev.assay.server.xet;

import dev.assay.gate.Gate;
import dev.assay.gate.Gate.Received;
import dev.assay.inspect.Digest;
import dev.assay.repo.Invalid;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.people.Caller;
import dev.assay.server.http.Reserve;
import dev.assay.xet.Malformed;
import dev.assay.xet.MerkleHash;
import dev.assay.xet.Reassembly;
import dev.assay.xet.Shard;
import dev.assay.xet.Shelf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.function.IntConsumer;

/// Makes uploads of the files that a shard describes.
///
/// Each file is put together and given to the gate, which says under which digest it arrived; the SHA-256 in the shard
/// is compared with that and is otherwise worth nothing. When one file of a shard is not as claimed, none of them may
/// be
/// named by a commit.
public final class Intake {

    private final Gate gate;
    private final Repositories repositories;
    private final FileNames names;
    private final long largestFile;
    private final Reserve reserve;

    /// @param largestFile bytes
    /// @param reserve of the disk they are put together on
    public Intake(Gate gate, Repositories repositories, FileNames names, long largestFile, Reserve reserve) {
        this.gate = gate;
        this.repositories = repositories;
        this.names = names;
        this.largestFile = largestFile;
        this.reserve = reserve;
    }

    /// @param taken is told after each file how many there are
    /// @throws Malformed if the shard is not true of the xorbs
    /// @throws Invalid if it is not true of the bytes, or cannot be taken
    /// @throws Failure 507 if there is no room
    void take(Caller caller, Repository repository, Shelf shelf, Shard shard, IntConsumer taken)
            throws IOException, Malformed {
        checkSizes(shard);
        record Arrived(MerkleHash name, Received blob) {}
        var arrived = new ArrayList<Arrived>();
        for (var file : shard.files()) {
            try (var bytes = Reassembly.of(shelf, file)) {
                arrived.add(new Arrived(file.hash(), received(file, bytes)));
            }
            taken.accept(arrived.size());
        }
        for (var file : arrived) {
            names.remember(file.name(), file.blob());
            repositories.uploaded(caller, repository, file.blob().digest());
        }
    }

    private Received received(Shard.FileEntry file, Reassembly bytes) throws IOException {
        var claimed = claimed(file);
        var received = gate.receive(reserve.guard(bytes));
        if (!received.digest().hex().equals(claimed)) {
            throw new Invalid(
                    "a file was announced with the SHA-256 " + claimed + ", but its bytes have "
                            + received.digest().hex(),
                    "Upload it again; it may have changed on disk during the upload.");
        }
        return received;
    }

    /// The claim. Clients announce an empty file, whose hash is a constant, with zeros.
    private static String claimed(Shard.FileEntry file) {
        if (file.terms() == 0) {
            return Digest.of(new byte[0]).hex();
        }
        return file.sha256()
                .orElseThrow(() -> new Invalid(
                        "the shard does not say which SHA-256 the file " + file.hash() + " has",
                        "Files of repositories are named by it; use a client that sends it."));
    }

    /// A few chunks can be declared to be a file of any size, so the disk is asked before, not after.
    private void checkSizes(Shard shard) {
        var sum = 0L;
        for (var file : shard.files()) {
            var size = file.size();
            if (size > largestFile) {
                throw new Invalid(
                        "a file of " + size + " bytes is larger than this hub takes, which is " + largestFile,
                        "Split it, or ask the administrator.");
            }
            sum += size;
        }
        reserve.check(sum);
    }
}
