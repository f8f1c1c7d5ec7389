package dev.assay.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LedgerSpec {

    private static final String ORIGIN = "hub.example/log/1";

    @TempDir
    Path folder;

    @Test
    void lines_come_back_in_the_order_they_were_said() throws Exception {
        try (var ledger = open()) {
            assertThat(ledger.append("first")).isZero();
            assertThat(ledger.append("zweite ü 🙂")).isOne();
            assertThat(ledger.append("")).isEqualTo(2);

            assertThat(said(ledger, 0)).containsExactly("first", "zweite ü 🙂", "");
            assertThat(said(ledger, 1)).containsExactly("zweite ü 🙂", "");
            assertThat(said(ledger, 3)).isEmpty();
            assertThat(said(ledger, 900)).isEmpty();
        }
    }

    @Test
    void lines_are_there_after_opening_again_however_many() throws Exception {
        for (var size : new int[] {0, 1, 255, 256, 257, 600}) {
            var here = folder.resolve("of" + size);
            grow(here, size);

            try (var ledger = Ledger.open(here, ORIGIN)) {
                assertThat(ledger.size()).isEqualTo(size);
                assertThat(said(ledger, 0)).isEqualTo(lines(size));
                assertThat(said(ledger, 250)).isEqualTo(lines(size).subList(Math.min(250, size), size));
            }
            holds(new Verifier(Verifier.keyIn(here)).folder(here));
        }
    }

    @Test
    void what_cannot_be_a_line_is_refused_and_the_ledger_goes_on() throws Exception {
        try (var ledger = open()) {
            assertThatThrownBy(() -> ledger.append("a\nb")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.append("ü".repeat(30_001))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ledger.append("\ud800")).isInstanceOf(IllegalArgumentException.class);
            assertThat(ledger.append("x".repeat(60_000))).isZero();
        }
    }

    @Test
    void many_threads_get_an_index_each() throws Exception {
        try (var ledger = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var indexes = IntStream.range(0, 700)
                    .mapToObj(i -> threads.submit(() -> {
                        var index = ledger.append("line " + i);
                        return index + " line " + i;
                    }))
                    .toList();
            var byIndex = new String[700];
            for (var each : indexes) {
                var parts = each.get().split(" ", 2);
                byIndex[Integer.parseInt(parts[0])] = parts[1];
            }

            assertThat(said(ledger, 0)).containsExactly(byIndex);
        }
        verifies();
    }

    @Test
    void a_receipt_holds_without_the_ledger_and_a_changed_one_does_not() throws Exception {
        var verifier = new Verifier(grow(folder, 300));
        try (var ledger = open()) {
            for (var index : new long[] {0, 255, 256, 299}) {
                var receipt = Receipt.parse(ledger.receipt(index).text());

                assertThat(receipt.line()).isEqualTo("line " + index);
                holds(verifier.receipt(receipt));
                fails(
                        verifier.receipt(new Receipt(index, "line x", receipt.proof(), receipt.checkpoint())),
                        "line " + index);
                fails(
                        verifier.receipt(new Receipt(index ^ 1, receipt.line(), receipt.proof(), receipt.checkpoint())),
                        "not in the tree");
            }
            assertThatThrownBy(() -> ledger.receipt(300)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_receipt_signed_by_another_key_does_not_hold() throws Exception {
        grow(folder.resolve("a"), 3);
        var other = grow(folder.resolve("b"), 3);
        try (var ledger = Ledger.open(folder.resolve("a"), ORIGIN)) {
            fails(new Verifier(other).receipt(ledger.receipt(1)), "not signed by");
        }
    }

    @Test
    void an_older_checkpoint_is_shown_to_be_the_beginning() throws Exception {
        var verifier = new Verifier(grow(folder, 300));
        var older = Files.readString(folder.resolve("checkpoint"));
        grow(folder, 700);

        holds(verifier.folder(folder, older));
    }

    @Test
    void a_ledger_told_anew_does_not_pass_against_an_older_checkpoint() throws Exception {
        var verifier = new Verifier(grow(folder, 20));
        var older = Files.readString(folder.resolve("checkpoint"));
        for (var gone : new String[] {"tile", "tail"}) {
            delete(folder.resolve(gone));
        }
        Files.delete(folder.resolve("checkpoint"));
        try (var ledger = open()) {
            for (var i = 0; i < 25; i++) {
                ledger.append("another " + i);
            }
        }

        fails(verifier.folder(folder, older), "0 to 19, are not those");
    }

    @Test
    void a_ledger_that_became_shorter_does_not_pass() throws Exception {
        var verifier = new Verifier(grow(folder, 20));
        var before = Files.readString(folder.resolve("checkpoint"));
        grow(folder, 30);
        var after = Files.readString(folder.resolve("checkpoint"));
        Files.writeString(folder.resolve("checkpoint"), before);

        fails(verifier.folder(folder, after), "lines 20 to 29 were taken away");
    }

    @Test
    void a_torn_end_is_cut_off_and_what_was_promised_stays() throws Exception {
        grow(folder, 10);
        var tail = folder.resolve("tail/0");
        var whole = Files.readAllBytes(tail);
        for (var torn : List.of(new byte[] {1, 2, 3}, Arrays.copyOf(whole, 25), new byte[4096])) {
            Files.write(tail, whole);
            append(tail, torn);

            try (var ledger = open()) {
                assertThat(said(ledger, 0)).isEqualTo(lines(10));
            }
        }
        verifies();
    }

    @Test
    void lines_that_were_durable_but_not_yet_under_a_checkpoint_are_kept() throws Exception {
        grow(folder, 250);
        var before = Files.readAllBytes(folder.resolve("checkpoint"));
        grow(folder, 300);
        Files.write(folder.resolve("checkpoint"), before);

        try (var ledger = open()) {
            assertThat(said(ledger, 0)).isEqualTo(lines(300));
        }
        verifies();
    }

    @Test
    void a_full_tail_that_did_not_become_a_tile_becomes_one() throws Exception {
        grow(folder, 255);
        var tail = Files.readAllBytes(folder.resolve("tail/0"));
        var checkpoint = Files.readAllBytes(folder.resolve("checkpoint"));
        grow(folder, 256);
        var last = Tiles.parse(Files.readAllBytes(folder.resolve("tile/entries/000")), 256)
                .getLast();
        delete(folder.resolve("tile"));
        delete(folder.resolve("tail"));
        Files.createDirectories(folder.resolve("tail"));
        Files.write(folder.resolve("tail/0"), tail);
        try (var again = Tail.open(folder, 0)) {
            again.add(255, List.of(last));
        }
        Files.write(folder.resolve("checkpoint"), checkpoint);

        try (var ledger = open()) {
            assertThat(said(ledger, 0)).isEqualTo(lines(256));
        }
        verifies();
    }

    @Test
    void what_the_disk_has_no_room_for_is_refused_and_may_be_said_again_when_there_is_room() throws Exception {
        try (var ledger = open()) {
            ledger.append("line 0");
            var tail = folder.resolve("tail/0");
            var before = Files.readAllBytes(tail);
            FullDisk.fromByte(before.length + 25, () -> {
                for (var i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> ledger.append("line 1"))
                            .isInstanceOf(IOException.class)
                            .hasMessageStartingWith("the ledger could not write");
                    assertThat(ledger.ailing()).isPresent();
                    assertThat(Files.readAllBytes(tail)).isEqualTo(before);
                }
            });

            assertThat(ledger.append("line 1")).isOne();
            assertThat(ledger.ailing()).isEmpty();
            assertThat(said(ledger, 0)).isEqualTo(lines(2));
            assertThat(ledger.receipt(1).line()).isEqualTo("line 1");
        }
        try (var again = open()) {
            assertThat(said(again, 0)).isEqualTo(lines(2));
        }
        verifies();
    }

    @Test
    void everybody_whose_line_was_not_written_is_told() throws Exception {
        try (var ledger = open();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            ledger.append("line 0");
            FullDisk.fromByte(Files.size(folder.resolve("tail/0")), () -> {
                var refused = IntStream.range(0, 100)
                        .mapToObj(i -> threads.submit(() -> ledger.append("line x")))
                        .toList();
                for (var each : refused) {
                    assertThatThrownBy(each::get).hasCauseInstanceOf(IOException.class);
                }
            });
            assertThat(ledger.append("line 1")).isOne();
        }
        verifies();
    }

    @Test
    void a_tile_that_cannot_be_put_in_place_is_put_there_later() throws Exception {
        grow(folder, 255);
        var inTheWay = Files.createDirectories(folder.resolve("tile/entries/000.new/x"));
        try (var ledger = open()) {
            assertThat(ledger.append("line 255")).isEqualTo(255);
            assertThat(said(ledger, 0)).isEqualTo(lines(256));
            assertThatThrownBy(() -> ledger.append("line 256")).isInstanceOf(IOException.class);
            assertThatThrownBy(ledger::checkpoint).isInstanceOf(IOException.class);

            Files.delete(inTheWay);

            assertThat(ledger.append("line 256")).isEqualTo(256);
            assertThat(said(ledger, 0)).isEqualTo(lines(257));
            assertThat(ledger.receipt(255).line()).isEqualTo("line 255");
        }
        verifies();
    }

    @Test
    void an_interrupt_does_not_end_the_ledger() throws Exception {
        try (var ledger = open()) {
            Thread.currentThread().interrupt();
            assertThat(ledger.append("line 0")).isZero();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(ledger.append("line 1")).isOne();
        }
        verifies();
    }

    @Test
    void an_altered_line_is_named() throws Exception {
        grow(folder, 600);
        var tile = folder.resolve("tile/entries/001");
        var text = Files.readAllBytes(tile);
        var at = new String(text, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("line 300");
        text[at + 5] = '4';
        Files.write(tile, text);

        refused("line 300 was altered");
        fails(verifier().folder(folder), "line 300 was altered");
    }

    @Test
    void a_line_altered_before_the_end_of_the_tail_is_named() throws Exception {
        grow(folder, 10);
        var tail = folder.resolve("tail/0");
        var bytes = Files.readAllBytes(tail);
        bytes[20 + 2 + 5] ^= 1;
        Files.write(tail, bytes);

        refused("line 0");
        assertThat(Files.readAllBytes(tail)).isEqualTo(bytes);
    }

    @Test
    void promised_lines_cut_from_the_tail_are_missed() throws Exception {
        grow(folder, 10);
        var tail = folder.resolve("tail/0");
        var bytes = Files.readAllBytes(tail);
        Files.write(tail, Arrays.copyOf(bytes, bytes.length / 10 * 7));

        refused("lines 7 to 9 are missing");
    }

    @Test
    void a_hole_is_named() throws Exception {
        grow(folder, 600);
        Files.delete(folder.resolve("tile/entries/001"));

        refused("lines 256 to 511 are missing");
        fails(verifier().folder(folder), "lines 256 to 511 are missing");
    }

    @Test
    void altered_hashes_are_noticed() throws Exception {
        grow(folder, 600);
        var tile = folder.resolve("tile/0/000");
        var bytes = Files.readAllBytes(tile);
        bytes[32 * 77] ^= 1;
        Files.write(tile, bytes);

        refused("line 77");
        fails(verifier().folder(folder), "line 77");
    }

    @Test
    void an_altered_checkpoint_is_refused() throws Exception {
        grow(folder, 5);
        var file = folder.resolve("checkpoint");
        Files.writeString(file, Files.readString(file).replace("\n5\n", "\n4\n"));

        refused("signature");
        fails(verifier().folder(folder), "signature");
    }

    @Test
    void the_key_is_for_its_owner_alone_and_a_lost_one_is_not_replaced() throws Exception {
        grow(folder, 1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
                .isEqualTo("rw-------");
        Files.delete(folder.resolve("key"));

        refused("key is missing");
    }

    @Test
    void a_ledger_is_opened_once_and_under_its_own_name() throws Exception {
        try (var ledger = open()) {
            assertThatThrownBy(this::open).hasMessageContaining("open already");
            assertThat(ledger.size()).isZero();
        }
        assertThatThrownBy(() -> Ledger.open(folder, "other.example"))
                .isInstanceOf(Broken.class)
                .hasMessageContaining("not of other.example");
    }

    @Test
    void a_note_as_others_write_it_is_read() throws Exception {
        var key = SignedNote.Verifies.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        var text = "If you think cryptography is the answer to your problem,\n"
                + "then you don't know what your problem is.\n";
        var note = text + "\n\u2014 PeterNeumann "
                + "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

        assertThat(SignedNote.open(note, key)).isEqualTo(text);
        assertThatThrownBy(() -> SignedNote.open(note.replace("think", "thank"), key))
                .isInstanceOf(Broken.class);
    }

    private Ledger open() throws IOException {
        return Ledger.open(folder, ORIGIN);
    }

    private Verifier verifier() throws IOException {
        return new Verifier(Verifier.keyIn(folder));
    }

    private static String grow(Path folder, int size) throws IOException {
        try (var ledger = Ledger.open(folder, ORIGIN)) {
            for (var i = ledger.size(); i < size; i++) {
                ledger.append("line " + i);
            }
            return ledger.verifier();
        }
    }

    private static List<String> lines(int size) {
        return IntStream.range(0, size).mapToObj(i -> "line " + i).toList();
    }

    private static List<String> said(Ledger ledger, long from) throws IOException {
        try (var lines = ledger.lines(from)) {
            return lines.toList();
        }
    }

    private void refused(String because) {
        assertThatThrownBy(this::open).isInstanceOf(Broken.class).hasMessageContaining(because);
    }

    private void verifies() throws IOException {
        holds(verifier().folder(folder));
    }

    private static void holds(Verification verification) {
        assertThat(verification).as(verification.toString()).isInstanceOf(Verification.Holds.class);
    }

    private static void fails(Verification verification, String because) {
        assertThat(verification).as(verification.toString()).isInstanceOf(Verification.Fails.class);
        assertThat(String.join("; ", verification.sentences())).contains(because);
    }

    private static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, java.nio.file.StandardOpenOption.APPEND);
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
