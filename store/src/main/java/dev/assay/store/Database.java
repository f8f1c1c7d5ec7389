package dev.assay.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The one SQL database of a hub: SQLite in a file by default, PostgreSQL when configured.
///
/// One dialect: statements use the subset both understand (`insert ... on conflict do update`, `returning`,
/// row values, CTEs); ids are bigint, times are microseconds since the epoch, digests are text, JSON is text.
/// SQLite runs in WAL mode with `synchronous=FULL`: what [#write] returned from survives a crash.
public final class Database implements Closeable {

    private Database() {}

    /// SQLite in this file, made if it is not there.
    public static Database sqlite(Path file) throws IOException {
        throw new UnsupportedOperationException("in work " + file);
    }

    /// @param url `jdbc:postgresql://host/db?user=...&password=...`
    public static Database postgresql(String url) throws IOException {
        throw new UnsupportedOperationException("in work " + url);
    }

    /// Brings a room's tables up to date. Migrations lie in that room's resources under
    /// `dev/assay/ROOM/db/V1__Name.sql`;
    /// each room has its own history table. Placeholders: `${identity}` is the type of a generated bigint primary key.
    public void migrate(String room) {
        throw new UnsupportedOperationException("in work " + room);
    }

    /// Reads from a snapshot; many at a time.
    public <T> T read(Function<JdbcClient, T> work) {
        throw new UnsupportedOperationException("in work " + work);
    }

    /// One transaction, one at a time on SQLite; durable when this returns, undone when `work` throws.
    public <T> T write(Function<JdbcClient, T> work) {
        throw new UnsupportedOperationException("in work " + work);
    }

    @Override
    public void close() {}
}
