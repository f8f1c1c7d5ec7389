package dev.assay.repo;

import dev.assay.ledger.Ledger;
import dev.assay.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToLongFunction;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How a ref moves: first the ledger says so, durably; then one transaction makes it true, or the line is declared
/// void. Nobody ever sees a ref where the ledger has not put it.
///
/// ```
/// ref PUBLIC_ID KIND/NAMESPACE/NAME REF OLD NEW WHO      (a dash for no commit)
/// void INDEX                                             (the line of that index did not come true)
/// ```
final class Movement {

    private static final String NONE = "-";

    private final Database database;
    private final Ledger ledger;

    Movement(Database database, Ledger ledger) {
        this.database = database;
        this.ledger = ledger;
    }

    /// @param repository as the ledger names it: `PUBLIC_ID KIND/NAMESPACE/NAME`
    /// @param old where the ref must be; empty if it must not exist
    /// @param to where it goes; empty if it goes away
    record Step(String repository, String ref, String old, String to, String who) {

        static Step of(Repository repository, String ref, String old, String to, String who) {
            return new Step(
                    named(
                            repository.publicId(),
                            repository.kind(),
                            repository.name().toString()),
                    ref,
                    old,
                    to,
                    who);
        }

        static String named(String publicId, Kind kind, String full) {
            return publicId + " " + kind.word() + "/" + full;
        }

        String line() {
            return "ref " + repository + " " + ref + " " + (old.isEmpty() ? NONE : old) + " "
                    + (to.isEmpty() ? NONE : to) + " " + who;
        }
    }

    /// Somebody else moved it first. Nothing has happened.
    static final class Overtaken extends RuntimeException {

        private static final long serialVersionUID = 1;

        Overtaken(String ref) {
            super(ref + " is no longer where it was");
        }
    }

    /// @param along what else becomes true in the same transaction; returns the repository's number, and throws
    /// [Missing] if that is gone
    /// @throws Overtaken if the ref is not where the step begins
    void move(Step step, ToLongFunction<JdbcClient> along) {
        move(List.of(step), along);
    }

    /// All of one repository's steps at once, or none.
    ///
    /// @throws Overtaken if one of the refs is not where its step begins
    void move(List<Step> steps, ToLongFunction<JdbcClient> along) {
        var entries = new ArrayList<Long>();
        try {
            for (var step : steps) {
                entries.add(ledger.append(step.line()));
            }
        } catch (IOException broken) {
            var failed = new UncheckedIOException("the ledger does not take the line, so nothing moved", broken);
            declareVoid(entries, failed);
            throw failed;
        }
        try {
            database.write(sql -> {
                var repository = along.applyAsLong(sql);
                for (var i = 0; i < entries.size(); i++) {
                    move(sql, repository, steps.get(i), entries.get(i));
                }
                return repository;
            });
        } catch (RuntimeException failed) {
            if (entries.isEmpty() || !cameTrue(entries.getFirst(), failed)) {
                declareVoid(entries, failed);
                throw failed;
            }
        }
    }

    private static void move(JdbcClient sql, long repository, Step step, long entry) {
        if (!moved(sql, repository, step, entry)) {
            throw new Overtaken(step.ref());
        }
        sql.sql("insert into ref_entry (entry, repository) values (:entry, :repository)")
                .param("entry", entry)
                .param("repository", repository)
                .update();
    }

    private static boolean moved(JdbcClient sql, long repository, Step step, long entry) {
        var statement = step.old().isEmpty()
                ? "insert into ref (repository, name, target, entry) values (:repository, :name, :to, :entry) on conflict do nothing"
                : step.to().isEmpty()
                        ? "delete from ref where repository = :repository and name = :name and target = :old"
                        : "update ref set target = :to, entry = :entry where repository = :repository and name = :name and target = :old";
        return sql.sql(statement)
                        .param("repository", repository)
                        .param("name", step.ref())
                        .param("to", step.to())
                        .param("old", step.old())
                        .param("entry", entry)
                        .update()
                == 1;
    }

    /// A connection can break after the database has committed: then the line came true, whatever was thrown.
    private boolean cameTrue(long entry, RuntimeException failed) {
        try {
            return database.read(sql -> sql.sql("select count(*) from ref_entry where entry = :entry")
                            .param("entry", entry)
                            .query(Long.class)
                            .single())
                    == 1;
        } catch (RuntimeException unknown) {
            // The next start compares, when the database answers again.
            failed.addSuppressed(unknown);
            throw failed;
        }
    }

    private void declareVoid(List<Long> entries, RuntimeException failed) {
        try {
            for (var entry : entries) {
                ledger.append("void " + entry);
            }
        } catch (IOException later) {
            failed.addSuppressed(later);
        }
    }

    /// Declares void what a crash left unsaid: lines about refs of which the database knows nothing.
    ///
    /// @return how many
    /// @throws IOException if the ledger is shorter than it was: an older copy, or another hub's
    int settle() throws IOException {
        var from = database.read(sql -> sql.sql("select upto from settled where id = 1")
                .query(Long.class)
                .single());
        var size = ledger.size();
        if (from > size) {
            throw new IOException(
                    "the ledger has " + size + " lines, and the database has seen " + from
                            + " of them: one of the two is an older copy, or another hub's. Put back the one that belongs here");
        }
        var pending = new HashSet<Long>();
        try (var lines = ledger.lines(from)) {
            var index = from;
            for (var line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("ref ")) {
                    pending.add(index);
                } else if (line.startsWith("void ")) {
                    pending.remove(Long.parseLong(line.substring("void ".length())));
                }
                index++;
            }
            for (var entry : pending.stream().sorted().toList()) {
                var known = database.read(sql -> sql.sql("select count(*) from ref_entry where entry = :entry")
                        .param("entry", entry)
                        .query(Long.class)
                        .single());
                if (known == 1) {
                    pending.remove(entry);
                } else {
                    ledger.append("void " + entry);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("the ledger cannot be compared with the database", broken);
        }
        database.write(sql -> sql.sql("update settled set upto = :size where id = 1")
                .param("size", size)
                .update());
        return pending.size();
    }
}
