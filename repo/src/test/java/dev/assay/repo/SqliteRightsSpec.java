package dev.assay.repo;

import dev.assay.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SqliteRightsSpec extends RightsContract {

    private static TestHub hub;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        hub = new TestHub(folder, Database.sqlite(folder.resolve("hub.db")));
    }

    @AfterAll
    static void close() throws Exception {
        hub.close();
    }

    @Override
    TestHub hub() {
        return hub;
    }
}
