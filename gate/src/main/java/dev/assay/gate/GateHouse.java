package dev.assay.gate;

import dev.assay.inspect.format.Formats;
import dev.assay.ledger.Ledger;
import dev.assay.store.Database;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/// The gate and its vault, wired and running: sealed bytes on disk, docket and verdicts in SQL, inspectors in processes
/// of their own.
public final class GateHouse implements Closeable {

    private final Gate gate;
    private final FileVault vault;

    private GateHouse(Gate gate, FileVault vault) {
        this.gate = gate;
        this.vault = vault;
    }

    /// Opens the gate: sweeps what a crash left, puts on the docket what still has to be inspected, starts inspectors.
    /// The database and the ledger stay the caller's, who closes them after this.
    ///
    /// @throws IOException if the vault's folder cannot be used, or another hub is using it
    public static GateHouse open(GateSettings settings, Database database, Ledger ledger) throws IOException {
        var desk = Files.createDirectories(settings.folder().resolve("inspectors"));
        return open(settings, database, ledger, shown -> Launch.standard(settings, desk, shown));
    }

    /// The same with inspectors that are started by another command. Whatever it starts, its answers are checked as
    /// those of a process that hostile bytes have taken over.
    public static GateHouse open(GateSettings settings, Database database, Ledger ledger, Launch launch)
            throws IOException {
        return open(settings, database, ledger, shown -> launch);
    }

    /// @param launch makes the command from the folder in which inspectors are shown what to read
    private static GateHouse open(
            GateSettings settings, Database database, Ledger ledger, Function<Path, Launch> launch) throws IOException {
        database.migrate("gate");
        var vault = FileVault.open(settings.folder(), Doorway.of(settings));
        var register = new Register(database, Formats.GENERATION);
        register.reopen();
        var docket = new Docket(register, settings);
        var policy = new PolicyFile(settings.policy());
        var announcements = new Announcements();
        var bench = new Bench(policy, ledger, register, docket, announcements);
        var inspectors =
                new Inspectors(settings, launch.apply(vault.shown()), Formats.GENERATION, docket, vault, bench);
        var gate = new Gate(vault, register, docket, inspectors, bench, policy, announcements, ledger);
        bench.start();
        inspectors.start();
        return new GateHouse(gate, vault);
    }

    public Gate gate() {
        return gate;
    }

    public Vault vault() {
        return vault;
    }

    /// Stops the inspectors and lets go of the vault.
    @Override
    public void close() throws IOException {
        try (vault) {
            gate.close();
        }
    }
}
