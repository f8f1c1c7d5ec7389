package dev.assay.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads [Settings]: a flag outranks the environment, which outranks the file. Every value is checked here, with a
/// sentence that says where it came from.
final class SettingsSource {

    /// One thing that can be set: `--part-size`, `ASSAY_PART_SIZE`, or `part-size:` in the file.
    ///
    /// @param standard what holds when nobody sets it; empty for nothing
    record Setting(String name, String shape, String standard, String meaning) {

        String flag() {
            return "--" + name;
        }

        String variable() {
            return "ASSAY_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        }
    }

    static final List<Setting> ALL = List.of(
            new Setting("port", "PORT", "8080", "Port to listen on; 0 takes any free one and prints it."),
            new Setting("host", "ADDRESS", "127.0.0.1", "Address to listen on; 0.0.0.0 for all of this machine's."),
            new Setting("data", "FOLDER", "data", "Folder that holds everything: files, database, git, ledger."),
            new Setting("seed", "FILE", "", "YAML of users and organisations to make at start; twice changes nothing."),
            new Setting("policy", "FILE", "", "The rules of what is let through; those of this release if not given."),
            new Setting("database", "URL", "", "jdbc:postgresql://...; SQLite in the data folder if not given."),
            new Setting("url", "URL", "", "The address users reach this hub at, when it stands behind a proxy."),
            new Setting("inspectors", "COUNT", "2", "How many files are inspected at a time, each in its own process."),
            new Setting("inspector-memory", "SIZE", "1g", "Memory of one inspector process."),
            new Setting("inspector-deadline", "TIME", "10m", "Longest time one file is inspected; then it is held."),
            new Setting("part-size", "SIZE", "512m", "Larger LFS uploads are sent in parts of this size."),
            new Setting("largest-file", "SIZE", "1t", "Larger uploads are refused."),
            new Setting("free-space", "SIZE", "1g", "Uploads leave this much of the disk free; 507 when they cannot."));

    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})([kmgt]?)");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})([smh])");
    private static final int LARGEST_FILE = 1 << 20;

    /// A setting that cannot be: the sentence names it and says where it was set.
    static final class Unusable extends Exception {

        private static final long serialVersionUID = 1;

        Unusable(String sentence) {
            super(sentence);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    private record Given(String text, String where) {}

    private final Map<String, Given> given = new LinkedHashMap<>();

    private SettingsSource() {}

    /// @param flags by setting name, without dashes
    /// @param config the file, if one was named
    static Settings read(Map<String, String> flags, UnaryOperator<String> environment, Optional<Path> config)
            throws Unusable {
        var source = new SettingsSource();
        if (config.isPresent()) {
            source.file(config.get());
        }
        for (var setting : ALL) {
            var variable = environment.apply(setting.variable());
            if (variable != null) {
                source.given.put(setting.name(), new Given(variable, setting.variable()));
            }
            var flag = flags.get(setting.name());
            if (flag != null) {
                source.given.put(setting.name(), new Given(flag, setting.flag()));
            }
        }
        return source.settings();
    }

    private void file(Path file) throws Unusable {
        Object read;
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new Unusable("The configuration " + file + " is larger than 1 MiB.");
            }
            read = new Load(LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
        } catch (IOException unreadable) {
            throw new Unusable("The configuration " + file + " cannot be read: " + unreadable + ".");
        } catch (YamlEngineException malformed) {
            throw new Unusable("The configuration " + file + " is not YAML: " + malformed.getMessage());
        }
        if (read == null) {
            return;
        }
        if (!(read instanceof Map<?, ?> map)) {
            throw new Unusable("The configuration " + file + " must be lines of `name: value`.");
        }
        for (var entry : map.entrySet()) {
            var name = String.valueOf(entry.getKey());
            if (ALL.stream().noneMatch(it -> it.name().equals(name))) {
                throw new Unusable("The configuration " + file + " sets `" + name + "`, which is no setting; there are "
                        + String.join(", ", ALL.stream().map(Setting::name).toList()) + ".");
            }
            given.put(name, new Given(String.valueOf(entry.getValue()), file + " (" + name + ")"));
        }
    }

    private Settings settings() throws Unusable {
        return new Settings(
                text("host").orElseThrow(() -> new Unusable("--host must not be empty.")),
                number("port", 0, 65_535),
                path("data").orElseThrow(() -> new Unusable("--data must name a folder.")),
                existing("seed"),
                existing("policy"),
                database(),
                url(),
                number("inspectors", 1, 256),
                (int) (size("inspector-memory", 64L << 20, 1L << 40) >> 20),
                time("inspector-deadline"),
                size("part-size", 5L << 20, 5L << 30),
                size("largest-file", 1, 1L << 50),
                size("free-space", 0, 1L << 60));
    }

    private Given given(String name) {
        var found = given.get(name);
        if (found != null) {
            return new Given(found.text().strip(), found.where());
        }
        var standard =
                ALL.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
        return new Given(standard.standard(), "the default");
    }

    private Optional<String> text(String name) {
        return Optional.of(given(name).text()).filter(it -> !it.isEmpty());
    }

    private Optional<Path> path(String name) throws Unusable {
        var set = given(name);
        try {
            return text(name).map(Path::of);
        } catch (InvalidPathException invalid) {
            throw new Unusable(set.where() + " is not a path: '" + set.text() + "'.");
        }
    }

    private Optional<Path> existing(String name) throws Unusable {
        var path = path(name);
        if (path.isPresent() && !Files.isReadable(path.get())) {
            throw new Unusable(given(name).where() + " names " + path.get() + ", which cannot be read.");
        }
        return path;
    }

    private int number(String name, int least, int most) throws Unusable {
        var set = given(name);
        try {
            var number = Integer.parseInt(set.text());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the one sentence for both.
        }
        throw new Unusable(
                set.where() + " must be a number from " + least + " to " + most + ", not '" + set.text() + "'.");
    }

    private long size(String name, long least, long most) throws Unusable {
        var set = given(name);
        var matcher = SIZE.matcher(set.text().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            var shift = switch (matcher.group(2)) {
                case "k" -> 10;
                case "m" -> 20;
                case "g" -> 30;
                case "t" -> 40;
                default -> 0;
            };
            var count = Long.parseLong(matcher.group(1));
            if (count <= most >> shift && count << shift >= least) {
                return count << shift;
            }
        }
        throw new Unusable(set.where() + " must be a size like 512m or 5g, from " + least + " to " + most
                + " bytes, not '" + set.text() + "'.");
    }

    private Duration time(String name) throws Unusable {
        var set = given(name);
        var matcher = TIME.matcher(set.text());
        if (matcher.matches() && Long.parseLong(matcher.group(1)) > 0) {
            var count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
        }
        throw new Unusable(set.where() + " must be a time like 30s, 10m or 2h, not '" + set.text() + "'.");
    }

    private Optional<String> database() throws Unusable {
        var set = text("database");
        if (set.isPresent() && !set.get().startsWith("jdbc:postgresql:")) {
            // The value itself may hold a password, and is not repeated.
            throw new Unusable(given("database").where() + " must begin with jdbc:postgresql:.");
        }
        return set;
    }

    private Optional<String> url() throws Unusable {
        var set = text("url");
        if (set.isEmpty()) {
            return set;
        }
        try {
            var uri = URI.create(set.get());
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getQuery() == null) {
                return Optional.of(set.get().replaceAll("/+$", ""));
            }
        } catch (IllegalArgumentException notAUri) {
            // Falls through to the one sentence for both.
        }
        throw new Unusable(
                given("url").where() + " must be an address like https://hub.example.org, not '" + set.get() + "'.");
    }
}
