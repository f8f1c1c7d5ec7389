package dev.assay.inspect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/// Which build of a room's code speaks: a digest over its class files, so that nobody has to remember to say that the
/// code has changed.
///
/// Each file counts by its name, its length and its checksum (CRC-32), which a jar keeps in its directory: reading and
/// hashing a thousand class files would take longer than most files that are inspected. Nobody forges our own classes,
/// and of four billion changes one goes unnoticed.
///
/// Equal sources built by an equal compiler are of one generation, in a folder as in a jar, whenever
/// they were built and started. A line moved is another generation, since class files know their lines:
/// a look too many costs time, one too few costs what the house stands for.
public final class Generation {

    private static final int LENGTH = 32;

    private Generation() {}

    /// The generation of the room whose package this class is in, rooms below included.
    ///
    /// @param libraries jars whose code the room's answers depend on; told apart by their names and lengths, since
    ///     what was published under a version does not change
    /// @param beneath generations of other rooms that it depends on
    /// @return 32 hex digits
    /// @throws IllegalStateException if the room was not loaded from a file or folder
    public static String of(Class<?> room, Collection<Path> libraries, String... beneath) {
        var folder = room.getPackageName().replace('.', '/') + "/";
        try {
            return of(home(room), folder, libraries, beneath);
        } catch (IOException gone) {
            throw new UncheckedIOException("the classes of " + folder + " cannot be read", gone);
        }
    }

    static String of(Path home, String folder, Collection<Path> libraries, String... beneath) throws IOException {
        var files = Files.isDirectory(home) ? inFolder(home, folder) : inJar(home, folder);
        if (files.isEmpty()) {
            throw new IllegalStateException("there is no class of " + folder + " in " + home);
        }
        var all = new ByteArrayOutputStream();
        files.forEach((name, summed) -> add(all, name, summed.length, summed.crc));
        for (var library : libraries) {
            if (!library.equals(home)) {
                add(all, String.valueOf(library.getFileName()), Files.size(library), -1);
            }
        }
        for (var generation : beneath) {
            add(all, generation, -1, -1);
        }
        return Digest.of(all.toByteArray()).hex().substring(0, LENGTH);
    }

    /// The jar or folder this class was loaded from.
    ///
    /// @throws IllegalStateException if it was loaded from something else
    public static Path home(Class<?> type) {
        var source = type.getProtectionDomain().getCodeSource();
        if (source == null || !"file".equals(source.getLocation().getProtocol())) {
            throw new IllegalStateException(
                    type.getName() + " has to be in a jar or a folder of its own, not in " + source);
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException odd) {
            throw new IllegalStateException("no path: " + source.getLocation(), odd);
        }
    }

    private record Summed(long length, long crc) {

        static Summed of(byte[] bytes) {
            var crc = new CRC32();
            crc.update(bytes);
            return new Summed(bytes.length, crc.getValue());
        }
    }

    private static SortedMap<String, Summed> inFolder(Path home, String folder) throws IOException {
        var files = new TreeMap<String, Summed>();
        try (var all = Files.walk(home.resolve(folder))) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                files.put(home.relativize(file).toString().replace('\\', '/'), Summed.of(Files.readAllBytes(file)));
            }
        }
        return files;
    }

    private static SortedMap<String, Summed> inJar(Path home, String folder) throws IOException {
        var files = new TreeMap<String, Summed>();
        try (var jar = new ZipFile(home.toFile())) {
            for (var entry : jar.stream().toList()) {
                if (!entry.isDirectory() && entry.getName().startsWith(folder)) {
                    files.put(entry.getName(), new Summed(entry.getSize(), entry.getCrc()));
                }
            }
        }
        return files;
    }

    /// Each with the length of its name, so that no two lists of things look like one.
    private static void add(ByteArrayOutputStream all, String name, long length, long crc) {
        var called = name.getBytes(StandardCharsets.UTF_8);
        all.writeBytes(ByteBuffer.allocate(20)
                .putInt(called.length)
                .putLong(length)
                .putLong(crc)
                .array());
        all.writeBytes(called);
    }
}
