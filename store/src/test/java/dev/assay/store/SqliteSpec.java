package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SqliteSpec extends DatabaseContract {

    @TempDir
    Path folder;

    @Override
    Database fresh() throws Exception {
        return again();
    }

    @Override
    Database again() throws Exception {
        return Database.sqlite(folder.resolve("new").resolve("hub.db"));
    }

    @Test
    void nobody_else_may_read_the_file_or_its_log() throws Exception {
        for (var name : new String[] {"hub.db", "hub.db-wal"}) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("new").resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void every_commit_is_flushed() throws Exception {
        try (var database = again()) {
            database.write(sql -> {
                assertThat(sql.sql("pragma synchronous").query(Long.class).single())
                        .isEqualTo(2);
                assertThat(sql.sql("pragma journal_mode").query(String.class).single())
                        .isEqualTo("wal");
                return 0;
            });
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused_and_left_alone() throws Exception {
        var file = Files.writeString(folder.resolve("notes.txt"), "these are my notes\n".repeat(100));

        assertThatThrownBy(() -> Database.sqlite(file))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("is not a database");
        assertThat(Files.readString(file)).startsWith("these are my notes");
    }

    @Test
    void a_folder_in_place_of_the_file_is_refused() {
        assertThatThrownBy(() -> Database.sqlite(folder))
                .isInstanceOfSatisfying(
                        StoreFailure.class, e -> assertThat(e.hint()).isNotBlank());
    }

    @Test
    void a_file_in_place_of_the_folder_is_refused() throws Exception {
        var file = Files.writeString(folder.resolve("notes.txt"), "notes");

        assertThatThrownBy(() -> Database.sqlite(file.resolve("hub.db"))).isInstanceOf(StoreFailure.class);
    }
}
