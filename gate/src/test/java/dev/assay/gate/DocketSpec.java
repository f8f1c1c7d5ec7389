package dev.assay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class DocketSpec {

    private static final long HOUR = 3_600_000_000L;

    @TempDir
    private Path folder;

    private Database database;
    private Register register;
    private GateSettings settings;
    private Docket docket;

    @BeforeEach
    void open() throws IOException {
        database = Database.sqlite(folder.resolve("hub.db"));
        database.migrate("gate");
        register = new Register(database, "now");
        settings = GateSettings.in(folder).withInspectors(2);
        docket = new Docket(register, settings);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void what_failed_is_looked_at_again_shortly_then_slowly_and_never_not_at_all() {
        assertThat(settings.rest(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(settings.rest(3)).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.rest(4)).isEqualTo(Duration.ofHours(1));
        assertThat(settings.rest(5)).isEqualTo(Duration.ofHours(4));
        assertThat(settings.rest(6)).isEqualTo(Duration.ofHours(16));
        assertThat(settings.rest(7)).isEqualTo(Duration.ofHours(24));
        assertThat(settings.rest(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void what_exceeded_its_deadline_is_not_looked_at_again_within_the_hour_whoever_waits_for_it() throws Exception {
        var before = Register.now();
        arrives(1);
        docket.failed(docket.take(), "it took too long", true);
        docket.hurry(digest(1));

        var resting = register.waiting(digest(1)).orElseThrow();
        assertThat(resting.attempts()).isEqualTo(settings.attempts());
        assertThat(resting.notBefore()).isGreaterThanOrEqualTo(before + HOUR);
        assertThat(resting.place()).isEqualTo(resting.notBefore());
        arrives(2);
        assertThat(docket.take().digest()).isEqualTo(digest(2));
    }

    @Test
    void what_failed_otherwise_has_its_attempts_left() throws Exception {
        arrives(1);
        docket.failed(docket.take(), "it ended", false);

        assertThat(register.waiting(digest(1)).orElseThrow().attempts()).isEqualTo(1);
        assertThat(docket.take().digest()).isEqualTo(digest(1));
    }

    @Test
    void blobs_nobody_gets_through_are_at_half_of_the_desks_at_most() throws Exception {
        var now = Register.now();
        docket.add(List.of(
                new Case(digest(1), 1, now - 9, now - 9, settings.attempts()),
                new Case(digest(2), 1, now - 8, now - 8, settings.attempts()),
                new Case(digest(3), 1, now - 7, now - 7, 0)));

        assertThat(docket.take().digest()).isEqualTo(digest(1));
        assertThat(docket.take().digest()).isEqualTo(digest(3));
        docket.done(digest(1));
        assertThat(docket.take().digest()).isEqualTo(digest(2));
    }

    private void arrives(int number) {
        docket.add(register.arrive(List.of(new Gate.Received(digest(number), 1))));
    }

    private static Digest digest(int number) {
        return Digest.of(new byte[] {(byte) number});
    }
}
