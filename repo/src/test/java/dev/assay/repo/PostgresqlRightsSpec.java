package dev.assay.repo;

import dev.assay.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PostgresqlRightsSpec extends RightsContract {

    private static EmbeddedPostgres server;
    private static TestHub hub;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        hub = new TestHub(folder, Database.postgresql(server.getJdbcUrl("postgres", "postgres")));
    }

    @AfterAll
    static void close() throws Exception {
        hub.close();
        server.close();
    }

    @Override
    TestHub hub() {
        return hub;
    }
}
