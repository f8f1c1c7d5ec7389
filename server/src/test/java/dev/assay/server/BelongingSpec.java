package dev.assay.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.store.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A database and a data folder that belong together.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BelongingSpec {

    @TempDir
    private Path folder;

    private Settings settings(String data) throws Exception {
        return SettingsSource.read(
                Map.of("data", folder.resolve(data).toString(), "free-space", "64m"), name -> null, Optional.empty());
    }

    @Test
    void a_hub_starts_again_on_what_is_its_own_and_not_on_what_is_another_s() throws Exception {
        House.open(settings("one")).close();
        House.open(settings("one")).close();
        House.open(settings("two")).close();

        swap("one", "two");

        assertThatThrownBy(() -> House.open(settings("one")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("belongs to another data folder");
    }

    @Test
    void a_hub_does_not_start_on_a_folder_whose_database_is_gone() throws Exception {
        House.open(settings("one")).close();
        move("one", folder);

        assertThatThrownBy(() -> House.open(settings("one")))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("belongs to another database");
    }

    private void swap(String one, String two) throws IOException {
        var aside = Files.createDirectory(folder.resolve("aside"));
        move(one, aside);
        move(two, folder.resolve(one));
    }

    private void move(String data, Path to) throws IOException {
        for (var name : new String[] {"assay.db", "assay.db-wal", "assay.db-shm"}) {
            if (Files.exists(folder.resolve(data).resolve(name))) {
                Files.move(folder.resolve(data).resolve(name), to.resolve(name));
            }
        }
    }
}
