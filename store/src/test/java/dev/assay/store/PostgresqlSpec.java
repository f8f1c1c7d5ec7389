package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Against a real server, with the flushing that its test packaging turns off turned on again.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PostgresqlSpec extends DatabaseContract {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static EmbeddedPostgres server;

    private String name = "";

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    Database fresh() throws Exception {
        name = "shop" + COUNT.incrementAndGet();
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return again();
    }

    @Override
    Database again() throws Exception {
        return Database.postgresql(server.getJdbcUrl("postgres", name));
    }

    @Test
    void a_server_that_does_not_flush_is_refused() throws Exception {
        try (var careless =
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
            assertThatThrownBy(() -> Database.postgresql(careless.getJdbcUrl("postgres", "postgres")))
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.hint()).contains("fsync = on"));
        }
    }

    @Test
    void an_address_that_nobody_answers_is_told_at_once_without_its_password() {
        assertThatThrownBy(() -> Database.postgresql("jdbc:postgresql://localhost:1/hub?user=hub&password=secret"))
                .isInstanceOf(StoreFailure.class)
                .hasMessageNotContaining("secret");
    }
}
