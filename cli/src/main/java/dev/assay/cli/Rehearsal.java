package dev.assay.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// Does what people do often, so that the start-up cache knows the classes it takes and what of them is
/// worth compiling. The launcher runs it when it makes the cache; nobody else does.
public final class Rehearsal {

    private Rehearsal() {}

    /// @param arguments a folder of samples, to which more are added
    /// @throws IOException if they cannot be written
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]);
        Samples.into(folder);
        var model = folder.resolve("model.pkl").toString();
        perform("scan", folder.toString());
        for (var style : Style.values()) {
            perform("scan", "--format", style.name().toLowerCase(Locale.ROOT), model);
        }
        perform("explain", model);
        perform("bom", folder.toString());
        perform("policy", "test", model);
        perform("policy", "explain", "posix.system");
        perform("scan", "--help");
    }

    private static void perform(String... arguments) {
        Main.run(
                arguments,
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        OutputStream.nullOutputStream(),
                        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                        Terminal.Looks.PLAIN));
    }
}
