package dev.assay.store;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.logging.LogFactory;

/// Brings the tables of one room up to date, and refuses to touch tables that a newer version made.
final class Migrations {

    private static final Pattern ROOM = Pattern.compile("[a-z][a-z0-9_]{0,30}");

    static {
        LogFactory.setLogCreator(QuietFlyway::new);
    }

    private final Engine engine;

    Migrations(Engine engine) {
        this.engine = engine;
    }

    void run(String room) {
        if (!ROOM.matcher(room).matches()) {
            throw new IllegalArgumentException("a room is a word in lower case, not " + room);
        }
        engine.turn().ifPresent(ReentrantLock::lock);
        try {
            migrate(room);
        } finally {
            engine.turn().ifPresent(ReentrantLock::unlock);
        }
    }

    private void migrate(String room) {
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
