package dev.assay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SettingsSpec {

    @TempDir
    private Path folder;

    @Test
    void a_flag_outranks_the_environment_which_outranks_the_file() throws Exception {
        var file = written("port: 1\nhost: 10.0.0.1\npart-size: 6m\n");
        var environment = Map.of("ASSAY_PORT", "2", "ASSAY_PART_SIZE", "7m");
        var settings = SettingsSource.read(
                Map.of("port", "3"), name -> environment.getOrDefault(name, null), Optional.of(file));
        assertThat(settings.port()).isEqualTo(3);
        assertThat(settings.partSize()).isEqualTo(7 << 20);
        assertThat(settings.host()).isEqualTo("10.0.0.1");
    }

    @Test
    void a_wrong_value_is_a_sentence_that_says_where_it_was_set() {
        assertThatThrownBy(() -> read(Map.of("port", "70000")))
                .hasMessage("--port must be a number from 0 to 65535, not '70000'.");
        assertThatThrownBy(() -> read(Map.of("inspector-deadline", "soon"))).hasMessageContaining("like 30s");
        assertThatThrownBy(() -> read(Map.of("url", "ftp://x"))).hasMessageContaining("https://");
        assertThatThrownBy(() -> read(Map.of("policy", "/no/such/file"))).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> read(Map.of("part-size", "9999999t"))).hasMessageContaining("--part-size");
    }

    @Test
    void a_database_address_is_not_repeated_because_it_may_hold_a_password() {
        assertThatThrownBy(() -> read(Map.of("database", "mysql://u:secret@h/d")))
                .hasMessageContaining("jdbc:postgresql:")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void an_unknown_line_of_the_file_is_named_with_what_there_is() throws IOException {
        var file = written("prot: 8080\n");
        assertThatThrownBy(() -> SettingsSource.read(Map.of(), name -> null, Optional.of(file)))
                .hasMessageContaining("`prot`")
                .hasMessageContaining("port, host, data");
    }

    @Test
    void a_folder_in_use_is_refused_with_a_way_out() throws IOException {
        try (var taken = DataFolder.take(folder)) {
            assertThat(taken.path()).exists();
            assertThatThrownBy(() -> DataFolder.take(folder))
                    .hasMessageContaining("another running hub")
                    .hasMessageContaining("--data");
        }
    }

    @Test
    void a_seed_that_is_wrong_names_its_line() throws IOException {
        var file = written("users:\n  - name: a\n    tokens:\n      - {name: t, token: x, role: king}\n");
        assertThatThrownBy(() -> Seed.read(file)).hasMessageContaining(":4: role 'king' is neither read nor write");
    }

    private static Settings read(Map<String, String> flags) throws SettingsSource.Unusable {
        return SettingsSource.read(flags, name -> null, Optional.empty());
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("file.yaml"), text);
    }
}
