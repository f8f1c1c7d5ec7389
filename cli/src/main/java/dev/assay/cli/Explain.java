package dev.assay.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Place;
import dev.assay.inspect.format.pickle.Disassembly;
import dev.assay.inspect.loupe.Closeup;
import dev.assay.inspect.loupe.Loupe;
import dev.assay.judge.Policy;
import dev.assay.judge.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/// `assay explain`: everything there is to know about one finding.
///
/// The sentence, the rule that ruled on it and where that can be checked; what loading the member would
/// do, in order; the instructions around the place, if it is a pickle; the bytes; and the way through the
/// containers that led there.
final class Explain implements Command {

    private static final int MOST_STEPS = 60;
    private static final Loupe LOUPE = new Loupe(48, 112, 8, 4);

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public CommandSpec spec() {
        return CommandSpec.create()
                .name("assay explain")
                .usageMessage(new UsageMessageSpec()
                        .description(
                                "Shows what is behind one finding: the rule that ruled on it, what loading the file"
                                        + " would do, the instructions and the bytes around the place.")
                        .footer(
                                "",
                                "Examples:",
                                "  assay explain model.bin                              what is worst in it",
                                "  assay explain model.bin @0x1f",
                                "  assay explain model.pt 'model.pt!/archive/data.pkl@0x1f'",
                                "",
                                "Exit codes: 0 shown; 2 the file cannot be read, or has no such place; 64 wrong",
                                "usage."))
                .addOption(Options.policy())
                .addOption(Options.help())
                .addPositional(positional("FILE", "0", "1", "The file."))
                .addPositional(positional(
                        "PLACE",
                        "1",
                        "0..1",
                        "A place in it, as a report prints it, with or without the file's name. If it is left out,"
                                + " that of the gravest finding."));
    }

    private static PositionalParamSpec positional(String label, String index, String arity, String description) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .index(index)
                .arity(arity)
                .type(String.class)
                .description(description)
                .build();
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        return explain(
                given.matchedPositionalValue(0, ""),
                given.matchedPositionalValue(1, ""),
                Options.policy(given.matchedOptionValue("--policy", "")),
                terminal);
    }

    /// @param place empty for that of the gravest finding
    static int explain(String name, String place, Policy policy, Terminal terminal) throws IOException {
        var file = Path.of(name);
        if (!Files.isRegularFile(file)) {
            terminal.complain("assay explain: " + Lines.plain(name) + " is not a file that can be read");
            return Exit.UNDECIDED;
        }
        Closeup closeup;
        try {
            closeup = LOUPE.at(file, place.isEmpty() ? gravest(file, policy) : place(name, place));
        } catch (IOException unreadable) {
            terminal.complain("assay explain: " + Lines.plain(name) + " cannot be read: " + Reasons.of(unreadable));
            return Exit.UNDECIDED;
        }
        if (!closeup.reached()) {
            terminal.complain("assay explain: there is no such place as "
                    + Lines.plain(closeup.place().in(name)) + "; assay scan names those where something was found");
            return Exit.UNDECIDED;
        }
        new Page(name, closeup, policy, terminal).print();
        return Exit.SAFE;
    }

    private static Place gravest(Path file, Policy policy) throws IOException {
        var against = policy.judge(Inspector.standard().inspect(file)).against();
        return against.isEmpty() ? Place.START : against.getFirst().finding().at();
    }

    /// Reads what a report prints: `model.pt!/archive/data.pkl@0x1f`, or what of it stands behind the
    /// file's name.
    static Place place(String file, String text) {
        var printed = Place.printable(file);
        var rest = text.startsWith(printed) ? text.substring(printed.length()) : text;
        rest = rest.startsWith("!/") ? rest.substring(2) : rest;
        var at = rest.lastIndexOf("@0x");
        if (at < 0) {
            return new Place(rest, 0);
        }
        try {
            return new Place(rest.substring(0, at), Long.parseLong(rest.substring(at + 3), 16));
        } catch (NumberFormatException wrong) {
            throw new Misused("'" + text + "' is no place: it ends in an offset such as @0x1f");
        }
    }

    private record Page(String name, Closeup closeup, Policy policy, Terminal terminal) {

        void print() throws IOException {
            findings();
            program();
            instructions();
            bytes();
            way();
        }

        private void findings() throws IOException {
            var findings = closeup.findings();
            if (findings.isEmpty()) {
                line("Nothing was found at exactly " + closeup.place().in(name) + ".");
            }
            for (var finding : findings) {
                line(TextReport.cut(finding.sentence(name)));
                reason(policy.reason(finding));
            }
        }

        private void reason(Reason reason) throws IOException {
            var outcome = reason.outcome().name().toLowerCase(Locale.ROOT);
            terminal.print("  " + terminal.coloured(reason.word(), reason.word().name()) + ", " + outcome + ": "
                    + Lines.plain(reason.because()) + "\n");
            if (reason.line() == 0) {
                line("  policy   " + policy.name() + "; what no rule speaks of is held");
                return;
            }
            line("  policy   " + policy.name() + ", the rule in line " + reason.line());
            line("  rule     when: " + reason.when() + (reason.given().isEmpty() ? "" : ", given: " + reason.given()));
            if (!reason.source().isEmpty()) {
                line("  source   " + reason.source().replaceAll("\\s+", " "));
            }
        }

        /// What loading would do, as a program. Around the place, if it is long.
        private void program() throws IOException {
            var steps = closeup.program();
            if (steps.isEmpty()) {
                return;
            }
            heading("Loading it would");
            var here = 0;
            while (here < steps.size() - 1
                    && steps.get(here).at().offset() < closeup.place().offset()) {
                here++;
            }
            var from = Math.max(0, here - MOST_STEPS / 2);
            var to = Math.min(steps.size(), from + MOST_STEPS);
            if (from > 0) {
                line("    (" + from + " before)");
            }
            for (var step : steps.subList(from, to)) {
                line(mark(step.at().offset()) + hex(step.at().offset()) + "  " + TextReport.cut(words(step)));
            }
            if (to < steps.size()) {
                line("    (" + (steps.size() - to) + " more)");
            }
        }

        private static String words(Finding step) {
            // "calls posix.system(...)", "imports acme.Layer": what it does, said as what it would do.
            var predicate = step.predicate();
            return predicate.startsWith("calls ") || predicate.startsWith("imports ")
                    ? predicate.replaceFirst("s ", " ")
                    : predicate;
        }

        private void instructions() throws IOException {
            List<Disassembly.Line> lines = closeup.instructions();
            if (lines.isEmpty()) {
                return;
            }
            heading("Instructions, and how many values lie on the stack before and after each");
            for (var it : lines) {
                line(mark(it.offset()) + hex(it.offset()) + "  "
                        + String.format(Locale.ROOT, "%-16s %-9s %s", it.opcode(), it.stack(), it.argument())
                                .stripTrailing());
            }
        }

        private void bytes() throws IOException {
            var bytes = closeup.bytes().toArray(JAVA_BYTE);
            if (bytes.length == 0) {
                return;
            }
            heading("Bytes");
            var from = closeup.from() / 16 * 16;
            for (var row = from; row < closeup.from() + bytes.length; row += 16) {
                var hex = new StringBuilder();
                var text = new StringBuilder();
                for (var i = 0; i < 16; i++) {
                    var at = (int) (row + i - closeup.from());
                    var there = at >= 0 && at < bytes.length;
                    var octet = there ? Byte.toUnsignedInt(bytes[at]) : 0;
                    var marked = there && row + i == closeup.place().offset();
                    hex.append(marked ? ">" : " ").append(there ? String.format(Locale.ROOT, "%02x", octet) : "  ");
                    text.append(!there ? ' ' : octet >= 32 && octet < 127 ? (char) octet : '.');
                }
                line("    " + hex(row) + " " + hex + "  |" + text + "|");
            }
        }

        private void way() throws IOException {
            heading("Where it lies");
            var indent = new StringBuilder("    ");
            for (var layer : closeup.layers()) {
                var formats = layer.formats().isEmpty() ? "of no format we know" : String.join("+", layer.formats());
                line(indent + (layer.member().isEmpty() ? name : layer.member()) + ", " + formats + ", "
                        + TextReport.size(layer.size()));
                indent.append("  ");
            }
        }

        private String mark(long offset) {
            return offset == closeup.place().offset() ? "  > " : "    ";
        }

        private static String hex(long offset) {
            return String.format(Locale.ROOT, "%08x", offset);
        }

        private void heading(String words) throws IOException {
            terminal.print("\n" + words + "\n");
        }

        private void line(String words) throws IOException {
            terminal.print(Lines.plain(words) + "\n");
        }
    }
}
