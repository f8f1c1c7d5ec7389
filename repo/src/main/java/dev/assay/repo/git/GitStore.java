package dev.assay.repo.git;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FileUtils;

/// Every git object store of this hub: one bare folder a repository, which C git can read as well.
///
/// A folder holds objects only. Where refs point is not written here, so nothing in it is visible to anybody until
/// the database says so; objects that no ref reaches are harmless.
public final class GitStore implements Closeable {

    /// Handles kept open; each holds some file descriptors and the pack indices of its repository.
    private static final int MOST_OPEN = 256;

    private final Path folder;
    private final Map<String, FileRepository> open = new LinkedHashMap<>(16, 0.75f, true);

    /// @throws IOException if the folder cannot be made
    public GitStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath().normalize());
    }

    /// Whether git allows this name for a ref, and no commit could be meant by it.
    public static boolean nameable(String ref) {
        return Repository.isValidRefName(ref)
                && ref.length() <= 250
                && !ref.substring(ref.lastIndexOf('/') + 1).matches("[0-9a-f]{40}|HEAD")
                && ref.chars().allMatch(c -> c > 0x20 && c < 0x7f || c > 0xa0);
    }

    /// Makes an empty store of this name, durably.
    ///
    /// @param name 24 hexadecimal digits
    public void create(String name) {
        try (var made = new FileRepository(at(name).toFile())) {
            made.create(true);
            var config = made.getConfig();
            config.setBoolean("core", null, "fsyncObjectFiles", true);
            config.setBoolean("uploadpack", null, "allowFilter", true);
            config.save();
            Durable.folder(at(name));
            Durable.folder(at(name).resolve("objects"));
            Durable.folder(folder.resolve(shard(name)));
            Durable.folder(folder);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot make the git store " + name, broken);
        }
    }

    /// Opens the objects of a store, to be closed after use.
    public GitObjects open(String name) {
        synchronized (open) {
            var repository = open.get(name);
            if (repository == null) {
                try {
                    repository = (FileRepository) new FileRepositoryBuilder()
                            .setGitDir(at(name).toFile())
                            .setBare()
                            .setMustExist(true)
                            .build();
                } catch (IOException broken) {
                    throw new UncheckedIOException("cannot open the git store " + name, broken);
                }
                open.put(name, repository);
                if (open.size() > MOST_OPEN) {
                    var eldest = open.entrySet().iterator();
                    eldest.next().getValue().close();
                    eldest.remove();
                }
            }
            repository.incrementOpen();
            return new GitObjects(repository);
        }
    }

    /// Removes a store with all it holds; does nothing if there is none.
    public void delete(String name) {
        synchronized (open) {
            var repository = open.remove(name);
            if (repository != null) {
                repository.close();
            }
        }
        try {
            // Git may still be tidying away a file of its own, which is then missing and no failure.
            FileUtils.delete(at(name).toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING | FileUtils.RETRY);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot remove the git store " + name, broken);
        }
    }

    /// Removes the stores that are nobody's, which a crash left. Younger ones may be about to become somebody's.
    public void sweep(Collection<String> wanted) throws IOException {
        var old = Instant.now().minus(Duration.ofHours(1));
        try (var stores = Files.find(
                folder,
                2,
                (path, is) -> path.getFileName().toString().endsWith(".git")
                        && is.lastModifiedTime().toInstant().isBefore(old))) {
            var keep = Set.copyOf(wanted);
            stores.map(it -> it.getFileName().toString().replace(".git", ""))
                    .filter(it -> it.matches("[0-9a-f]{24}") && !keep.contains(it))
                    .toList()
                    .forEach(this::delete);
        }
    }

    private Path at(String name) {
        if (!name.matches("[0-9a-f]{24}")) {
            throw new IllegalArgumentException("not the name of a git store: " + name);
        }
        return folder.resolve(shard(name)).resolve(name + ".git");
    }

    private static String shard(String name) {
        return name.substring(22);
    }

    @Override
    public void close() {
        synchronized (open) {
            open.values().forEach(FileRepository::close);
            open.clear();
        }
    }
}
