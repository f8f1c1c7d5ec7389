package dev.assay.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.gate.OddInspector.Way;
import dev.assay.inspect.format.Formats;
import dev.assay.ledger.Ledger;
import dev.assay.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class InspectorsSpec {

    @TempDir
    private Path folder;

    @Test
    void a_desk_outlives_a_database_that_does_not_answer() throws Exception {
        try (var hub = new Hub(OddInspector.launch(Way.HONEST, folder))) {
            hub.inspectors.start();
            while (hub.inspectors.ailing().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(hub.inspectors.ailing().orElseThrow()).startsWith("an inspector's desk failed, and goes on");

            hub.database.migrate("gate");

            assertThat(hub.isExamined("plain words")).isTrue();
            assertThat(hub.inspectors.ailing()).isEmpty();
        }
    }

    @Test
    void a_gate_whose_inspectors_cannot_be_started_says_so() throws Exception {
        try (var hub = new Hub(new Launch(List.of(folder.resolve("nothing").toString()), folder))) {
            hub.database.migrate("gate");
            hub.inspectors.start();
            while (hub.inspectors.ailing().isEmpty()) {
                Thread.onSpinWait();
            }

            assertThat(hub.inspectors.ailing().orElseThrow()).startsWith("no inspector can be started");
        }
    }

    /// The parts of a gate, put together as it does it; its database has no tables yet.
    private final class Hub implements AutoCloseable {

        private final GateSettings settings = GateSettings.in(folder).withInspectors(1);
        private final Database database = Database.sqlite(folder.resolve("hub.db"));
        private final Ledger ledger = Ledger.open(folder.resolve("ledger"), "hub.example");
        private final FileVault vault = FileVault.open(settings.folder(), Doorway.of(settings));
        private final Register register = new Register(database, Formats.GENERATION);
        private final Docket docket = new Docket(register, settings);
        private final Announcements announcements = new Announcements();
        private final Bench bench;
        private final Inspectors inspectors;

        Hub(Launch launch) throws IOException {
            Files.write(settings.policy(), House.standard());
            this.bench = new Bench(new PolicyFile(settings.policy()), ledger, register, docket, announcements);
            this.inspectors = new Inspectors(settings, launch, Formats.GENERATION, docket, vault, bench);
            bench.start();
        }

        boolean isExamined(String text) throws Exception {
            var received = vault.seal(List.of(text.getBytes(UTF_8)));
            docket.add(register.arrive(received));
            var digest = received.getFirst().digest();
            announcements.await(
                    List.of(digest),
                    Duration.ofSeconds(50),
                    it -> register.facts(it).isPresent());
            return register.facts(digest).isPresent();
        }

        @Override
        public void close() throws IOException {
            inspectors.close();
            bench.close();
            announcements.close();
            vault.close();
            ledger.close();
            database.close();
        }
    }
}
