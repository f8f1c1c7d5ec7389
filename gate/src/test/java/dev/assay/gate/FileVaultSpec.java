package dev.assay.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.assay.inspect.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
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
        vault = FileVault.open(folder, doorway(0));
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
            assertThat(vault.sealed(received.digest())).hasBinaryContent(content);
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
        var written = Files.getLastModifiedTime(vault.sealed(first.digest()));

        assertThat(vault.seal(new ByteArrayInputStream(WORDS))).isEqualTo(first);
        assertThat(vault.seal(List.of(WORDS, WORDS))).containsExactly(first, first);
        assertThat(files()).hasSize(1);
        assertThat(Files.getLastModifiedTime(vault.sealed(first.digest()))).isEqualTo(written);
    }

    @Test
    void nobody_may_write_to_what_is_sealed() throws Exception {
        var sealed = vault.sealed(vault.seal(List.of(WORDS)).getFirst().digest());

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

        vault = FileVault.open(folder, doorway(0));

        assertThat(files()).containsExactly(vault.sealed(sealed.digest()));
    }

    @Test
    void a_second_hub_does_not_get_the_same_vault() {
        assertThatIOException()
                .isThrownBy(() -> FileVault.open(folder, doorway(0)))
                .withMessageContaining("in use by another hub");
    }

    @Test
    void a_disk_without_room_takes_nothing_and_says_how_much_there_is() throws Exception {
        vault.close();
        vault = FileVault.open(folder, doorway(Long.MAX_VALUE / 2));

        assertThatExceptionOfType(NoRoom.class)
                .isThrownBy(() -> vault.seal(new ByteArrayInputStream(WORDS)))
                .satisfies(it -> assertThat(it.reserve()).isEqualTo(Long.MAX_VALUE / 2))
                .withMessageContaining("the vault's disk is full");
        assertThatExceptionOfType(NoRoom.class).isThrownBy(() -> vault.seal(List.of(WORDS)));
        assertThat(files()).isEmpty();
    }

    @Test
    void a_disk_that_fills_up_during_an_upload_keeps_none_of_it() throws Exception {
        vault.close();
        var disk = Files.getFileStore(folder);
        vault = FileVault.open(folder, doorway(disk.getUsableSpace() - (64L << 20)));
        var endless = new SequenceInputStream(
                new ByteArrayInputStream(new byte[128 << 20]), new ByteArrayInputStream(new byte[128 << 20]));

        assertThatExceptionOfType(NoRoom.class).isThrownBy(() -> vault.seal(endless));
        assertThat(files()).isEmpty();
    }

    @Test
    void no_more_large_uploads_arrive_at_once_than_may_and_small_ones_always_do() throws Exception {
        var large = new byte[300_000];
        var during = new ArrayList<String>();
        var first = new SequenceInputStream(new ByteArrayInputStream(large), new Meanwhile(() -> {
            during.add(vault.seal(new ByteArrayInputStream(WORDS)).digest().equals(Digest.of(WORDS)) ? "small" : "");
            assertThatExceptionOfType(Busy.class)
                    .isThrownBy(() -> vault.seal(new ByteArrayInputStream(large)))
                    .withMessageStartingWith("1 large uploads arrive already");
            during.add("large");
        }));

        assertThat(vault.seal(first).digest()).isEqualTo(Digest.of(large));
        assertThat(during).containsExactly("small", "large");
        assertThat(vault.seal(new ByteArrayInputStream(large)).size()).isEqualTo(large.length);
    }

    @Test
    void what_is_shown_to_an_inspector_has_a_second_name_until_it_was_read() throws Exception {
        var sealed = vault.seal(List.of(WORDS)).getFirst().digest();

        try (var shown = vault.show(sealed)) {
            assertThat(shown.file()).hasParent(vault.shown()).hasBinaryContent(WORDS);
            assertThat(shown.file()).isNotEqualTo(vault.sealed(sealed));
        }

        assertThat(vault.shown()).isEmptyDirectory();
        assertThat(vault.sealed(sealed)).hasBinaryContent(WORDS);
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> vault.show(Digest.of(new byte[3])));
    }

    /// One large upload at a time, and nobody waits.
    private Doorway doorway(long reserve) throws IOException {
        return new Doorway(Files.getFileStore(folder), reserve, 1, Duration.ZERO);
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

    private interface Act {
        void run() throws IOException;
    }

    /// An upload that ends after something happened.
    private static final class Meanwhile extends InputStream {

        private final Act act;

        Meanwhile(Act act) {
            this.act = act;
        }

        @Override
        public int read() throws IOException {
            act.run();
            return -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return read();
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
