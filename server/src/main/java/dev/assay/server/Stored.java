package dev.assay.server;

import dev.assay.gate.StoredInspections;
import dev.assay.inspect.Inspections;
import dev.assay.store.Database;
import dev.assay.store.StoreFailure;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `inspections FOLDER`: writes what was found in every blob of a hub to standard output, for `assay
/// policy test`.
///
/// The command line must not know a database, and a policy is replayed without a running hub; so the
/// launcher starts this, and pipes it to the command line. It changes nothing, and does not mind a hub
/// that runs.
final class Stored {

    static final String NAME = "inspections";

    private static final int PAGE = 500;
    private static final int USAGE = 64;
    private static final int UNUSABLE = 1;

    private Stored() {}

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (arguments.size() != 1) {
            err.println("assay: name the data folder of a hub");
            return USAGE;
        }
        Logs.configure();
        var elsewhere = environment.getOrDefault("ASSAY_DATABASE", "");
        var file = Path.of(arguments.getFirst()).resolve("assay.db");
        if (elsewhere.isEmpty() && !Files.isRegularFile(file)) {
            err.println("assay: " + arguments.getFirst() + " is not the data folder of a hub: it has no assay.db;"
                    + " if the hub keeps its tables in PostgreSQL, set ASSAY_DATABASE");
            return UNUSABLE;
        }
        try (var database = elsewhere.isEmpty() ? Database.sqlite(file) : Database.postgresql(elsewhere)) {
            write(new StoredInspections(database), new BufferedOutputStream(out, 1 << 16));
            return out.checkError() ? UNUSABLE : 0;
        } catch (StoreFailure unusable) {
            err.println("assay: " + unusable.getMessage() + "; " + unusable.hint());
        } catch (IOException unusable) {
            err.println("assay: " + unusable.getMessage());
        }
        return UNUSABLE;
    }

    /// If it breaks off, the stream has no end, and whoever reads it says so.
    private static void write(StoredInspections stored, OutputStream out) throws IOException {
        var writer = new Inspections.Writer(new Unclosed(out));
        for (var page = stored.page("", PAGE); !page.isEmpty(); ) {
            for (var inspection : page) {
                writer.write(inspection);
            }
            page = stored.page(page.getLast().subject().hex(), PAGE);
        }
        writer.close();
    }

    /// Standard output is not ours to close.
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
