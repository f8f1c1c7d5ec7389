package dev.assay.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.inspect.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a hub finds in its folder, and what it never writes over.
@DisplayNameGeneration(ReplaceUnderscores.class)
class DataFolderSpec {

    @TempDir
    private Path parent;

    @Test
    void a_new_folder_gets_the_rules_of_this_release_and_is_its_owners_alone() throws Exception {
        var policy = policy();

        assertThat(Files.readString(policy)).contains("rules");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(policy)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_folder_that_others_use_keeps_its_rights() throws Exception {
        Files.createDirectories(data());
        Files.writeString(data().resolve("somebody's"), "");
        var rights = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.setPosixFilePermissions(data(), rights);

        policy();

        assertThat(Files.getPosixFilePermissions(data())).isEqualTo(rights);
    }

    @Test
    void an_edited_policy_survives_the_loss_of_the_key() throws Exception {
        var policy = usedBefore();
        Files.writeString(policy, "edited");
        Files.delete(data().resolve("key"));

        assertThat(Files.readString(policy())).isEqualTo("edited");
    }

    @Test
    void a_policy_that_was_removed_does_not_come_back_by_itself() throws Exception {
        Files.delete(usedBefore());
        Files.delete(data().resolve("key"));

        assertThat(policy()).doesNotExist();
    }

    @Test
    void a_policy_put_there_before_the_first_start_stays() throws Exception {
        Files.createDirectories(data());
        Files.writeString(data().resolve("policy.yaml"), "mine");

        assertThat(Files.readString(policy())).isEqualTo("mine");
    }

    @Test
    void a_policy_that_nobody_edited_follows_the_release() throws Exception {
        var policy = usedBefore();
        var standard = Files.readString(policy);
        Files.writeString(policy, "rules of an earlier release");
        Files.writeString(
                data().resolve("policy.shipped"),
                Digest.of(Files.readAllBytes(policy)).hex() + "\n");

        assertThat(Files.readString(policy())).isEqualTo(standard);
        assertThat(Files.readString(data().resolve("policy.shipped")).strip())
                .isEqualTo(Digest.of(Files.readAllBytes(policy)).hex());
    }

    @Test
    void a_policy_that_somebody_edited_does_not() throws Exception {
        var policy = usedBefore();
        Files.writeString(policy, "edited");

        assertThat(Files.readString(policy())).isEqualTo("edited");
        assertThat(Files.readString(policy())).isEqualTo("edited");
    }

    @Test
    void a_key_of_another_length_is_refused_with_a_way_out() throws Exception {
        usedBefore();
        Files.write(data().resolve("key"), new byte[3]);

        try (var folder = DataFolder.take(data())) {
            assertThatThrownBy(() -> folder.secret("key")).hasMessageContaining("remove it");
        }
    }

    private Path data() {
        return parent.resolve("data");
    }

    private Path policy() throws IOException {
        try (var folder = DataFolder.take(data())) {
            return folder.policy();
        }
    }

    /// A folder in which a hub has run.
    private Path usedBefore() throws IOException {
        try (var folder = DataFolder.take(data())) {
            folder.secret("key");
            Files.writeString(data().resolve("assay.db"), "");
            return folder.policy();
        }
    }
}
