package dev.assay.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// The files of a folder, folder by folder and by name, found while they are asked for.
///
/// Whatever is not a file that can be read is not left out but comes with the reason: who asked for a folder wants to
/// hear what was not looked at. A link is followed where it stays inside the folder that was asked for.
final class Walk implements Iterator<Walk.Step> {

    /// @param path what to call it
    /// @param unread why it cannot be read; null if it can be tried
    record Step(Path path, @Nullable String unread) {}

    private final @Nullable Path inside;
    private final Deque<Path> ahead = new ArrayDeque<>();
    private @Nullable Step next;

    /// @param start a file, or a folder; a link named by a person is followed
    Walk(Path start) {
        this.inside = real(start);
        var first = look(start, true);
        next = first == null ? advance() : first;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Step next() {
        var step = next;
        if (step == null) {
            throw new NoSuchElementException();
        }
        next = advance();
        return step;
    }

    private @Nullable Step advance() {
        while (!ahead.isEmpty()) {
            var step = look(ahead.pop(), false);
            if (step != null) {
                return step;
            }
        }
        return null;
    }

    /// What lies here; null if it is a folder, whose contents then lie ahead.
    private @Nullable Step look(Path path, boolean asked) {
        try {
            var itself = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (itself.isSymbolicLink() && !asked) {
                return throughLink(path);
            }
            var attributes = itself.isSymbolicLink() ? Files.readAttributes(path, BasicFileAttributes.class) : itself;
            if (attributes.isDirectory()) {
                open(path);
                return null;
            }
            return attributes.isRegularFile()
                    ? new Step(path, null)
                    : new Step(path, "it is neither a file nor a folder");
        } catch (NoSuchFileException absent) {
            return new Step(path, asked ? "there is no such file" : "it was gone when we came to it");
        } catch (IOException unreadable) {
            return new Step(path, "it cannot be read: " + Reasons.of(unreadable));
        }
    }

    private @Nullable Step throughLink(Path path) throws IOException {
        var target = real(path);
        if (target == null) {
            return new Step(path, "it is a link that leads nowhere");
        }
        if (inside == null || !target.startsWith(inside)) {
            return new Step(path, "it is a link that leaves the folder, and was not followed");
        }
        if (Files.isDirectory(target)) {
            return null; // inside the folder, so it is walked where it lies
        }
        return Files.isRegularFile(target) ? new Step(path, null) : new Step(path, "it is neither a file nor a folder");
    }

    private void open(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        entries.sort(null);
        entries.reversed().forEach(ahead::push);
    }

    private static @Nullable Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException nowhere) {
            return null;
        }
    }
}
