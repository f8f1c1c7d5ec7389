package dev.assay.xet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

/// Where xorbs wait until a shard makes files of them: `ROOT/EPOCH/UPLOADER/`.
///
/// Each uploader has a [Shelf] to itself, so that nobody can build a file from what somebody else sent, or learn from
/// an answer that somebody did.
///
/// Each day has an *epoch*, a name that is part of the address clients send to. Clients remember, by that address, what
/// they have sent, and do not send it again; so xorbs may be swept only when their address is no longer given out, and
/// a store that was wiped must not give out an old one. Hence an epoch is the day and the store's own random name.
public final class XorbStore {

    /// Days after its own in which an epoch still takes uploads: long ones end at the address where they began.
    private static final int OPEN_DAYS = 2;
    /// Days after its own in which an epoch is kept, for what was still under way when it closed.
    private static final int KEPT_DAYS = OPEN_DAYS + 1;

    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int DAY_LENGTH = 8;

    private final Path root;
    private final InstantSource clock;
    private final String name;

    private XorbStore(Path root, InstantSource clock, String name) {
        this.root = root;
        this.clock = clock;
        this.name = name;
    }

    /// Opens the store, or makes it if it is not there.
    public static XorbStore open(Path root, InstantSource clock) throws IOException {
        Files.createDirectories(root);
        var file = root.resolve("name");
        if (!Files.exists(file)) {
            var random = new byte[8];
            new SecureRandom().nextBytes(random);
            Files.writeString(file, HexFormat.of().formatHex(random), StandardCharsets.US_ASCII);
        }
        return new XorbStore(
                root, clock, Files.readString(file, StandardCharsets.US_ASCII).strip());
    }

    /// The epoch of today, for addresses that are given out now.
    public String epoch() {
        return DAY.format(today()) + '-' + name;
    }

    /// The shelf of one uploader in one epoch; empty if the epoch is not one of ours or no longer takes uploads.
    ///
    /// @param uploader the account's number
    public Optional<Shelf> shelf(String epoch, long uploader) {
        return day(epoch)
                .filter(day -> !day.isAfter(today()) && !day.plusDays(OPEN_DAYS).isBefore(today()))
                .map(day -> new Shelf(root.resolve(epoch).resolve(Long.toUnsignedString(uploader))));
    }

    /// Removes the epochs that nothing can refer to any more, and says how many those were.
    public int sweep() throws IOException {
        var swept = 0;
        try (var epochs = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (var epoch : epochs) {
                var day = day(epoch.getFileName().toString());
                if (day.isEmpty() || day.get().plusDays(KEPT_DAYS).isBefore(today())) {
                    remove(epoch);
                    swept++;
                }
            }
        }
        return swept;
    }

    private Optional<LocalDate> day(String epoch) {
        if (epoch.length() != DAY_LENGTH + 1 + name.length() || !epoch.endsWith('-' + name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(epoch.substring(0, DAY_LENGTH), DAY));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
