package dev.assay.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// SQLite in a file: a write-ahead log flushed at every commit, one connection that writes, a few that read.
final class Sqlite {

    /// Readers do not wait for one another; more of them than cores only cost memory.
    private static final int READERS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    /// How long to wait for another process, such as a backup, that holds the file.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int WAL_BYTES_KEPT = 64 << 20;
    private static final int CACHE_KIB = 16 << 10;

    private Sqlite() {}

    static Engine open(Path file) throws IOException {
        var whole = file.toAbsolutePath().normalize();
        if (whole.toString().indexOf('?') >= 0) {
            throw new StoreFailure(
                    "the database file " + whole + " has a question mark in its name", "choose a path without one");
        }
        make(whole);
        var writing = source(whole, TransactionMode.IMMEDIATE);
        probe(whole, writing);
        var writers = pool("store-writer", writing, 1);
        var reading = pool("store-reader", source(whole, TransactionMode.DEFERRED), READERS);
        return new Engine(
                reading,
                writers,
                writing,
                Optional.of(new ReentrantLock(true)),
                false,
                "integer primary key autoincrement");
    }

    /// It holds the hashes of tokens and passwords, so nobody else may read it. SQLite gives its log the same rights.
    private static void make(Path file) throws IOException {
        var folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new StoreFailure("the database " + file + " is a folder", "name a file");
        }
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                Files.createFile(file, ours());
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw new StoreFailure(
                        "the folder of the database " + file + " cannot be made", "name another file", e);
            }
        } catch (IOException e) {
            throw new StoreFailure(
                    "the database " + file + " cannot be made", "let the user that runs the hub write in " + folder, e);
        }
        if (!Files.isWritable(file) || !Files.isWritable(folder)) {
            throw new StoreFailure(
                    "the database " + file + " may not be written",
                    "let the user that runs the hub write this file and its folder");
        }
    }

    private static FileAttribute<?>[] ours() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static SQLiteDataSource source(Path file, TransactionMode begin) {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(Math.toIntExact(PATIENCE.toMillis()));
        config.setTransactionMode(begin);
        config.setJournalSizeLimit(WAL_BYTES_KEPT);
        config.setCacheSize(-CACHE_KIB);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /// Opens it once before the pools do, because a pool would try for long and say little.
    private static void probe(Path file, DataSource source) {
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var mode = statement.executeQuery("pragma journal_mode")) {
            if (!mode.next() || !"wal".equalsIgnoreCase(mode.getString(1))) {
                throw new StoreFailure(
                        "the file system of " + file + " does not allow a write-ahead log",
                        "put the database on a local disk");
            }
        } catch (SQLiteException e) {
            throw refusal(file, e);
        } catch (SQLException e) {
            throw new StoreFailure("the database " + file + " cannot be opened", "see the cause", e);
        }
    }

    private static StoreFailure refusal(Path file, SQLiteException e) {
        var code = e.getResultCode();
        if (code == SQLiteErrorCode.SQLITE_NOTADB || code == SQLiteErrorCode.SQLITE_CORRUPT) {
            return new StoreFailure(
                    "the file " + file + " is not a database, or is damaged",
                    "move it away, or put back a copy of it",
                    e);
        }
        if (code == SQLiteErrorCode.SQLITE_BUSY) {
            return new StoreFailure(
                    "the database " + file + " is held by another process", "stop the other process", e);
        }
        return new StoreFailure(
                "the database " + file + " cannot be opened: " + code.message,
                "see whether the disk is full, and whether the file may be written",
                e);
    }

    private static HikariDataSource pool(String name, DataSource source, int size) {
        var config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setMaxLifetime(0);
        config.setConnectionTimeout(60_000);
        if (size > 1) {
            config.setConnectionInitSql("pragma query_only = on");
        }
        return new HikariDataSource(config);
    }
}
