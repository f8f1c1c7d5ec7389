package dev.assay.repo.git;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.jspecify.annotations.Nullable;

/// A tree that is being changed. What is not touched is not read, and is written as it was.
final class Folder {

    /// An entry that was read or put; `open` once something below it was looked at.
    private static final class Slot {

        private final FileMode mode;
        private final ObjectId id;

        private @Nullable Folder open;

        Slot(FileMode mode, ObjectId id) {
            this.mode = mode;
            this.id = id;
        }

        boolean folder() {
            return mode.equals(FileMode.TREE);
        }
    }

    private final ObjectReader reader;
    private final Map<String, Slot> slots = new TreeMap<>();

    /// @param tree what it was, or null for an empty one
    Folder(ObjectReader reader, @Nullable ObjectId tree) throws IOException {
        this.reader = reader;
        if (tree != null) {
            var entries = new CanonicalTreeParser(null, reader, tree);
            for (; !entries.eof(); entries.next(1)) {
                slots.put(
                        entries.getEntryPathString(), new Slot(entries.getEntryFileMode(), entries.getEntryObjectId()));
            }
        }
    }

    /// @param oid of a file's object
    void put(String path, int from, String oid) throws IOException {
        var slash = path.indexOf('/', from);
        if (slash < 0) {
            var name = path.substring(from);
            var there = slots.get(name);
            if (there != null && there.folder()) {
                throw new Blocked("there is a folder at '" + path + "'");
            }
            slots.put(name, new Slot(FileMode.REGULAR_FILE, ObjectId.fromString(oid)));
            return;
        }
        var name = path.substring(from, slash);
        var slot = slots.get(name);
        if (slot == null) {
            slot = new Slot(FileMode.TREE, ObjectId.zeroId());
            slot.open = new Folder(reader, null);
            slots.put(name, slot);
        }
        if (!slot.folder()) {
            throw new Blocked("'" + path.substring(0, slash) + "' is a file, and nothing can be below it");
        }
        opened(slot).put(path, slash + 1, oid);
    }

    /// Whether something is there.
    boolean holds(String path, int from) throws IOException {
        var slash = path.indexOf('/', from);
        var slot = slots.get(slash < 0 ? path.substring(from) : path.substring(from, slash));
        if (slot == null || slash >= 0 && !slot.folder()) {
            return false;
        }
        return slash < 0 || opened(slot).holds(path, slash + 1);
    }

    /// Removes what is there; folders left empty go too.
    void remove(String path, int from) throws IOException {
        var slash = path.indexOf('/', from);
        if (slash < 0) {
            slots.remove(path.substring(from));
            return;
        }
        var name = path.substring(from, slash);
        var slot = slots.get(name);
        if (slot != null && slot.folder()) {
            var below = opened(slot);
            below.remove(path, slash + 1);
            if (below.slots.isEmpty()) {
                slots.remove(name);
            }
        }
    }

    private Folder opened(Slot slot) throws IOException {
        var folder = slot.open;
        if (folder == null) {
            folder = new Folder(reader, slot.id);
            slot.open = folder;
        }
        return folder;
    }

    /// Writes the trees that changed, and names this one.
    ///
    /// @param written is told each tree's name
    ObjectId write(ObjectInserter out, Consumer<ObjectId> written) throws IOException {
        // Git orders a folder as if its name ended in a slash.
        var ordered = new TreeMap<String, Map.Entry<String, Slot>>(Folder::compareBytes);
        for (var slot : slots.entrySet()) {
            ordered.put(slot.getValue().folder() ? slot.getKey() + "/" : slot.getKey(), slot);
        }
        var format = new TreeFormatter();
        for (var entry : ordered.values()) {
            var slot = entry.getValue();
            var id = slot.open == null ? slot.id : slot.open.write(out, written);
            format.append(Constants.encode(entry.getKey()), slot.mode, id);
        }
        var id = out.insert(format);
        written.accept(id);
        return id;
    }

    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(Constants.encode(a), Constants.encode(b));
    }
}
