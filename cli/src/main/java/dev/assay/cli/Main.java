package dev.assay.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/// The command line: `assay scan`, `assay verify`.
///
/// Whatever the locale says, what we print is UTF-8: others parse it.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(
                arguments,
                new Terminal(
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out),
                        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                        Terminal.Looks.ofThisProcess())));
    }

    /// @return the exit code
    static int run(String[] arguments, Terminal terminal) {
        for (var command : List.of(new Scan(), new Verify())) {
            if (arguments.length > 0 && arguments[0].equals(command.name())) {
                return run(command, List.of(arguments).subList(1, arguments.length), terminal);
            }
        }
        terminal.complain("assay: say what to do: scan or verify; --help after either says more");
        return Exit.USAGE;
    }

    private static int run(Command command, List<String> arguments, Terminal terminal) {
        var line = new CommandLine(command.spec());
        try {
            var given = line.parseArgs(arguments.toArray(String[]::new));
            if (given.isUsageHelpRequested()) {
                terminal.print(line.getUsageMessage());
                terminal.flush();
                return Exit.SAFE;
            }
            var code = command.run(given, terminal);
            terminal.flush();
            return code;
        } catch (CommandLine.ParameterException | Misused wrong) {
            terminal.complain("assay " + command.name() + ": " + wrong.getMessage());
            terminal.complain("`assay " + command.name() + " --help` says how it is used.");
            return Exit.USAGE;
        } catch (IOException unwritten) {
            terminal.complain("assay " + command.name() + ": what was found could not be printed: " + unwritten);
            return Exit.UNDECIDED;
        }
    }
}
