package dev.assay.store;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/// What is different between the databases we run on.
///
/// @param readers connections for reading
/// @param writers connections for writing; may be the same pool as `readers`
/// @param migrating connections for changing tables, not pooled on SQLite because Flyway holds one while it asks for
/// another
/// @param turn whose turn it is to write, where only one may; fair, so that nobody waits forever
/// @param snapshots whether a read has to ask for a snapshot (on SQLite every transaction is one)
/// @param identity the type of a primary key that the database numbers; numbers are never given twice
record Engine(
        HikariDataSource readers,
        HikariDataSource writers,
        DataSource migrating,
        Optional<ReentrantLock> turn,
        boolean snapshots,
        String identity) {

    void close() {
        turn.ifPresent(ReentrantLock::lock);
        try {
            readers.close();
            writers.close();
        } finally {
            turn.ifPresent(ReentrantLock::unlock);
        }
    }
}
