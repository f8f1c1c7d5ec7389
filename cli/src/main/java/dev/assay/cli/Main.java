package dev.assay.cli;

import static java.util.stream.Collectors.joining;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;

/// The command line: `assay scan`, `assay explain`, and the others.
///
/// Whatever the locale says, what we print is UTF-8: others parse it.
public final class Main {

    private static final List<Command> COMMANDS = List.of(
            new Scan(),
            new Explain(),
            new Bom(),
            new Convert(),
            new PolicyTest(),
            new PolicyCheck(),
            new PolicyExplain(),
            new Verify());

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
        var given = List.of(arguments);
        for (var command : COMMANDS) {
            var words = List.of(command.name().split(" ", -1));
            if (given.size() >= words.size() && given.subList(0, words.size()).equals(words)) {
                return run(command, given.subList(words.size(), given.size()), terminal);
            }
        }
        terminal.complain("assay: say what to do: "
                + COMMANDS.stream().map(Command::name).collect(joining(", ")) + "; --help after each says more");
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
