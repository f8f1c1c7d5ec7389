package dev.assay.inspect.format.text.torchscript;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One source file of a TorchScript archive.
public final class Program {

    private static final int MOST = 200;

    /// Where in an archive the sources stand.
    private static final Pattern INSIDE = Pattern.compile("(?:.*!/)?[^/!]+/code/.+\\.py");

    /// With this the exporter begins a class.
    private static final Pattern BEGINS = Pattern.compile(
            "(?:op_version_set = \\d+\\s+)?(?:import __torch__[\\w.]*\\s+)*class \\w+\\((?:Module|NamedTuple|Enum)?\\):\\s+"
                    + "(?:__parameters__|__buffers__) = \\[");

    /// What Python has and TorchScript does not: a folder of code in an archive is not yet a program of this kind.
    private static final Pattern PYTHON = Pattern.compile(
            "(?m)^(?:from\\s+\\S+\\s+import\\b|import\\s+(?!__torch__)\\w|if __name__)|^\\s*(?:try:|async )");

    /// Classes of native code that come with PyTorch itself and hold weights.
    private static final Set<String> CLASSES = Set.of(
            "quantized.LinearPackedParamsBase",
            "quantized.Conv2dPackedParamsBase",
            "quantized.Conv3dPackedParamsBase",
            "quantized.EmbeddingPackedParamsBase",
            "sparse.LinearPackedParamsBase",
            "rnn.CellParamsBase",
            "xnnpack.LinearOpContext",
            "xnnpack.Conv2dOpContext",
            "xnnpack.TransposeConv2dOpContext");

    /// Functions of the language that reach another machine.
    private static final Set<String> REMOTE = Set.of("rpc_async", "rpc_sync", "rpc_remote");

    private final MemorySegment text;
    private final Place place;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private long at;

    private Program(MemorySegment text, Place place) {
        this.text = text;
        this.place = place;
    }

    /// What the program would call besides operations on tensors, or nothing if this is none.
    public static Optional<List<Finding>> read(MemorySegment text, Place place) {
        var head = new String(text.asSlice(0, Math.min(4096, text.byteSize())).toArray(JAVA_BYTE), ISO_8859_1);
        var inside =
                INSIDE.matcher(place.inner()).matches() && !PYTHON.matcher(head).find();
        if (!inside && !BEGINS.matcher(head).lookingAt()) {
            return Optional.empty();
        }
        var program = new Program(text, place);
        program.walk();
        return Optional.of(program.findings);
    }

    private void walk() {
        findings.add(new Finding.Runs(place, "a program for torch.jit when the model is called"));
        var dotted = false;
        while (at < text.byteSize() && findings.size() < MOST) {
            var it = (char) Byte.toUnsignedInt(text.get(JAVA_BYTE, at));
            if (it == '#') {
                at = behindLine();
            } else if (it == '\'' || it == '"') {
                at = behindString(it);
                dotted = false;
            } else if (isName(it) && (it < '0' || it > '9')) {
                var from = at;
                var path = path();
                if (!dotted) {
                    meets(path, from);
                }
                dotted = false;
            } else {
                dotted = it == '.' || dotted && (it == ' ' || it == '\n' || it == '\t' || it == '\\');
                at++;
            }
        }
        if (findings.size() == MOST) {
            findings.add(new Finding.Eludes(place.at(at), "there is more to say about this program than we keep"));
        }
    }

    /// A name and what follows it by points.
    private String path() {
        var path = new StringBuilder();
        while (true) {
            while (at < text.byteSize() && isName(letter(at)) && path.length() < 4_000) {
                path.append(letter(at++));
            }
            var there = spaces(at);
            if (letter(there) != '.') {
                return path.toString();
            }
            there = spaces(there + 1);
            if (!isName(letter(there)) || path.length() >= 4_000) {
                return path.toString();
            }
            path.append('.');
            at = there;
        }
    }

    private void meets(String path, long from) {
        var steps = path.split("\\.", 4);
        switch (steps[0]) {
            case "torch" -> operation(path, from, steps.length == 2 ? "aten." + steps[1] : "");
            case "ops" -> operation(path, from, steps.length == 3 ? steps[1] + "." + steps[2] : "");
            case "__torch__" -> {
                if (path.startsWith("__torch__.torch.classes.")) {
                    var name = path.substring("__torch__.torch.classes.".length());
                    if (CLASSES.stream().noneMatch(it -> name.equals(it) || name.startsWith(it + "."))) {
                        add(new Finding.Names(place.at(from), "a class of native code: " + shown(name)));
                    }
                }
            }
            default -> {
                if (REMOTE.contains(path)) {
                    add(new Finding.Calls(place.at(from), "torch.distributed.rpc." + path, List.of()));
                }
            }
        }
    }

    /// @param name namespace and name, or nothing if the path is none that is called at once
    private void operation(String path, long from, String name) {
        if (letter(spaces(at)) != '(' || name.isEmpty()) {
            add(new Finding.Names(place.at(from), "operations without calling them: " + shown(path)));
        } else if (!Operations.compute(name)) {
            add(new Finding.Calls(place.at(from), "torch.ops." + shown(name), List.of()));
        }
    }

    private void add(Finding finding) {
        if (said.add(finding.predicate())) {
            findings.add(finding);
        }
    }

    private static String shown(String name) {
        var line = Place.printable(name);
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }

    private char letter(long there) {
        return there < text.byteSize() ? (char) Byte.toUnsignedInt(text.get(JAVA_BYTE, there)) : 0;
    }

    private static boolean isName(char it) {
        return it >= 'a' && it <= 'z' || it >= 'A' && it <= 'Z' || it >= '0' && it <= '9' || it == '_' || it >= 0x80;
    }

    /// White space, the ends of lines and comments: what may stand between the words of a path.
    private long spaces(long from) {
        var there = from;
        while (true) {
            var it = letter(there);
            if (it == ' ' || it == '\t' || it == '\n' || it == '\r' || it == '\\' || it == '\f') {
                there++;
            } else if (it == '#') {
                while (there < text.byteSize() && letter(there) != '\n') {
                    there++;
                }
            } else {
                return there;
            }
        }
    }

    private long behindLine() {
        var there = at;
        while (there < text.byteSize() && letter(there) != '\n') {
            there++;
        }
        return there;
    }

    private long behindString(char quote) {
        var triple = letter(at + 1) == quote && letter(at + 2) == quote;
        var there = at + (triple ? 3 : 1);
        while (there < text.byteSize()) {
            var it = letter(there);
            if (it == '\\') {
                there += 2;
            } else if (it == quote && (!triple || letter(there + 1) == quote && letter(there + 2) == quote)) {
                return there + (triple ? 3 : 1);
            } else {
                there++;
            }
        }
        return text.byteSize();
    }
}
