package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BondSpec {

    @TempDir
    private Path folder;

    private Path data(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private Database database(String name) throws IOException {
        return Database.sqlite(folder.resolve(name + ".db"));
    }

    @Test
    void a_database_and_a_folder_that_began_together_stay_together() throws Exception {
        var data = data("one");
        try (var database = database("one")) {
            Bond.check(database, data, false);
        }

        assertThat(Files.readString(data.resolve("house"))).matches("[0-9a-f]{32}\n");
        try (var database = database("one")) {
            Bond.check(database, data, true);
        }
    }

    @Test
    void a_second_folder_is_kept_from_a_database_that_has_one() throws Exception {
        try (var database = database("one")) {
            Bond.check(database, data("one"), false);

            assertThatThrownBy(() -> Bond.check(database, data("two"), false))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("belongs to another data folder than " + folder.resolve("two"));
            assertThat(folder.resolve("two/house")).doesNotExist();
            try (var other = database("two")) {
                Bond.check(other, data("two"), false);
            }
            assertThatThrownBy(() -> Bond.check(database, data("two"), true)).isInstanceOf(StoreFailure.class);
        }
    }

    @Test
    void a_folder_that_has_been_used_is_kept_from_a_new_database() throws Exception {
        try (var database = database("one")) {
            Bond.check(database, data("one"), false);
        }
        try (var fresh = database("two")) {
            assertThatThrownBy(() -> Bond.check(fresh, data("one"), true))
                    .isInstanceOfSatisfying(
                            StoreFailure.class, e -> assertThat(e.hint()).contains("put back a copy"))
                    .hasMessageContaining("belongs to another database");
        }
    }

    @Test
    void a_start_that_was_interrupted_between_the_two_goes_on() throws Exception {
        var name = "0123456789abcdef0123456789abcdef";
        Files.writeString(data("one").resolve("house"), name + "\n");
        try (var database = database("one")) {
            Bond.check(database, data("one"), false);
            Bond.check(database, data("one"), true);
        }
        assertThat(Files.readString(data("one").resolve("house"))).isEqualTo(name + "\n");
    }

    @Test
    void a_hub_from_before_there_were_names_is_given_one() throws Exception {
        try (var database = database("one")) {
            database.migrate("cellar");
            Bond.check(database, data("one"), true);
            Bond.check(database, data("one"), true);
        }
    }
}
