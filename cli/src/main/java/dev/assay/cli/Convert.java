package dev.assay.cli;

import dev.assay.convert.Conversion;
import dev.assay.convert.Refused;
import dev.assay.convert.Shards;
import dev.assay.inspect.Place;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;

/// `assay convert`: writes the tensors of a PyTorch file as safetensors, and runs nothing of it.
final class Convert implements Command {

    @Override
    public String name() {
        return "convert";
    }

    @Override
    public CommandSpec spec() {
        return CommandSpec.create()
                .name("assay convert")
                .usageMessage(new UsageMessageSpec()
                        .description(
                                "Writes the tensors of a file made by torch.save as safetensors, bit for bit, without"
                                        + " running any of it. A file that does more than hold tensors is refused, with a list"
                                        + " of what stands in the way.")
                        .footer(
                                "",
                                "Examples:",
                                "  assay convert pytorch_model.bin             writes model.safetensors beside it",
                                "  assay convert last.ckpt --output w.safetensors",
                                "  assay convert pytorch_model.bin.index.json  every file it names, and the new index",
                                "  assay convert pytorch_model-*.bin --force   replaces what is there",
                                "  assay convert model.pt --digests            names each tensor with its SHA-256",
                                "",
                                "Exit codes: 0 converted; 1 refused; 2 not read or not written; 64 wrong usage."))
                .addOption(OptionSpec.builder("-o", "--output")
                        .paramLabel("FILE")
                        .type(String.class)
                        .description("Where to write, for a single file.")
                        .build())
                .addOption(OptionSpec.builder("--force")
                        .description("Replace what is there.")
                        .build())
                .addOption(OptionSpec.builder("--digests")
                        .description("Print each tensor's SHA-256, of its elements row by row.")
                        .build())
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Print this.")
                        .build())
                .addPositional(PositionalParamSpec.builder()
                        .paramLabel("FILE")
                        .arity("1..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .description("What torch.save wrote: .bin, .pt, .pth, .ckpt; or the .index.json of several.")
                        .build());
    }

    @Override
    public int run(ParseResult given, Terminal terminal) throws IOException {
        List<String> files = given.matchedPositionalValue(0, List.of());
        String output = given.matchedOptionValue("--output", "");
        if (!output.isEmpty() && files.size() > 1) {
            throw new Misused("--output names one file; without it each is written beside its source");
        }
        var code = Exit.SAFE;
        for (var file : files) {
            var source = Path.of(file);
            code = Math.max(code, convert(source, target(source, output), given, terminal));
        }
        return code;
    }

    private static Path target(Path source, String output) {
        if (!output.isEmpty()) {
            return Path.of(output);
        }
        return Shards.isIndex(source) ? Shards.usualName(source) : Conversion.usualName(source);
    }

    private static int convert(Path source, Path target, ParseResult given, Terminal terminal) throws IOException {
        var name = Place.printable(source.toString());
        if (!Files.isRegularFile(source)) {
            terminal.complain("assay convert: " + name + " is no file that can be read");
            return Exit.UNDECIDED;
        }
        try {
            var replace = given.hasMatchedOption("--force");
            var digests = given.hasMatchedOption("--digests");
            if (Shards.isIndex(source)) {
                var done = Shards.of(
                        source,
                        target,
                        replace,
                        written -> terminal.progress("%s: %,d bytes".formatted(name, written)));
                for (var each : done.files()) {
                    terminal.print(said(name, each, digests));
                }
                terminal.print("converted   %s to %s\n".formatted(name, Place.printable(target.toString())));
                return Exit.SAFE;
            }
            var size = Math.max(1, Files.size(source));
            var done = Conversion.of(
                    source,
                    target,
                    replace,
                    written -> terminal.progress("%s: %d %%".formatted(name, Math.min(100, written * 100 / size))));
            terminal.print(said(name, done, digests));
            return Exit.SAFE;
        } catch (Refused refused) {
            terminal.print("refused     " + name + "\n");
            for (var reason : refused.reasons()) {
                terminal.print("    " + Place.printable(reason) + "\n");
            }
            return Exit.BAD;
        } catch (FileAlreadyExistsException there) {
            terminal.complain("assay convert: " + Place.printable(target.toString())
                    + " is there already; --force replaces it, --output writes elsewhere");
        } catch (IOException failed) {
            terminal.complain("assay convert: " + name + ": " + Reasons.of(failed));
        }
        return Exit.UNDECIDED;
    }

    private static String said(String name, Conversion done, boolean digests) {
        var out = new StringBuilder("converted   %s to %s: %d tensor%s, %,d bytes\n"
                .formatted(
                        name,
                        Place.printable(done.written().toString()),
                        done.tensors(),
                        done.tensors() == 1 ? "" : "s",
                        done.bytes()));
        new TreeMap<>(done.tied())
                .forEach((twin, kept) -> out.append("    %s is %s, which is written once\n"
                        .formatted(Place.printable(twin), Place.printable(kept))));
        if (!done.aside().isEmpty()) {
            out.append("    left behind: ")
                    .append(Place.printable(String.join(", ", done.aside())))
                    .append('\n');
        }
        if (digests) {
            new TreeMap<>(done.digests())
                    .forEach((tensor, digest) -> out.append("    %s  %s\n".formatted(digest, Place.printable(tensor))));
        }
        return out.toString();
    }
}
