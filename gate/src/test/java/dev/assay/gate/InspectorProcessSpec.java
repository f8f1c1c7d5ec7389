package dev.assay.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.gate.OddInspector.Way;
import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.format.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InspectorProcessSpec {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "EXITS, ended with exit code 4",
        "EXITS_AT_ONCE, exit code 3",
        "EXITS_AFTER_HALF, ended with exit code 5",
        "TALKS_NONSENSE, answered nonsense: it said something else than the protocol knows",
        "SPEAKS_FIRST, answered nonsense",
        "FLOODS, answered nonsense",
        "ANNOUNCES_TOO_MUCH, answered nonsense: it announced",
        "ANSWERS_TWICE, answered nonsense: it said more than it was asked",
        "ANSWERS_ANOTHER_REQUEST, answered nonsense: it answered another request",
        "ANSWERS_FOR_ANOTHER_BLOB, answered nonsense: it answered for another blob",
        "ANSWERS_FOR_ANOTHER_SIZE, answered nonsense: it read another number of bytes",
        "ANSWERS_FROM_ANOTHER_GENERATION, answered nonsense: its formats are of another generation",
        "ADDS_A_BYTE, answered nonsense: there is more in the frame",
    })
    void what_an_odd_inspector_says_is_not_an_inspection(Way way, String why) throws Exception {
        assertThatExceptionOfType(InspectorProcess.Failed.class)
                .isThrownBy(() -> inspected(way, LATER))
                .withMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource({"HANGS", "HANGS_AFTER_HALF"})
    void an_inspector_that_hangs_is_killed(Way way) {
        assertThatExceptionOfType(InspectorProcess.Failed.class)
                .isThrownBy(() -> inspected(way, SOON))
                .withMessage("took longer than 2 s and was killed");
    }

    @Test
    void an_inspector_that_works_answers_for_the_bytes_it_read() throws Exception {
        var inspection = inspected(Way.HONEST, LATER);

        assertThat(inspection.subject()).isEqualTo(Digest.of("plain words".getBytes(UTF_8)));
        assertThat(inspection.size()).isEqualTo(11);
    }

    @Test
    void an_inspector_inherits_nothing_from_our_environment() throws Exception {
        assertThat(inspected(Way.CHECKS_ITS_ENVIRONMENT, LATER).complete()).isTrue();
    }

    @Test
    void the_inspector_that_ships_answers_request_after_request() throws Exception {
        var settings = GateSettings.in(folder);
        var launch = Launch.standard(settings, folder, folder);
        var file = file(folder);
        try (var inspector = InspectorProcess.start(launch, Formats.GENERATION)) {
            for (var i = 0; i < 20; i++) {
                var inspection = inspector.inspect(Digest.of(Files.readAllBytes(file)), 11, file, LATER);
                assertThat(inspection.size()).isEqualTo(11);
            }
            assertThat(inspector.alive()).isTrue();
        }
    }

    @Test
    void the_inspector_that_ships_reads_what_it_is_shown_and_nothing_else_of_the_vault() throws Exception {
        assumeTrue(Files.readString(Path.of("/proc/kallsyms")).contains("landlock_create_ruleset"));
        var shown = Files.createDirectories(folder.resolve("shown"));
        var blobs = Files.createDirectories(folder.resolve("blobs"));
        var own = Files.createDirectories(folder.resolve("own"));
        var sealed = file(blobs);
        var link = Files.createLink(shown.resolve("link"), sealed);
        var launch = Launch.standard(GateSettings.in(folder), own, shown);
        try (var inspector = InspectorProcess.start(launch, Formats.GENERATION)) {
            var digest = Digest.of(Files.readAllBytes(sealed));
            assertThat(inspector.inspect(digest, 11, link, LATER).size()).isEqualTo(11);

            assertThatExceptionOfType(InspectorProcess.Failed.class)
                    .isThrownBy(() -> inspector.inspect(digest, 11, sealed, LATER))
                    .withMessage("ended with exit code 1");
        }
    }

    @Test
    void how_long_it_took_is_said_in_milliseconds_where_seconds_do_not_do() {
        assertThatExceptionOfType(InspectorProcess.Failed.class)
                .isThrownBy(() -> inspected(Way.HANGS, Duration.ofMillis(700)))
                .withMessage("took longer than 700 ms and was killed")
                .satisfies(it -> assertThat(it.late()).isTrue());
    }

    private Inspection inspected(Way way, Duration deadline) throws IOException, InspectorProcess.Failed {
        var file = file(folder);
        try (var inspector = InspectorProcess.start(OddInspector.launch(way, folder), Formats.GENERATION)) {
            return inspector.inspect(Digest.of(Files.readAllBytes(file)), 11, file, deadline);
        }
    }

    private static Path file(Path folder) throws IOException {
        return Files.writeString(folder.resolve("words"), "plain words");
    }
}
