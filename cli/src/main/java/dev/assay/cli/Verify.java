package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Place;
import dev.assay.ledger.Broken;
import dev.assay.ledger.Receipt;
import dev.assay.ledger.Verification;
import dev.assay.ledger.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/// `assay verify`: checks a ledger, or a receipt, without asking anybody.
final class Verify implements Command {

    /// Notes and receipts are a few hundred bytes; this is for whoever names the wrong file.
    private static final int LONGEST = 1 << 20;

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public CommandSpec spec() {
        return CommandSpec.create()
                .name("assay verify")
                .usageMessage(new UsageMessageSpec()
                        .description("Checks that every line of a ledger is what its signed checkpoint says, and that"
                                + " nothing said before was taken back. Asks no server.")
                        .footer(
                                "",
                                "Examples:",
                                "  assay verify data/ledger",
                                "  assay verify data/ledger --against checkpoint-of-january",
                                "  assay verify data/ledger --receipt receipt",
                                "  assay verify --key 'assay+0123abcd+...' --receipt receipt",
                                "",
                                "Exit codes: 0 all of it holds; 1 something does not; 64 wrong usage."))
                .addOption(OptionSpec.builder("--against")
                        .paramLabel("CHECKPOINT")
                        .arity("1")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("A checkpoint that was kept: today's lines must begin with its lines.")
                        .build())
                .addOption(OptionSpec.builder("--receipt")
                        .paramLabel("FILE")
                        .arity("1")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("A receipt: its line must be in the ledger.")
                        .build())
                .addOption(OptionSpec.builder("--key")
                        .paramLabel("KEY")
                        .type(String.class)
                        .description("The ledger's public key, from somewhere its keeper cannot change. Without it the"
                                + " key beside the ledger is used, and the ledger is only shown to agree with itself.")
                        .build())
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Print this.")
                        .build())
                .addPositional(PositionalParamSpec.builder()
                        .paramLabel("LEDGER")
                        .arity("0..1")
                        .index("0")
                        .type(String.class)
                        .description("The folder of a ledger, or of a copy. Not needed for a receipt and a key.")
                        .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        String folder = given.matchedPositionalValue(0, "");
        String key = given.matchedOptionValue("--key", "");
        List<String> receipts = given.matchedOptionValue("--receipt", List.of());
        List<String> kept = given.matchedOptionValue("--against", List.of());
        if (folder.isEmpty() && (key.isEmpty() || receipts.isEmpty() || !kept.isEmpty())) {
            throw new Misused("name the folder of a ledger, or a receipt and a key");
        }
        try {
            var verifier = new Verifier(key.isEmpty() ? keyIn(folder) : key);
            var results = new ArrayList<Verification>();
            var checkpoints = new ArrayList<String>();
            for (var file : kept) {
                checkpoints.add(text(file));
            }
            for (var file : receipts) {
                var receipt = Receipt.parse(text(file));
                checkpoints.add(receipt.checkpoint());
                results.add(verifier.receipt(receipt));
            }
            if (!folder.isEmpty()) {
                results.add(verifier.folder(Path.of(folder), checkpoints.toArray(String[]::new)));
            }
            return tell(results, terminal);
        } catch (Broken broken) {
            return tell(List.of(new Verification.Fails(List.of(String.valueOf(broken.getMessage())))), terminal);
        }
    }

    private static int tell(List<Verification> results, Terminal terminal) throws IOException {
        var holds = true;
        for (var result : results) {
            holds &= result instanceof Verification.Holds;
            var word = result instanceof Verification.Holds ? "holds   " : "FAILS   ";
            for (var sentence : result.sentences()) {
                terminal.print(word + Place.printable(sentence) + "\n");
            }
        }
        return holds ? Exit.SAFE : Exit.BAD;
    }

    private static String keyIn(String folder) {
        try {
            return Verifier.keyIn(Path.of(folder));
        } catch (IOException absent) {
            throw new Misused(folder + " is not a ledger: it has no key: " + Reasons.of(absent));
        }
    }

    private static String text(String file) {
        try (var in = Files.newInputStream(Path.of(file))) {
            return new String(in.readNBytes(LONGEST), UTF_8);
        } catch (IOException unreadable) {
            throw new Misused(file + " cannot be read: " + Reasons.of(unreadable));
        }
    }
}
