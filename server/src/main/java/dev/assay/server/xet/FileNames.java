package dev.assay.server.xet;

import dev.assay.gate.Gate.Received;
import dev.assay.store.Database;
import dev.assay.xet.MerkleHash;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Which blob a file of the Xet protocol was. Both names were computed here, from the bytes.
public final class FileNames {

    private final Database database;
    private final InstantSource clock;

    public FileNames(Database database, InstantSource clock) {
        database.migrate("xet");
        this.database = database;
        this.clock = clock;
    }

    void remember(MerkleHash file, Received blob) {
        var now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        database.write(sql -> sql.sql("""
                        insert into xet_file (file_hash, sha256, size, first_seen)
                        values (:file, :blob, :size, :now)
                        on conflict (file_hash) do nothing
                        """)
                .param("file", file.toString())
                .param("blob", blob.digest().hex())
                .param("size", blob.size())
                .param("now", now)
                .update());
    }
}
