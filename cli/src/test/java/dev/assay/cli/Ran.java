package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// What the command line did when it was run with these arguments.
record Ran(int exit, String out, String err) {

    static Ran assay(Object... arguments) {
        return fed(new byte[0], arguments);
    }

    /// Runs it with these bytes on its standard input.
    static Ran fed(byte[] input, Object... arguments) {
        return looking(Terminal.Looks.PLAIN, input, arguments);
    }

    static Ran looking(Terminal.Looks looks, byte[] input, Object... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(new ByteArrayInputStream(input), out, new PrintStream(err, true, UTF_8), looks);
        var exit = Main.run(Arrays.stream(arguments).map(Ran::text).toArray(String[]::new), terminal);
        return new Ran(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    JsonNode json() {
        return new ObjectMapper().readTree(out);
    }

    private static String text(Object argument) {
        return argument instanceof Path path ? path.toString() : argument.toString();
    }
}
