package dev.assay.repo.git;

import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/// A tree that is being changed, step by step. Costs what is touched, not what is there.
public final class TreeEditor implements Closeable {

    private final ObjectReader reader;
    private final Folder root;
    private final ObjectInserter out;
    private final Consumer<ObjectId> written;

    TreeEditor(ObjectReader reader, Folder root, ObjectInserter out, Consumer<ObjectId> written) {
        this.reader = reader;
        this.root = root;
        this.out = out;
        this.written = written;
    }

    /// Whether something is at this path.
    public boolean holds(String path) throws IOException {
        return root.holds(path, 0);
    }

    /// @throws Blocked if a file stands where a folder is needed, or a folder where the file should go
    public void putFile(String path, String oid) throws IOException {
        root.put(path, 0, oid);
    }

    /// Removes what is at a path, if anything; folders left empty go too.
    public void remove(String path) throws IOException {
        root.remove(path, 0);
    }

    /// Writes what differs, and names the whole.
    public String write() throws IOException {
        return root.write(out, written).name();
    }

    @Override
    public void close() {
        reader.close();
    }
}
