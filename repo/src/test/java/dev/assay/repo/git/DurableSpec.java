package dev.assay.repo.git;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DurableSpec {

    /// The program that is running us may be written by nobody, not even by the superuser.
    @Test
    @EnabledOnOs(OS.LINUX)
    void what_nobody_may_write_is_still_forced_to_the_disk() throws IOException {
        var running = Path.of("/proc/self/exe").toRealPath();
        assertThatThrownBy(() ->
                        FileChannel.open(running, StandardOpenOption.WRITE).close())
                .isInstanceOf(IOException.class);

        assertThatNoException().isThrownBy(() -> Durable.file(running));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_file_that_its_owner_may_only_read_is_forced_and_so_is_its_folder(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("pack-1.pack"), "PACK");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("r--r--r--"));

        assertThatNoException().isThrownBy(() -> {
            Durable.file(file);
            Durable.folder(folder);
        });
    }
}
