package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class WalkSpec {

    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private Path outside = Path.of("");

    @BeforeEach
    void a_folder_and_its_neighbour() throws IOException {
        folder = Files.createDirectory(temporary.resolve("folder"));
        outside = Files.write(temporary.resolve("outside.bin"), new byte[] {1});
    }

    @Test
    void files_come_by_name_folder_by_folder() throws IOException {
        for (var name : List.of("b", "a/2", "a/1", "c/d/e")) {
            file(name);
        }

        assertThat(walked())
                .extracting(it -> folder.relativize(it.path()).toString())
                .containsExactly("a/1", "a/2", "b", "c/d/e");
    }

    @Test
    void a_link_that_leaves_the_folder_is_not_followed_and_not_forgotten() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), outside);

        assertThat(walked())
                .containsExactly(new Walk.Step(
                        folder.resolve("link"), "it is a link that leaves the folder, and was not followed"));
    }

    @Test
    void a_link_inside_the_folder_is_read_under_its_own_name() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), file("blobs/1"));

        assertThat(walked())
                .extracting(Walk.Step::path)
                .containsExactly(folder.resolve("blobs/1"), folder.resolve("link"));
        assertThat(walked()).extracting(Walk.Step::unread).containsOnlyNulls();
    }

    @Test
    void links_in_a_ring_end() throws IOException {
        Files.createDirectory(folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("a/up"), folder);
        Files.createSymbolicLink(folder.resolve("self"), folder.resolve("self"));

        assertThat(walked()).containsExactly(new Walk.Step(folder.resolve("self"), "it is a link that leads nowhere"));
    }

    @Test
    void a_link_that_a_person_names_is_followed() throws IOException {
        var link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        file("a");

        assertThat(walked(link)).extracting(Walk.Step::path).containsExactly(link.resolve("a"));
    }

    @Test
    void a_folder_that_may_not_be_read_is_told() throws IOException {
        file("locked/a");
        var locked = folder.resolve("locked");
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isReadable(locked), "this user may read everything");
            assertThat(walked()).containsExactly(new Walk.Step(locked, "it cannot be read: permission denied"));
        } finally {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private Path file(String name) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[] {1});
    }

    private List<Walk.Step> walked() {
        return walked(folder);
    }

    private static List<Walk.Step> walked(Path start) {
        var steps = new ArrayList<Walk.Step>();
        new Walk(start).forEachRemaining(steps::add);
        return steps;
    }
}
