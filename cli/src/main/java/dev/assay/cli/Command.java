package dev.assay.cli;

import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// One thing a person can ask for. Described in code and not by annotations, which cost 30 ms to read at start-up.
interface Command {

    String name();

    CommandSpec spec();

    /// @return the exit code
    /// @throws Misused if what was given cannot be used
    /// @throws IOException if what there is to say cannot be printed
    int run(ParseResult given, Terminal terminal) throws IOException;
}
