package dev.assay.store;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.sqlite.SQLiteException;

/// Makes a statement fail alike on both databases: SQLite's driver gives no SQL state that Spring could read.
final class SqliteErrors implements SQLExceptionTranslator {

    private static final Set<String> KEYS =
            Set.of("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID");
    private static final Set<String> DISK = Set.of("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CORRUPT");

    private final SQLExceptionTranslator others = new SQLExceptionSubclassTranslator();

    @Override
    public @Nullable DataAccessException translate(String task, @Nullable String sql, SQLException error) {
        if (!(error instanceof SQLiteException said)) {
            return others.translate(task, sql, error);
        }
        var sentence = task + ": " + error.getMessage();
        // The names of the library are the specification: https://sqlite.org/rescode.html
        var name = said.getResultCode().name();
        if (KEYS.contains(name)) {
            return new DuplicateKeyException(sentence, error);
        }
        if (name.startsWith("SQLITE_CONSTRAINT")) {
            return new DataIntegrityViolationException(sentence, error);
        }
        if (name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED")) {
            return new CannotAcquireLockException(sentence, error);
        }
        if (DISK.stream().anyMatch(name::startsWith)) {
            return new DataAccessResourceFailureException(sentence, error);
        }
        return others.translate(task, sql, error);
    }
}
