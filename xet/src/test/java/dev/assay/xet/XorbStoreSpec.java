package dev.assay.xet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class XorbStoreSpec {

    private static final long ANN = 1;
    private static final long BOB = 2;

    private final byte[] content = Parcel.pseudorandom(600_000);
    private final Parcel.Sent first = Parcel.xorb(Parcel.cut(content, 131072, 70001, 99_999));
    private final Parcel.Sent second = Parcel.xorb(Parcel.cut(new byte[300_000], 131072));

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private XorbStore store;

    @BeforeEach
    void open() throws IOException {
        store = XorbStore.open(folder, () -> now);
    }

    @Test
    void a_file_comes_back_as_it_went() throws Exception {
        put(ANN, first);
        put(ANN, second);
        var file = Parcel.file(
                new Parcel.Take(first, 1, 3),
                Parcel.Take.all(second),
                Parcel.Take.all(first),
                new Parcel.Take(first, 0, 1));

        assertThat(Parcel.sha256(reassembled(ANN, file))).isEqualTo(file.sha256());
    }

    @Test
    void a_file_may_be_read_byte_by_byte() throws Exception {
        put(ANN, second);
        var file = Parcel.file(new Parcel.Take(second, 2, 3));

        try (var in = Reassembly.of(shelf(ANN), entry(file))) {
            var length = 0;
            while (in.read() >= 0) {
                length++;
            }
            assertThat(length).isEqualTo(300_000 - 2 * 131072).isEqualTo(in.size());
        }
    }

    @Test
    void a_shard_is_kept_only_while_it_is_used() throws Exception {
        put(ANN, first);
        var file = Parcel.file(Parcel.Take.all(first));

        try (var shard = shelf(ANN).shard(body(Parcel.shard(file)));
                var in = Reassembly.of(shelf(ANN), shard.shard().files().getFirst())) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThatThrownBy(() -> shelf(ANN).shard(body(new byte[100]))).isInstanceOf(Malformed.class);

        assertThat(filesBelow(folder)).hasSize(2);
    }

    @Test
    void an_empty_file_has_no_terms() throws Exception {
        assertThat(reassembled(ANN, Parcel.file())).isEmpty();
    }

    @Test
    void sending_a_xorb_twice_is_no_error_and_is_said() throws Exception {
        assertThat(put(ANN, first)).isTrue();
        assertThat(put(ANN, first)).isFalse();
        assertThat(put(BOB, first))
                .as("nobody learns that somebody else has it")
                .isTrue();
    }

    @Test
    void a_xorb_of_another_hash_than_claimed_is_refused_and_not_kept() {
        assertThatThrownBy(() -> shelf(ANN).put(hash(second), body(first.body())))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("the rule that its hash is the one in the address, but it is " + first.hash());

        assertThat(filesBelow(folder)).hasSize(1); // the store's name
    }

    @Test
    void a_xorb_that_is_cut_short_is_refused_and_not_kept() {
        for (var length : new int[] {0, 5, 8, 300, first.body().length - 1}) {
            assertThatThrownBy(() -> shelf(ANN).put(hash(first), body(Arrays.copyOf(first.body(), length))))
                    .as("%s bytes", length)
                    .isInstanceOf(Malformed.class);
        }

        assertThat(filesBelow(folder)).hasSize(1);
    }

    @Test
    void a_connection_that_breaks_leaves_nothing_behind() {
        var broken = new SequenceInputStream(body(Arrays.copyOf(first.body(), 200_000)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThatThrownBy(() -> shelf(ANN).put(hash(first), broken)).isInstanceOf(IOException.class);

        assertThat(filesBelow(folder)).hasSize(1);
    }

    @Test
    void a_footer_may_come_along_and_has_to_be_true() throws Exception {
        var footer = Xorb.receive(body(first.body()), java.io.OutputStream.nullOutputStream())
                .footer();
        var nonce = footer.clone();
        nonce[footer.length - 20] = 77; // the first of the bytes that mean nothing
        var lie = footer.clone();
        lie[60] ^= 1;

        assertThat(shelf(ANN).put(hash(first), join(first.body(), nonce))).isTrue();
        assertThat(reassembled(ANN, Parcel.file(Parcel.Take.all(first)))).isEqualTo(content);
        assertThatThrownBy(() -> shelf(BOB).put(hash(first), join(first.body(), lie)))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("true of its chunks");
        assertThatThrownBy(() -> shelf(BOB).put(hash(first), join(first.body(), Arrays.copyOf(footer, 100))))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("a footer is whole");
    }

    @Test
    void a_file_cannot_be_made_of_what_somebody_else_sent() throws Exception {
        put(BOB, first);

        refused(ANN, Parcel.file(Parcel.Take.all(first)), "sent before, by the same account");
    }

    @Test
    void a_file_hash_that_is_not_true_is_refused() throws Exception {
        put(ANN, first);

        refused(ANN, Parcel.file(Parcel.Take.all(first)).withHash(second.hash()), "that over all its chunks");
    }

    @Test
    void a_term_beyond_its_xorb_is_refused() throws Exception {
        put(ANN, second);
        var shard = Parcel.shard(Parcel.file(Parcel.Take.all(second)));
        shard[48 + 48 + 44] = 9; // the first term's end

        refused(ANN, shard, "a term lies inside its xorb");
    }

    @Test
    void a_term_of_another_length_is_refused() throws Exception {
        put(ANN, second);
        var shard = Parcel.shard(Parcel.file(Parcel.Take.all(second)));
        shard[48 + 48 + 36] ^= 1;

        refused(ANN, shard, "the length it claims");
    }

    @Test
    void a_term_with_another_verification_hash_is_refused() throws Exception {
        put(ANN, second);
        var shard = Parcel.shard(Parcel.file(Parcel.Take.all(second)));
        shard[48 + 48 + 48] ^= 1;

        refused(ANN, shard, "a term's hash is true");
    }

    @Test
    void damage_at_rest_is_an_error_and_not_a_file() throws Exception {
        put(ANN, second);
        var xorb = filesBelow(folder).stream()
                .filter(file -> file.endsWith(second.hash()))
                .findFirst()
                .orElseThrow();
        var bytes = Files.readAllBytes(xorb);
        bytes[4] = 2; // another scheme in the first chunk's header
        bytes[1] = 0;
        Files.write(xorb, bytes);

        assertThatThrownBy(() -> reassembled(ANN, Parcel.file(Parcel.Take.all(second))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void an_address_takes_uploads_until_two_days_after_its_own() throws Exception {
        var epoch = store.epoch();
        put(ANN, first);

        now = now.plus(Duration.ofDays(2));
        assertThat(store.shelf(epoch, ANN)).isPresent();
        assertThat(store.epoch()).isNotEqualTo(epoch);

        now = now.plus(Duration.ofDays(1));
        assertThat(store.shelf(epoch, ANN)).isEmpty();
        assertThat(store.sweep()).as("what was under way may end").isZero();

        now = now.plus(Duration.ofDays(1));
        assertThat(store.sweep()).isEqualTo(1);
        assertThat(filesBelow(folder)).hasSize(1);
    }

    @Test
    void what_was_sent_is_there_after_the_store_is_opened_again() throws Exception {
        put(ANN, first);
        open();

        assertThat(put(ANN, first)).isFalse();
        assertThat(reassembled(ANN, Parcel.file(Parcel.Take.all(first)))).isEqualTo(content);
    }

    @Test
    void a_store_that_was_wiped_has_other_addresses(@TempDir Path other) throws IOException {
        assertThat(XorbStore.open(other, () -> now).epoch()).isNotEqualTo(store.epoch());
        assertThat(XorbStore.open(folder, () -> now).epoch()).isEqualTo(store.epoch());
    }

    @Test
    void an_address_that_was_never_given_out_has_no_shelf() {
        for (var epoch : List.of("", "..", "20260301", "20260301-0123456789abcdef", "2026-3-1" + store.epoch())) {
            assertThat(store.shelf(epoch, ANN)).as(epoch).isEmpty();
        }
        assertThat(store.shelf("20260302" + store.epoch().substring(8), ANN))
                .as("tomorrow's")
                .isEmpty();
    }

    private void refused(long uploader, Parcel.Claim file, String rule) {
        refused(uploader, Parcel.shard(file), rule);
    }

    private void refused(long uploader, byte[] shard, String rule) {
        assertThatThrownBy(() -> Reassembly.of(
                                shelf(uploader),
                                Shard.of(MemorySegment.ofArray(shard)).files().getFirst())
                        .close())
                .isInstanceOf(Malformed.class)
                .hasMessageContaining(rule);
    }

    private boolean put(long uploader, Parcel.Sent xorb) throws Exception {
        return shelf(uploader).put(hash(xorb), body(xorb.body()));
    }

    private byte[] reassembled(long uploader, Parcel.Claim file) throws Exception {
        try (var in = Reassembly.of(shelf(uploader), entry(file))) {
            return in.readAllBytes();
        }
    }

    private Shelf shelf(long uploader) {
        return store.shelf(store.epoch(), uploader).orElseThrow();
    }

    private static Shard.FileEntry entry(Parcel.Claim file) throws Malformed {
        return Shard.of(MemorySegment.ofArray(Parcel.shard(file))).files().getFirst();
    }

    private static MerkleHash hash(Parcel.Sent xorb) {
        return MerkleHash.parse(xorb.hash()).orElseThrow();
    }

    private static InputStream body(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static InputStream join(byte[] one, byte[] other) {
        return new SequenceInputStream(body(one), body(other));
    }

    private static List<Path> filesBelow(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
