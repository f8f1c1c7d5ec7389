package dev.assay.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// Ties a database to the one folder of files that it speaks of. Both hold the same random name, and no other pair is
/// let near one another: a database would take the files of a second folder for lost, and declare void what a ledger
/// says of somebody else's refs.
public final class Bond {

    private static final String NAME = "house";

    private Bond() {}

    /// Gives both a name if neither has one, and otherwise compares.
    ///
    /// @param folder holds the name in its file `house`
    /// @param used whether something else in the folder depends on its database already
    /// @throws StoreFailure if they do not belong together
    public static void check(Database database, Path folder, boolean used) throws IOException {
        var kept = new Kept(database);
        var file = folder.resolve(NAME);
        var here = Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.<String>empty();
        var there = kept.text(NAME);
        if (there.isEmpty() && (here.isEmpty() || !used)) {
            // The folder first: if we are interrupted in between, the next start ends here again.
            here = Optional.of(here.isPresent() ? here.get() : named(folder));
            there = Optional.of(kept.first(NAME, here.get()));
        }
        if (there.isEmpty()) {
            throw new StoreFailure(
                    "the data folder " + folder + " belongs to another database than this one, which is new",
                    "name the database it belongs to, or put back a copy of it");
        }
        if (!there.equals(here)) {
            throw new StoreFailure(
                    "the database belongs to another data folder than " + folder,
                    "name the data folder it belongs to (each has its own name in its file " + NAME
                            + "), or give this one a database of its own");
        }
    }

    private static String named(Path folder) throws IOException {
        var random = new byte[16];
        new SecureRandom().nextBytes(random);
        var name = HexFormat.of().formatHex(random);
        var fresh = folder.resolve(NAME + ".new");
        Files.writeString(fresh, name + "\n");
        force(fresh);
        Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        force(folder);
        return name;
    }

    private static void force(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
