package dev.assay.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// The one SQL database of a hub: SQLite in a file by default, PostgreSQL when configured.
///
/// One dialect: statements use the subset both understand (`insert ... on conflict do update`, `returning`,
/// row values, CTEs); ids are bigint, times are microseconds since the epoch, digests are text, JSON is text.
/// SQLite runs in WAL mode with `synchronous=FULL`: what [#write] returned from survives a crash.
///
/// A statement that fails throws the same kind of `DataAccessException` on both, such as `DuplicateKeyException`.
/// Safe for use by many threads.
public final class Database implements Closeable {

    private enum Doing {
        NOTHING,
        READING,
        WRITING
    }

    private final Engine engine;
    private final JdbcClient reader;
    private final JdbcClient writer;
    private final TransactionTemplate reading;
    private final TransactionTemplate writing;
    private final ThreadLocal<Doing> doing = ThreadLocal.withInitial(() -> Doing.NOTHING);

    private Database(Engine engine) {
        this.engine = engine;
        this.reader = client(engine.readers());
        this.writer = client(engine.writers());
        this.reading = new TransactionTemplate(new JdbcTransactionManager(engine.readers()));
        this.writing = new TransactionTemplate(new JdbcTransactionManager(engine.writers()));
        if (engine.snapshots()) {
            reading.setReadOnly(true);
            reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        }
    }

    /// SQLite in this file, made (with its folder) if it is not there, readable by its owner alone.
    ///
    /// @throws StoreFailure if the file cannot be written or is not a database
    public static Database sqlite(Path file) throws IOException {
        return new Database(Sqlite.open(file));
    }

    /// @param url `jdbc:postgresql://host/db?user=...&password=...`
    /// @throws StoreFailure if the server cannot be reached, or does not flush what it commits
    public static Database postgresql(String url) throws IOException {
        return new Database(Postgresql.open(url));
    }

    /// Brings a room's tables up to date. Migrations lie in that room's resources under
    /// `dev/assay/ROOM/db/V1__Name.sql`;
    /// each room has its own history table, `history_ROOM`.
    /// Placeholders: `${identity}` is the type of a generated bigint primary key, the words `primary key` included.
    ///
    /// @throws StoreFailure if a newer version of the hub made the tables, or a step fails
    public void migrate(String room) {
        if (doing.get() != Doing.NOTHING) {
            throw new IllegalStateException("tables are not changed inside a transaction");
        }
        new Migrations(engine, this).run(room);
    }

    /// Reads from a snapshot; many at a time. Inside a [#write] of the same thread it sees what that has written.
    public <T> T read(Function<JdbcClient, T> work) {
        return switch (doing.get()) {
            case READING -> work.apply(reader);
            case WRITING -> work.apply(writer);
            case NOTHING -> during(Doing.READING, reading, reader, work);
        };
    }

    /// One transaction, one at a time on SQLite; durable when this returns, undone when `work` throws.
    ///
    /// On PostgreSQL writers run beside each other and see what was committed before each statement, so a
    /// decision belongs in the statement that acts on it (`update ... where`, `on conflict`). A write inside a
    /// write of the same thread is part of it: undone with it, durable when the outer one returns, and undoing
    /// it all when it throws.
    ///
    /// @throws IllegalStateException inside a [#read], whose snapshot would not show what was written
    public <T> T write(Function<JdbcClient, T> work) {
        return switch (doing.get()) {
            case READING -> throw new IllegalStateException("a read does not write: start with write");
            case WRITING -> joined(work);
            case NOTHING -> {
                engine.turn().ifPresent(ReentrantLock::lock);
                try {
                    yield during(Doing.WRITING, writing, writer, work);
                } finally {
                    engine.turn().ifPresent(ReentrantLock::unlock);
                }
            }
        };
    }

    @Override
    public void close() {
        engine.close();
    }

    /// Spring marks the outer transaction as lost when the inner one throws, even if somebody catches it in between.
    private <T> T joined(Function<JdbcClient, T> work) {
        return writing.execute(status -> work.apply(writer));
    }

    private <T> T during(Doing what, TransactionTemplate transaction, JdbcClient sql, Function<JdbcClient, T> work) {
        doing.set(what);
        try {
            return transaction.execute(status -> work.apply(sql));
        } finally {
            doing.remove();
        }
    }

    private static JdbcClient client(DataSource source) {
        var template = new JdbcTemplate(source);
        template.setExceptionTranslator(new SqliteErrors());
        return JdbcClient.create(template);
    }
}
