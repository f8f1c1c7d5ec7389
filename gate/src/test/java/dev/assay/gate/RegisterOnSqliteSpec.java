package dev.assay.gate;

import dev.assay.store.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RegisterOnSqliteSpec extends RegisterContract {

    @TempDir
    private Path folder;

    @Override
    Database fresh() throws Exception {
        return Database.sqlite(folder.resolve("hub.db"));
    }
}
