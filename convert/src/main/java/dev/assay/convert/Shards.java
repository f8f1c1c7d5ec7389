package dev.assay.convert;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Malformed;
import dev.assay.inspect.wire.Json;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// A model in several files and the index that says which tensor is in which: `pytorch_model.bin.index.json`, rewritten
/// as `model.safetensors.index.json` and a safetensors file for each.
///
/// All of it is written or none: one file that is refused takes back those before it.
///
/// @param written the new index
/// @param files one conversion for each file, in the order of their names
public record Shards(Path written, List<Conversion> files) {

    private static final String ENDING = ".index.json";
    private static final long LONGEST = 1 << 28;
    private static final String TENSORS = "weight_map";

    public Shards {
        files = List.copyOf(files);
    }

    /// Whether a file of this name is such an index.
    public static boolean isIndex(Path file) {
        var name = file.getFileName().toString();
        return name.endsWith(ENDING) && !name.endsWith(".safetensors" + ENDING);
    }

    /// Where the index usually goes: `model.safetensors.index.json` for `pytorch_model.bin.index.json`, beside it.
    public static Path usualName(Path index) {
        var name = index.getFileName().toString();
        var whole = index.resolveSibling(name.substring(0, name.length() - ENDING.length()));
        return Conversion.usualName(whole)
                .resolveSibling(Conversion.usualName(whole).getFileName() + ENDING);
    }

    /// Converts an index and every file it names, which stand beside it.
    ///
    /// @param target of the index; the files are written beside their sources
    /// @param replace whether files that are there already are replaced
    /// @param progress told how many bytes of a file were written so far
    /// @throws Refused if a file is, or if the index and the files disagree
    /// @throws FileAlreadyExistsException if a target is there and is not to be replaced
    /// @throws IOException if a file cannot be read or written
    public static Shards of(Path index, Path target, boolean replace, LongConsumer progress)
            throws IOException, Refused {
        if (!replace && Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        var named = named(index);
        var files = new TreeSet<>(named.values());
        checkNames(index, files, replace);
        var done = new ArrayList<Conversion>();
        try {
            var places = new TreeMap<String, String>();
            var reasons = new ArrayList<String>();
            for (var file : files) {
                var source = index.resolveSibling(file);
                var conversion = converted(source, replace, progress, reasons);
                if (conversion != null) {
                    done.add(conversion);
                    compare(file, conversion, named, places, reasons);
                }
            }
            if (!reasons.isEmpty()) {
                throw new Refused(reasons);
            }
            write(target, places, done.stream().mapToLong(Conversion::bytes).sum());
            return new Shards(target, done);
        } catch (IOException | Refused failed) {
            for (var it : done) {
                Files.deleteIfExists(it.written());
            }
            throw failed;
        }
    }

    private static @Nullable Conversion converted(
            Path source, boolean replace, LongConsumer progress, List<String> reasons) throws IOException {
        try {
            return Conversion.of(source, Conversion.usualName(source), replace, progress);
        } catch (Refused refused) {
            refused.reasons().forEach(it -> reasons.add(source.getFileName() + ": " + it));
            return null;
        }
    }

    /// What a file holds is what the index says that it does, no more and no less.
    private static void compare(
            String file,
            Conversion conversion,
            Map<String, String> named,
            Map<String, String> places,
            List<String> reasons) {
        var there = new TreeSet<>(conversion.digests().keySet());
        for (var it : there) {
            if (!file.equals(named.get(it))) {
                reasons.add(file + " holds " + it + ", which the index does not say");
            }
            places.put(it, conversion.written().getFileName().toString());
        }
        named.forEach((tensor, where) -> {
            if (where.equals(file)
                    && !there.contains(tensor)
                    && !conversion.tied().containsKey(tensor)) {
                reasons.add(file + " does not hold " + tensor + ", which the index says it does");
            }
        });
    }

    /// Which file each tensor is in.
    private static Map<String, String> named(Path index) throws IOException, Refused {
        if (Files.size(index) > LONGEST) {
            throw new Refused("an index is no longer than " + LONGEST + " bytes");
        }
        var named = new TreeMap<String, String>();
        var wrong = new ArrayList<String>();
        try {
            Json.value(MemorySegment.ofArray(Files.readAllBytes(index)), new Json.Listener() {
                @Override
                public void string(long at, List<String> path, String value) {
                    if (path.size() == 2 && path.getFirst().equals(TENSORS)) {
                        named.put(path.getLast(), value);
                    }
                }

                @Override
                public void twice(long at, List<String> path, String key) {
                    wrong.add("the index says " + key + " twice");
                }
            });
        } catch (Malformed malformed) {
            throw new Refused("the index breaks the rule that " + malformed.rule());
        }
        if (named.isEmpty()) {
            wrong.add("the index has no " + TENSORS + " that says which tensor is in which file");
        }
        if (!wrong.isEmpty()) {
            throw new Refused(wrong);
        }
        return named;
    }

    /// Every file stands beside the index, and no two become one.
    private static void checkNames(Path index, TreeSet<String> files, boolean replace) throws IOException, Refused {
        var wrong = new ArrayList<String>();
        var targets = new TreeSet<Path>();
        for (var file : files) {
            if (!file.matches("[^/\\\\\\p{Cntrl}]+") || file.equals(".") || file.equals("..")) {
                wrong.add("the index names a file elsewhere: " + file);
                continue;
            }
            var source = index.resolveSibling(file);
            if (!Files.isRegularFile(source)) {
                wrong.add(file + " is not beside the index");
            }
            var target = Conversion.usualName(source);
            if (target.equals(source) || !targets.add(target)) {
                wrong.add(file + " would be written over another file");
            } else if (!replace && Files.exists(target)) {
                throw new FileAlreadyExistsException(target.toString());
            }
        }
        if (!wrong.isEmpty()) {
            throw new Refused(wrong);
        }
    }

    private static void write(Path target, Map<String, String> places, long bytes) throws IOException {
        var json = new StringBuilder(
                "{\n  \"metadata\": {\n    \"total_size\": " + bytes + "\n  },\n  \"" + TENSORS + "\": {");
        var comma = "";
        for (var it : places.entrySet()) {
            json.append(comma)
                    .append("\n    ")
                    .append(Output.quoted(it.getKey()))
                    .append(": ")
                    .append(Output.quoted(it.getValue()));
            comma = ",";
        }
        json.append("\n  }\n}\n");
        var unfinished =
                Files.createTempFile(target.toAbsolutePath().getParent(), "." + target.getFileName() + ".", ".part");
        try {
            Files.write(unfinished, json.toString().getBytes(UTF_8));
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
