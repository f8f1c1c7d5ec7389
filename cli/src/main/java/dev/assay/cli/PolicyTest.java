package dev.assay.cli;

import dev.assay.cli.hub.Hub;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspections;
import dev.assay.judge.Policy;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/// `assay policy test`: what another policy would make of the same facts.
///
/// The facts are read from files once, or taken from a hub that has read them; either way both policies
/// judge the same.
final class PolicyTest implements Command {

    @Override
    public String name() {
        return "policy test";
    }

    @Override
    public CommandSpec spec() {
        return CommandSpec.create()
                .name("assay policy test")
                .usageMessage(new UsageMessageSpec()
                        .description(
                                "Replays a policy over files, or over what a hub has found already, and shows which"
                                        + " verdicts would change.")
                        .footer(
                                "",
                                "Examples:",
                                "  assay policy test --policy house.yaml models/",
                                "  assay policy test --policy new.yaml --against old.yaml models/",
                                "  assay policy test --policy new.yaml --stored data       a hub's data folder",
                                "  assay policy test --policy new.yaml --stored http://127.0.0.1:8080",
                                "",
                                "Exit codes: 0 nothing would change; 1 something would; 2 something could not be read;",
                                "64 wrong usage."))
                .addOption(Options.text("--policy", "NEW", "The policy to try; that which ships if not given."))
                .addOption(Options.text(
                        "--against",
                        "OLD",
                        "The policy to compare it with; if not given, that of the data folder, or that which ships."))
                .addOption(Options.text(
                        "--stored",
                        "DATA",
                        "Judge what a hub has found: its data folder, or its address, with an administrator's token in"
                                + " HF_TOKEN. No file is opened."))
                .addOption(OptionSpec.builder("--format")
                        .paramLabel("text|json")
                        .type(String.class)
                        .description("How to print it; text if not given.")
                        .build())
                .addOption(Options.help())
                .addPositional(Options.paths("0..*", "Files and folders."));
    }

    private static boolean json(String format) {
        return switch (format) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new Misused("'" + format + "' is none of text, json");
        };
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String stored = given.matchedOptionValue("--stored", "");
        List<String> paths = given.matchedPositionalValue(0, List.of());
        if (stored.isEmpty() == paths.isEmpty()) {
            throw new Misused("name files and folders, or with --stored what a hub has found");
        }
        var from = Options.policy(given.matchedOptionValue("--against", ""));
        var to = Options.policy(given.matchedOptionValue("--policy", ""));
        var json = json(given.matchedOptionValue("--format", "text"));
        var replay = json ? new ReplayInJson(from, to, terminal) : new ReplayInText(from, to, terminal);
        try {
            replay.begin(from.name());
            if (stored.isEmpty()) {
                files(paths, from, replay, terminal);
            } else {
                stored(stored, inspection -> replay.file(known(inspection, from)), terminal);
            }
            replay.end(new Summary(false, FailOn.NEVER));
        } catch (Unread broken) {
            terminal.complain("assay policy test: " + Lines.plain(String.valueOf(broken.getMessage())));
            return Exit.UNDECIDED;
        }
        return replay.exit();
    }

    private static void files(List<String> paths, Policy from, Report replay, Terminal terminal) throws IOException {
        var eye = new Eye(Care.STANDARD.inspector(), from);
        try (var readers = new Readers(Care.STANDARD.threads(), Care.STANDARD.deadline())) {
            var told = new InOrder(replay, new Summary(false, FailOn.NEVER), terminal, () -> "");
            for (var path : new TreeSet<>(paths)) {
                told.add(path, eye, readers, Set.of());
            }
            told.rest();
        }
    }

    private static void stored(String where, Inspections.Each each, Terminal terminal) throws IOException {
        try {
            if (where.equals("-")) {
                Inspections.read(terminal.in(), each);
            } else if (where.startsWith("http://") || where.startsWith("https://")) {
                Hub.of(where, System.getenv()).inspections(each);
            } else {
                throw new Misused("'" + where + "' is neither the data folder of a hub nor its address");
            }
        } catch (IllegalArgumentException wrong) {
            throw new Misused(String.valueOf(wrong.getMessage()));
        } catch (IOException broken) {
            throw new Unread(Reasons.of(broken));
        }
    }

    private static Scanned known(Inspection inspection, Policy policy) {
        return Scanned.judged("sha256:" + inspection.subject().hex(), inspection, policy.judge(inspection));
    }

    private static final class Unread extends IOException {
        private static final long serialVersionUID = 1;

        Unread(String why) {
            super(why);
        }
    }
}
