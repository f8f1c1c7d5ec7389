package dev.assay.cli;

import dev.assay.judge.NotAPolicy;
import dev.assay.judge.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// What several commands can be told, in the same words.
final class Options {

    private Options() {}

    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this.")
                .build();
    }

    static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(Boolean.class)
                .description(description)
                .build();
    }

    static OptionSpec policy() {
        return text("--policy", "FILE", "Judge by this policy and not by the one that ships with assay.");
    }

    static OptionSpec output() {
        return text("--output", "FILE", "Write it into this file, whole or not at all.");
    }

    static PositionalParamSpec paths(String arity, String description) {
        return PositionalParamSpec.builder()
                .paramLabel("PATH")
                .arity(arity)
                .required(!arity.startsWith("0"))
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(description)
                .build();
    }

    /// @param file empty for the policy that ships
    /// @throws Misused if it cannot be used
    static Policy policy(String file) {
        if (file.isEmpty()) {
            return Policy.standard();
        }
        try {
            return Policy.read(Path.of(file));
        } catch (IOException unreadable) {
            throw new Misused("the policy " + file + " cannot be read: " + Reasons.of(unreadable));
        } catch (NotAPolicy wrong) {
            throw new Misused("the policy " + file + " cannot be used: " + wrong.getMessage()
                    + (wrong.hint().isEmpty() ? "" : "; " + wrong.hint()));
        }
    }
}
