package dev.assay.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class VerifySpec {

    @TempDir
    Path temporary;

    private Path folder = Path.of("");
    private Path checkpoint = Path.of("");
    private Path receipt = Path.of("");
    private String key = "";

    @BeforeEach
    void a_ledger_of_three_hundred_lines_and_what_somebody_kept_of_it() throws IOException {
        folder = temporary.resolve("ledger");
        try (var ledger = Ledger.open(folder, "example")) {
            for (var i = 0; i < 200; i++) {
                ledger.append("verdict of blob " + i);
            }
            checkpoint = Files.writeString(
                    temporary.resolve("checkpoint"), ledger.checkpoint().note());
            receipt = Files.writeString(
                    temporary.resolve("receipt"), ledger.receipt(17).text());
            for (var i = 200; i < 300; i++) {
                ledger.append("verdict of blob " + i);
            }
            key = ledger.verifier();
        }
    }

    @Test
    void a_whole_ledger_holds() {
        var ran = Ran.assay("verify", folder, "--against", checkpoint, "--receipt", receipt, "--key", key);

        assertThat(ran.exit()).as(ran.out()).isZero();
        assertThat(ran.out())
                .contains("holds   all 300 lines")
                .contains("the first 200 lines")
                .contains("line 17 is in the ledger")
                .doesNotContain("FAILS");
    }

    @Test
    void a_receipt_holds_without_the_ledger() {
        assertThat(Ran.assay("verify", "--key", key, "--receipt", receipt).exit())
                .isZero();
    }

    @Test
    void a_changed_line_is_told() throws IOException {
        assertThat(change("verdict of blob 123", "verdict of blob 132")).isPositive();

        var ran = Ran.assay("verify", folder);

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("FAILS");
    }

    @Test
    void a_ledger_that_was_begun_again_is_told_by_a_checkpoint_that_somebody_kept() throws IOException {
        var other = temporary.resolve("other");
        try (var ledger = Ledger.open(other, "example")) {
            ledger.append("verdict of blob 0");
        }

        assertThat(Ran.assay("verify", other).exit()).isZero();
        assertThat(Ran.assay("verify", other, "--against", checkpoint).exit()).isEqualTo(1);
        assertThat(Ran.assay("verify", other, "--key", key).exit()).isEqualTo(1);
    }

    @Test
    void a_forged_receipt_is_told() throws IOException {
        Files.writeString(receipt, Files.readString(receipt).replace("index 17", "index 18"));

        assertThat(Ran.assay("verify", folder, "--receipt", receipt).exit()).isEqualTo(1);
        Files.writeString(receipt, "nonsense");
        assertThat(Ran.assay("verify", folder, "--receipt", receipt).exit()).isEqualTo(1);
    }

    @Test
    void wrong_usage_ends_with_64() {
        for (var ran : List.of(
                Ran.assay("verify"),
                Ran.assay("verify", "--receipt", receipt),
                Ran.assay("verify", temporary.resolve("absent")),
                Ran.assay("verify", folder, "--against", temporary.resolve("absent")))) {
            assertThat(ran.exit()).as(ran.err()).isEqualTo(64);
            assertThat(ran.err()).startsWith("assay verify: ");
        }
    }

    /// Changes a line in every file it is in; returns in how many.
    private int change(String before, String after) throws IOException {
        var changed = 0;
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = Files.readString(file, ISO_8859_1);
                if (text.contains(before)) {
                    assertThat(file.toFile().setWritable(true)).isTrue();
                    Files.writeString(file, text.replace(before, after), ISO_8859_1);
                    changed++;
                }
            }
        }
        return changed;
    }
}
