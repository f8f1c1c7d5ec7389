package dev.assay.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.assay.inspect.format.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GenerationSpec {

    private static final String ROOM = "a/room/";

    @TempDir
    private Path folder;

    @Test
    void equal_classes_are_of_one_generation_in_a_folder_as_in_a_jar() throws Exception {
        var jar = folder.resolve("room.jar");
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (var name : List.of("a/room/below/B.class", "a/other/C.class", "a/room/A.class")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(UTF_8));
            }
        }
        var here = classes("here", "a/room/A.class", "a/room/below/B.class");

        assertThat(generation(here)).isEqualTo(generation(jar)).matches("[0-9a-f]{32}");
    }

    @Test
    void a_changed_byte_a_new_class_and_a_class_renamed_are_another_generation() throws Exception {
        var before = generation(classes("before", "a/room/A.class"));
        var changed = classes("changed", "a/room/A.class");
        Files.writeString(changed.resolve("a/room/A.class"), "a/room/B.class");

        assertThat(before)
                .isNotEqualTo(generation(changed))
                .isNotEqualTo(generation(classes("more", "a/room/A.class", "a/room/B.class")))
                .isNotEqualTo(generation(classes("renamed", "a/room/B.class")));
    }

    @Test
    void another_library_and_another_generation_beneath_are_another_generation() throws Exception {
        var home = classes("home", "a/room/A.class");
        var library = Files.writeString(folder.resolve("library-1.jar"), "x");
        var another = Files.writeString(folder.resolve("library-2.jar"), "x");

        assertThat(Generation.of(home, ROOM, List.of(library)))
                .isNotEqualTo(generation(home))
                .isNotEqualTo(Generation.of(home, ROOM, List.of(another)))
                .isNotEqualTo(Generation.of(home, ROOM, List.of(library), "beneath"));
    }

    @Test
    void a_room_without_classes_has_no_generation() throws Exception {
        var home = classes("home", "a/other/A.class");
        Files.createDirectories(home.resolve(ROOM));

        assertThatIllegalStateException().isThrownBy(() -> generation(home));
    }

    @Test
    void the_formats_are_of_the_generation_of_their_classes_and_libraries() {
        assertThat(Formats.GENERATION)
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(Generation.of(Inspector.class, List.of()))
                .isNotEqualTo(Generation.of(Formats.class, List.of()));
    }

    private static String generation(Path home) throws IOException {
        return Generation.of(home, ROOM, List.of());
    }

    private Path classes(String name, String... files) throws IOException {
        var home = folder.resolve(name);
        for (var file : files) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.writeString(home.resolve(file), file);
        }
        return home;
    }
}
