package dev.assay.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.assay.inspect.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FileVaultSpec {

    private static final byte[] WORDS = "some weights".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private FileVault vault;

    @BeforeEach
    void open() throws IOException {
        vault = FileVault.open(folder);
    }

    @AfterEach
    void close() throws IOException {
        vault.close();
    }

    @Test
    void bytes_of_any_length_are_sealed_under_the_digest_of_what_arrived() throws Exception {
        var random = new Random(1);
        var buffer = 256 << 10;
        for (var length : List.of(0, 1, buffer - 1, buffer, buffer + 1, 4 * buffer, 9 * buffer + 7)) {
            var content = new byte[length];
            random.nextBytes(content);

            var received = vault.seal(new ByteArrayInputStream(content));

            assertThat(received).isEqualTo(new Gate.Received(Digest.of(content), length));
            assertThat(vault.look(received.digest())).hasBinaryContent(content);
        }
    }

    @Test
    void a_slow_upload_in_small_pieces_is_the_same_upload() throws Exception {
        var content = new byte[600_000];
        new Random(2).nextBytes(content);

        assertThat(vault.seal(new Dripping(content)).digest()).isEqualTo(Digest.of(content));
    }

    @Test
    void equal_bytes_are_kept_once() throws Exception {
        var first = vault.seal(new ByteArrayInputStream(WORDS));
        var written = Files.getLastModifiedTime(vault.look(first.digest()));

        assertThat(vault.seal(new ByteArrayInputStream(WORDS))).isEqualTo(first);
        assertThat(vault.seal(List.of(WORDS, WORDS))).containsExactly(first, first);
        assertThat(files()).hasSize(1);
        assertThat(Files.getLastModifiedTime(vault.look(first.digest()))).isEqualTo(written);
    }

    @Test
    void nobody_may_write_to_what_is_sealed() throws Exception {
        var sealed = vault.look(vault.seal(List.of(WORDS)).getFirst().digest());

        assertThat(Files.getPosixFilePermissions(sealed)).hasToString("[OWNER_READ]");
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() throws Exception {
        var broken = new SequenceInputStream(new ByteArrayInputStream(new byte[1 << 20]), new Broken());

        assertThatIOException().isThrownBy(() -> vault.seal(broken)).withMessage("the line went dead");
        assertThat(files()).isEmpty();
    }

    @Test
    void a_disk_that_refuses_leaves_nothing_and_is_named() throws Exception {
        var incoming = folder.resolve("incoming");
        Files.delete(incoming);

        assertThatIOException()
                .isThrownBy(() -> vault.seal(new ByteArrayInputStream(WORDS)))
                .withMessageContaining("the vault's disk refused the upload, and none of it was kept");
        assertThat(files()).isEmpty();
    }

    @Test
    void what_a_crash_left_half_written_is_swept_and_what_was_sealed_stays() throws Exception {
        var sealed = vault.seal(List.of(WORDS)).getFirst();
        vault.close();
        Files.write(folder.resolve("incoming/0f3c"), new byte[10]);

        vault = FileVault.open(folder);

        assertThat(files()).containsExactly(vault.look(sealed.digest()));
    }

    @Test
    void a_second_hub_does_not_get_the_same_vault() {
        assertThatIOException().isThrownBy(() -> FileVault.open(folder)).withMessageContaining("in use by another hub");
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(folder)) {
            return new ArrayList<>(all.filter(Files::isRegularFile)
                    .filter(it -> !it.endsWith("lock"))
                    .toList());
        }
    }

    private static final class Broken extends InputStream {

        @Override
        public int read() throws IOException {
            throw new IOException("the line went dead");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("the line went dead");
        }
    }

    private static final class Dripping extends ByteArrayInputStream {

        Dripping(byte[] content) {
            super(content);
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 1_000));
        }
    }
}
