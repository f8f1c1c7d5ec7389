package dev.assay.convert;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Malformed;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/// A PyTorch file rewritten as safetensors.
///
/// @param written the new file
/// @param tensors how many were written
/// @param bytes of all tensors
/// @param digests the SHA-256 of each tensor's elements, row by row, the same in both files
/// @param tied names that stand for a tensor of another name, which is written once
/// @param aside what the file holds beside the model's tensors, and the new one does not
public record Conversion(
        Path written,
        int tensors,
        long bytes,
        Map<String, Digest> digests,
        Map<String, String> tied,
        List<String> aside) {

    /// What a view of little memory may grow to: a file of a few bytes can describe terabytes.
    private static final int MOST_GROWTH = 4;

    private static final long SMALL = 1 << 20;

    /// Only put tensors and dictionaries together, as [StateDict] follows them.
    private static final Set<String> EXPLAINED = Set.of(
            "collections.OrderedDict",
            "collections.OrderedDict.__setitem__",
            "collections.OrderedDict.__setstate__",
            "torch.Size",
            "torch.device",
            "torch._tensor._rebuild_from_type_v2",
            "torch._utils._rebuild_parameter",
            "torch._utils._rebuild_tensor",
            "torch._utils._rebuild_tensor_v2",
            "torch._utils._rebuild_tensor_v3",
            "torch.nn.parameter.Parameter",
            "torch.storage.UntypedStorage",
            "torch.UntypedStorage");

    public Conversion {
        digests = Map.copyOf(digests);
        tied = Map.copyOf(tied);
        aside = List.copyOf(aside);
    }

    /// Where the converted file usually goes: `model.safetensors` for `pytorch_model.bin`, beside it.
    public static Path usualName(Path source) {
        var name = source.getFileName().toString();
        var stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
        if (stem.equals("pytorch_model") || stem.startsWith("pytorch_model-") || stem.startsWith("pytorch_model.")) {
            stem = "model" + stem.substring("pytorch_model".length());
        }
        return source.resolveSibling(stem + ".safetensors");
    }

    /// Converts a file.
    ///
    /// @param target appears whole or not at all
    /// @param replace whether a file that is there already is replaced
    /// @param progress told how many bytes were written so far
    /// @throws Refused if the file does anything but hold tensors, or cannot be read in one way only
    /// @throws FileAlreadyExistsException if the target is there and is not to be replaced
    /// @throws IOException if a file cannot be read or written
    public static Conversion of(Path source, Path target, boolean replace, LongConsumer progress)
            throws IOException, Refused {
        if (!replace && Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        var obstacles = obstacles(
                Inspector.standard().inspect(source), source.getFileName().toString());
        if (!obstacles.isEmpty()) {
            throw new Refused(obstacles);
        }
        try (var arena = Arena.ofConfined();
                var file = FileChannel.open(source)) {
            var foreign = new LinkedHashSet<String>();
            var bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena);
            var taken = Source.of(file, bytes, arena, foreign);
            if (!foreign.isEmpty()) {
                throw new Refused(List.copyOf(foreign));
            }
            return written(taken, bytes.byteSize(), target, progress);
        } catch (Malformed malformed) {
            throw new Refused("it breaks the rule that " + malformed.rule());
        }
    }

    /// What was found that is more than putting tensors together.
    private static List<String> obstacles(Inspection inspection, String name) {
        var obstacles = new ArrayList<String>();
        for (var finding : inspection.findings()) {
            var harmless = switch (finding) {
                case Finding.Calls it -> EXPLAINED.contains(it.function());
                case Finding.Imports it -> EXPLAINED.contains(it.name()) || isType(it.name());
                case Finding.Runs it -> false;
                case Finding.Names it -> false;
                case Finding.Carries it -> false;
                case Finding.Escapes it -> false;
                case Finding.PosesAs it -> false;
                case Finding.Differs it -> false;
                case Finding.Departs it -> false;
                case Finding.Outgrows it -> false;
                case Finding.Breaks it -> false;
                case Finding.Eludes it -> false;
            };
            if (!harmless) {
                obstacles.add(finding.sentence(name));
            }
        }
        return obstacles;
    }

    private static boolean isType(String name) {
        return Dtype.ofStorage(name) != null || Dtype.ofTorch(name) != null;
    }

    private static Conversion written(Source source, long size, Path target, LongConsumer progress)
            throws IOException, Refused {
        var aside = new ArrayList<String>();
        var found = StateDict.tensors(source.held(), aside);
        var tied = new TreeMap<String, String>();
        var kept = withoutTwins(found, tied);
        var placed = Output.placed(sized(kept, source, size));
        var unfinished =
                Files.createTempFile(target.toAbsolutePath().getParent(), "." + target.getFileName() + ".", ".part");
        try {
            var digests = new LinkedHashMap<String, Digest>();
            try (var out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                var output = new Output(out, progress);
                output.header(placed, tied);
                for (var it : placed) {
                    digests.put(it.name(), output.tensor(it.named()));
                }
                out.force(true);
            }
            verify(unfinished, placed, digests);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            var bytes = placed.isEmpty() ? 0 : placed.getLast().to();
            return new Conversion(target, placed.size(), bytes, digests, tied, aside);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /// Safetensors has no two names for one tensor. The first by name stays, but not one that a model's own code ties
    /// to its embedding, which it finds again by itself.
    private static Map<String, Tensor> withoutTwins(Map<String, Tensor> tensors, Map<String, String> tied) {
        var entries = new ArrayList<>(tensors.entrySet());
        entries.sort(Comparator.comparing((Map.Entry<String, Tensor> it) -> isHead(it.getKey()))
                .thenComparing(Map.Entry::getKey));
        var first = new HashMap<Tensor, String>();
        var kept = new LinkedHashMap<String, Tensor>();
        for (var entry : entries) {
            var name = entry.getKey();
            var tensor = entry.getValue();
            var other = tensor.shape().contains(0L) ? null : first.putIfAbsent(tensor, name);
            if (other == null) {
                kept.put(name, tensor);
            } else {
                tied.put(name, other);
            }
        }
        return kept;
    }

    private static boolean isHead(String name) {
        return name.equals("lm_head.weight") || name.endsWith(".lm_head.weight");
    }

    private static List<Output.Named> sized(Map<String, Tensor> tensors, Source source, long size) throws Refused {
        var sized = new ArrayList<Output.Named>();
        var reasons = new ArrayList<String>();
        var total = 0L;
        for (var it : tensors.entrySet()) {
            var of = it.getValue().of();
            var storage = source.storages().get(of.key());
            if (storage == null) {
                reasons.add("the storage of " + it.getKey() + " is not in the file");
                continue;
            }
            if (of.count() > Long.MAX_VALUE / of.dtype().width()
                    || storage.byteSize() != of.count() * of.dtype().width()) {
                reasons.add("the storage of " + it.getKey() + " has not the length that is said of it");
                continue;
            }
            try {
                var bytes = it.getValue().bytes(storage.byteSize());
                sized.add(new Output.Named(it.getKey(), it.getValue(), storage, bytes));
                total = Math.addExact(total, bytes);
            } catch (Refused refused) {
                refused.reasons().forEach(reason -> reasons.add(it.getKey() + ": " + reason));
            } catch (ArithmeticException beyond) {
                total = Long.MAX_VALUE;
            }
        }
        if (total > SMALL && total / MOST_GROWTH > size) {
            reasons.add("its tensors take more than " + MOST_GROWTH + " times the bytes of the file");
        }
        if (!reasons.isEmpty()) {
            throw new Refused(reasons);
        }
        return sized;
    }

    /// Reads what was written as anybody would: our own inspector finds nothing in it, and every tensor is what it was.
    private static void verify(Path written, List<Output.Placed> placed, Map<String, Digest> digests)
            throws IOException, Refused {
        var inspection = Inspector.standard().inspect(written);
        if (!inspection.complete() || !inspection.findings().isEmpty()) {
            throw new IOException("the converted file is not one that would be cleared: " + inspection.findings());
        }
        try (var arena = Arena.ofConfined();
                var file = FileChannel.open(written)) {
            var bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size(), arena);
            var contents = bytes.asSlice(Output.contentsFrom(bytes));
            for (var it : placed) {
                if (!Output.digest(contents.asSlice(it.from(), it.to() - it.from()))
                        .equals(digests.get(it.name()))) {
                    throw new IOException(it.name() + " was not written as it was read; is the disk sound?");
                }
            }
        }
    }
}
