package dev.assay.cli.hub;

import dev.assay.inspect.Malformed;
import dev.assay.inspect.wire.Json;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads one page of a repository's tree: a list of objects, of which those of type `file` count.
final class Listing implements Json.Listener {

    private static final int LONGEST_PATH = 4_096;

    private final List<Listed> files = new ArrayList<>();
    private final Map<String, String> entry = new HashMap<>();
    private int depth;

    private Listing() {}

    /// @throws IOException with a sentence if it is not such a list
    static List<Listed> read(byte[] json) throws IOException {
        var listing = new Listing();
        try {
            Json.value(MemorySegment.ofArray(json), listing);
        } catch (Malformed malformed) {
            throw new IOException("the hub's list of files is not JSON: " + malformed.rule());
        }
        return listing.files;
    }

    @Override
    public void string(long at, List<String> path, String value) {
        entry.put(String.join(".", path), value);
    }

    @Override
    public void word(long at, List<String> path, String word) {
        entry.put(String.join(".", path), word);
    }

    @Override
    public void opens(long at, List<String> path, boolean object) {
        if (depth++ == 1) {
            entry.clear();
        }
    }

    @Override
    public void closes(long at, List<String> path) {
        if (--depth == 1) {
            file();
        }
    }

    private void file() {
        var path = entry.getOrDefault("path", "");
        if (entry.getOrDefault("type", "").equals("file") && !path.isEmpty() && path.length() <= LONGEST_PATH) {
            files.add(new Listed(
                    path,
                    number(entry.getOrDefault("lfs.size", entry.getOrDefault("size", ""))),
                    entry.getOrDefault("lfs.oid", ""),
                    entry.getOrDefault("oid", "")));
        }
    }

    private static long number(String digits) {
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : 0;
    }
}
