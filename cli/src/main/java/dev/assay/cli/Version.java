package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Which release this is.
final class Version {

    static final String TEXT = read();

    private Version() {}

    private static String read() {
        try (var in = Version.class.getResourceAsStream("version.txt")) {
            if (in == null) {
                throw new IllegalStateException("this build does not know its version");
            }
            return new String(in.readAllBytes(), UTF_8).strip();
        } catch (IOException broken) {
            throw new UncheckedIOException("this build does not know its version", broken);
        }
    }
}
