package dev.assay.repo;

import dev.assay.gate.Gate;
import dev.assay.inspect.Digest;
import dev.assay.repo.Annals.Content;
import dev.assay.repo.git.Blocked;
import dev.assay.repo.git.GitObjects;
import dev.assay.repo.git.GitWriter;
import dev.assay.repo.git.TreeEditor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The operations of a proposal, with their files written to git, ready to be applied to any tree.
///
/// What is written is not reachable: no ref, and so no reader, knows of it yet.
final class Draft {

    private static final Digest EMPTY = Digest.of(new byte[0]);

    /// One change, in the proposal's order.
    private sealed interface Step {

        record Put(String path, String oid) implements Step {}

        record Remove(String path) implements Step {}
    }

    private final List<Step> steps = new ArrayList<>();
    private final Map<String, Content> contents = new LinkedHashMap<>();

    private Draft() {}

    /// @param gate knows how large a large file is
    /// @param mayName whether the author may name these bytes here
    /// @throws Invalid for a bad path, bytes that do not have their digest, or were not uploaded here
    static Draft of(List<Operation> operations, GitObjects objects, Gate gate, Predicate<Digest> mayName) {
        var draft = new Draft();
        try (var writer = objects.writer(operations.size())) {
            for (var operation : operations) {
                draft.add(operation, writer, gate, mayName);
            }
            writer.flush();
        } catch (IOException broken) {
            throw new UncheckedIOException("the files could not be written to git", broken);
        }
        return draft;
    }

    Map<String, Content> contents() {
        return contents;
    }

    int size() {
        return steps.size();
    }

    private void add(Operation operation, GitWriter writer, Gate gate, Predicate<Digest> mayName) throws IOException {
        switch (operation) {
            case Operation.Put put -> {
                var path = Paths.file(put.path());
                steps.add(new Step.Put(path, small(put, writer, gate, mayName)));
            }
            case Operation.PutLarge put -> {
                var path = Paths.file(put.path());
                steps.add(new Step.Put(path, large(path, put.digest(), writer, gate, mayName)));
            }
            case Operation.Delete delete -> steps.add(new Step.Remove(Paths.folder(delete.path())));
            case Operation.DeleteFolder delete -> steps.add(new Step.Remove(Paths.folder(delete.path())));
        }
    }

    private String small(Operation.Put put, GitWriter writer, Gate gate, Predicate<Digest> mayName) throws IOException {
        if (put.size() < 0 || put.size() > Operation.Put.LARGEST) {
            throw new Invalid(
                    "'" + put.path() + "' is too large for git: " + put.size() + " bytes",
                    "Upload files of more than " + Operation.Put.LARGEST + " bytes as large files.");
        }
        byte[] bytes;
        try (var in = put.content().open()) {
            bytes = in.readNBytes((int) put.size() + 1);
        }
        if (bytes.length != put.size() || !Digest.of(bytes).equals(put.digest())) {
            throw new Invalid(
                    "the bytes of '" + put.path() + "' are not those that were inspected",
                    "Send the file again; its digest is that of the bytes.");
        }
        var pointer = Pointer.read(bytes);
        if (pointer.isPresent()) {
            // One git object, one meaning: the text of a pointer always stands for the large file.
            return large(put.path(), pointer.get().digest(), writer, gate, mayName);
        }
        var oid = writer.blob(bytes.length, new ByteArrayInputStream(bytes));
        contents.put(oid, new Content(oid, put.digest(), bytes.length, 0));
        return oid;
    }

    private String large(String path, Digest digest, GitWriter writer, Gate gate, Predicate<Digest> mayName)
            throws IOException {
        if (digest.equals(EMPTY)) {
            var oid = writer.blob(0, new ByteArrayInputStream(new byte[0]));
            contents.put(oid, new Content(oid, EMPTY, 0, 0));
            return oid;
        }
        var size = mayName.test(digest) ? gate.size(digest) : java.util.Optional.<Long>empty();
        if (size.isEmpty()) {
            throw new Invalid(
                    "'" + path + "' names bytes that were not uploaded to this repository: " + digest.hex(),
                    "Upload the file first, then commit it.");
        }
        var text = new Pointer(digest, size.get()).text();
        var oid = writer.blob(text.length, new ByteArrayInputStream(text));
        contents.put(oid, new Content(oid, digest, size.get(), text.length));
        return oid;
    }

    /// The tree that results; later steps win.
    ///
    /// @throws Missing for a removal of nothing
    /// @throws Invalid if a file stands where a folder is needed, or a folder where a file is put
    String applyTo(String tree, GitWriter writer) throws IOException {
        try (var editor = writer.edit(tree)) {
            for (var step : steps) {
                apply(step, editor);
            }
            return editor.write();
        } catch (Blocked blocked) {
            throw new Invalid(String.valueOf(blocked.getMessage()), "Delete it first, or choose another path.");
        }
    }

    private static void apply(Step step, TreeEditor editor) throws IOException {
        switch (step) {
            case Step.Put put -> editor.putFile(put.path(), put.oid());
            case Step.Remove remove -> {
                if (!editor.holds(remove.path())) {
                    throw missing(remove.path());
                }
                editor.remove(remove.path());
            }
        }
    }

    private static Missing missing(String path) {
        return new Missing(Missing.Kind.ENTRY, "A file with this name doesn't exist: " + path);
    }
}
