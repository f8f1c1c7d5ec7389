package dev.assay.store;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.logging.LogFactory;
import org.springframework.dao.DataAccessException;

/// Brings the tables of one room up to date, and refuses to touch tables that a newer version made.
final class Migrations {

    private static final Pattern ROOM = Pattern.compile("[a-z][a-z0-9_]{0,30}");

    private final Engine engine;
    private final Database database;
    private final Kept kept;

    Migrations(Engine engine, Database database) {
        this.engine = engine;
        this.database = database;
        this.kept = new Kept(database);
    }

    void run(String room) {
        if (!ROOM.matcher(room).matches()) {
            throw new IllegalArgumentException("a room is a word in lower case, not " + room);
        }
        engine.turn().ifPresent(ReentrantLock::lock);
        try {
            var steps = Steps.digest("dev/assay/" + room + "/db/", engine.identity());
            if (steps.isEmpty() || !done(room, steps.get())) {
                migrate(room);
                steps.ifPresent(it ->
                        kept.put("steps of " + room, it + " " + history(room).orElse("")));
            }
        } finally {
            engine.turn().ifPresent(ReentrantLock::unlock);
        }
    }

    /// Whether these very steps were the last to be carried out, and the history has not changed since. Then
    /// there is nothing to do, and nothing to check that was not checked then; Flyway takes longer to see that
    /// than a whole hub takes to start.
    private boolean done(String room, String steps) {
        return kept.text("steps of " + room)
                .filter(it -> history(room)
                        .filter(now -> it.equals(steps + " " + now))
                        .isPresent())
                .isPresent();
    }

    /// The history of a room in short; empty if it has none.
    private Optional<String> history(String room) {
        try {
            return database.read(sql -> sql.sql("select count(*) as lines, max(installed_rank) as last,"
                            + " sum(checksum) as sums, sum(case when success then 1 else 0 end) as good"
                            + " from history_" + room)
                    .query((row, number) -> row.getLong("lines") + " " + row.getLong("last") + " " + row.getLong("sums")
                            + " " + row.getLong("good"))
                    .optional());
        } catch (DataAccessException none) {
            return Optional.empty();
        }
    }

    private void migrate(String room) {
        LogFactory.setLogCreator(QuietFlyway::new);
        var flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(engine.migrating())
                .locations("classpath:dev/assay/" + room + "/db")
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .table("history_" + room)
                // Each room finds the tables of the others there already, and starts from its own nothing.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                // By default what a newer version did is overlooked.
                .ignoreMigrationPatterns(new String[0])
                .placeholders(Map.of("identity", engine.identity()))
                .cleanDisabled(true)
                .load();
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            if (newer(flyway)) {
                throw new StoreFailure(
                        "the tables of " + room + " were made by a newer version of the hub",
                        "start the newer version, or put back a copy of the database from before the upgrade",
                        e);
            }
            throw new StoreFailure(
                    "the tables of " + room + " cannot be brought up to date: " + e.getMessage(),
                    "nothing was changed by the step that failed; see the cause",
                    e);
        }
    }

    private static boolean newer(Flyway flyway) {
        try {
            return Arrays.stream(flyway.info().all())
                    .anyMatch(it -> it.getState().name().startsWith("FUTURE"));
        } catch (FlywayException e) {
            return false;
        }
    }
}
