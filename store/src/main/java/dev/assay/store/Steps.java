package dev.assay.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;

/// The migrations that this version of the hub brings for one room, known by one digest of all their names and bytes.
final class Steps {

    private Steps() {}

    /// Empty if they lie where we cannot list them.
    ///
    /// @param folder on the class path, in one place (a room's own jar or folder), with a slash behind it
    /// @param identity what the placeholder stands for
    static Optional<String> digest(String folder, String identity) {
        var place = Steps.class.getResource("/" + folder);
        if (place == null) {
            return Optional.empty();
        }
        try {
            var steps = new TreeMap<String, byte[]>();
            return add(steps, place, folder) && !steps.isEmpty()
                    ? Optional.of(digest(steps, identity))
                    : Optional.empty();
        } catch (IOException | URISyntaxException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean add(Map<String, byte[]> steps, URL place, String folder)
            throws IOException, URISyntaxException {
        return switch (place.getProtocol()) {
            case "file" -> {
                try (var files = Files.newDirectoryStream(Path.of(new URI(place.toString())))) {
                    for (var file : files) {
                        steps.put(file.getFileName().toString(), Files.readAllBytes(file));
                    }
                }
                yield true;
            }
            case "jar" -> {
                var connection = (JarURLConnection) place.openConnection();
                connection.setUseCaches(false);
                try (var jar = connection.getJarFile()) {
                    for (JarEntry entry : Collections.list(jar.entries())) {
                        if (entry.getName().startsWith(folder) && !entry.isDirectory()) {
                            try (InputStream in = jar.getInputStream(entry)) {
                                steps.put(entry.getName().substring(folder.length()), in.readAllBytes());
                            }
                        }
                    }
                }
                yield true;
            }
            default -> false;
        };
    }

    private static String digest(Map<String, byte[]> steps, String identity) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(identity.getBytes(StandardCharsets.UTF_8));
            steps.forEach((name, bytes) -> {
                sha256.update((byte) 0);
                sha256.update((name + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
                sha256.update(bytes);
            });
            return HexFormat.of().formatHex(sha256.digest());
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java runtime has SHA-256", impossible);
        }
    }
}
