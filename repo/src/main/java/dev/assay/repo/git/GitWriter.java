package dev.assay.repo.git;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

/// Writes objects: a few as files of their own, many as one pack. They are durable once [#flush] has returned.
public final class GitWriter implements Closeable {

    /// From so many objects on, one pack costs fewer fsyncs than the files would.
    private static final int MANY = 16;

    private final FileRepository repository;
    private final boolean packed;
    private final ObjectInserter out;
    private final Set<String> packsBefore;
    private final Set<ObjectId> written = new HashSet<>();

    GitWriter(FileRepository repository, int objects) throws IOException {
        this.repository = repository;
        this.packed = objects >= MANY;
        this.packsBefore = packed ? packs() : Set.of();
        this.out = packed ? repository.getObjectDatabase().newPackInserter() : repository.newObjectInserter();
    }

    /// Writes a file's bytes.
    ///
    /// @param size exactly how many there are
    /// @return git's name for them
    public String blob(long size, InputStream bytes) throws IOException {
        return named(out.insert(Constants.OBJ_BLOB, size, bytes));
    }

    /// Begins to change a tree; nothing is written before [TreeEditor#write].
    ///
    /// @param tree what is changed; empty for nothing
    public TreeEditor edit(String tree) throws IOException {
        var reader = repository.newObjectReader();
        return new TreeEditor(
                reader, new Folder(reader, tree.isEmpty() ? null : ObjectId.fromString(tree)), out, written::add);
    }

    /// @param parent empty for a first commit
    public String commit(String tree, String parent, String author, Instant at, String text) throws IOException {
        var commit = new CommitBuilder();
        commit.setTreeId(ObjectId.fromString(tree));
        if (!parent.isEmpty()) {
            commit.setParentId(ObjectId.fromString(parent));
        }
        var who = new PersonIdent(author, author + "@users.noreply.invalid", at, ZoneOffset.UTC);
        commit.setAuthor(who);
        commit.setCommitter(who);
        commit.setMessage(text);
        return named(out.insert(commit));
    }

    /// Returns once everything written is on the disk.
    public void flush() throws IOException {
        out.flush();
        var objects = repository.getObjectsDirectory().toPath();
        var folders = new HashSet<Path>();
        if (packed) {
            for (var name : packs()) {
                if (!packsBefore.contains(name)) {
                    Durable.file(objects.resolve("pack").resolve(name));
                }
            }
            folders.add(objects.resolve("pack"));
        } else {
            // The files themselves are forced by the inserter: core.fsyncObjectFiles.
            for (var id : written) {
                var folder = objects.resolve(id.name().substring(0, 2));
                if (Files.isDirectory(folder)) {
                    folders.add(folder);
                }
            }
            folders.add(objects);
        }
        for (var folder : folders) {
            Durable.folder(folder);
        }
        written.clear();
    }

    private String named(ObjectId id) {
        written.add(id.copy());
        return id.name();
    }

    private Set<String> packs() throws IOException {
        try (var names = Files.list(repository.getObjectsDirectory().toPath().resolve("pack"))) {
            var found = new HashSet<String>();
            names.map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(".pack") || it.endsWith(".idx"))
                    .forEach(found::add);
            return found;
        }
    }

    @Override
    public void close() {
        out.close();
    }
}
