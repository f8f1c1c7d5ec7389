package dev.assay.inspect.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Place;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Command lines, and what they come to.
public final class Shell {

    public static final String INTO_SHELL = "downloading into a shell";
    public static final String HANDS_SHELL = "handing a shell to a connection";
    public static final String RUNS_DOWNLOAD = "running what it downloads";
    private static final String DECODED = "executing text decoded from ";
    private static final String DELETES = "deleting the files of the system";

    private static final int DEEPEST = 5;
    private static final int MOST = 100;
    private static final Pattern SOCKET = Pattern.compile("/dev/(?:tcp|udp)/([^/\\s]+)/(\\w+)");
    private static final Pattern PLAIN_BASE64 = Pattern.compile("[A-Za-z0-9+/=]{8,}");

    private final List<Deed> deeds = new ArrayList<>();
    private final Set<String> downloaded = new HashSet<>();
    private boolean socketOpen;

    private Shell() {}

    /// What the first command that comes to something comes to; empty if none does.
    public static String sense(String commands) {
        var deeds = deeds(commands);
        return deeds.isEmpty() ? "" : deeds.getFirst().sense();
    }

    /// The same of a program and its arguments, which no shell splits.
    public static String sense(List<String> words) {
        var shell = new Shell();
        shell.pipeline(List.of(new Command(0, words, List.of(), List.of(), "")), String.join(" ", words), 0, 0);
        return shell.deeds.isEmpty() ? "" : shell.deeds.getFirst().sense();
    }

    /// Everything that commands come to, in the order in which they stand.
    public static List<Deed> deeds(String commands) {
        var shell = new Shell();
        shell.read(commands, 0, -1);
        if (shell.deeds.isEmpty()) {
            shell.deeds.addAll(Windows.deeds(commands));
        }
        return List.copyOf(shell.deeds);
    }

    /// @param at where it stands, of a command inside another; else -1
    private void read(String commands, int depth, int at) {
        if (depth > DEEPEST) {
            return;
        }
        var pipelines = Splitter.pipelines(commands);
        for (var i = 0; i < pipelines.size() && deeds.size() < MOST; i++) {
            var it = pipelines.get(i);
            var here = it.getFirst().at();
            var next =
                    i + 1 < pipelines.size() ? pipelines.get(i + 1).getFirst().at() : commands.length();
            var words = commands.substring(
                    Math.min(here, commands.length()), Math.max(here, Math.min(next, commands.length())));
            pipeline(it, words, depth, at < 0 ? here : at);
        }
    }

    private void pipeline(List<Command> pipeline, String words, int depth, int at) {
        if (isFork(words)) {
            add(at, "starting processes without end", words);
        }
        var before = deeds.size();
        for (var i = 0; i < pipeline.size(); i++) {
            var command = pipeline.get(i);
            piped(pipeline, i, words, at);
            connected(pipeline, i, words, at);
            inside(command, words, depth, at);
            if (deeds.size() == before) {
                alone(command, words, at);
            }
        }
    }

    private static boolean isFork(String words) {
        return words.replaceAll("\\s", "").contains(":(){:|:&};:");
    }

    private void add(int at, String sense, String words) {
        if (deeds.isEmpty()
                || deeds.getLast().at() != at
                || !deeds.getLast().sense().equals(sense)) {
            deeds.add(new Deed(at, sense, shown(words)));
        }
    }

    private static String shown(String words) {
        var line = Place.printable(words.replaceAll("\\s+", " ")).strip().replaceAll("[;&|{(\\s]+$", "");
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }

    /// What comes into this command from those before it.
    private void piped(List<Command> pipeline, int i, String words, int at) {
        var command = pipeline.get(i);
        var evaluates = command.name().equals("xargs")
                || command.words().contains("xargs")
                        && command.words().stream().anyMatch(it -> it.matches("(?:ba|z|da)?sh"));
        if (!command.runsInput() && !evaluates) {
            return;
        }
        var earlier = pipeline.subList(0, i);
        if (earlier.stream().anyMatch(it -> it.fetches() || it.inner().stream().anyMatch(Shell::fetches))) {
            add(at, INTO_SHELL, words);
        } else if (earlier.stream().anyMatch(Command::connects)) {
            add(at, HANDS_SHELL, words);
        } else {
            earlier.stream().filter(Command::decodes).findFirst().ifPresent(it -> add(at, DECODED + coding(it), words));
        }
        var content =
                earlier.isEmpty() ? "" : String.join(" ", earlier.getFirst().words());
        if (earlier.size() == 1
                && (content.startsWith("echo ") || content.startsWith("printf "))
                && command.isShell()) {
            read(content.substring(content.indexOf(' ') + 1), DEEPEST, at);
        }
    }

    private static String coding(Command it) {
        return switch (it.name()) {
            case "xxd" -> "hex";
            case "openssl" -> "a cipher";
            case "rev" -> "reversed letters";
            default -> it.name().replace("gbase", "base");
        };
    }

    private static boolean fetches(String inner) {
        return Splitter.pipelines(inner).stream().flatMap(List::stream).anyMatch(Command::fetches);
    }

    private static Optional<Command> decoder(String inner) {
        return Splitter.pipelines(inner).stream()
                .flatMap(List::stream)
                .filter(Command::decodes)
                .findFirst();
    }

    /// Shells whose two ends are a connection.
    private void connected(List<Command> pipeline, int i, String words, int at) {
        var command = pipeline.get(i);
        var socket = command.redirections().stream()
                .map(SOCKET::matcher)
                .filter(it -> it.find())
                .findFirst();
        var shell =
                command.isShell() || command.words().stream().anyMatch(it -> it.matches("(?:/\\w+)*/?(?:ba|z|da)?sh"));
        if (socket.isPresent()) {
            socketOpen |= command.words().contains("exec");
            add(
                    at,
                    shell
                            ? HANDS_SHELL
                            : "opening a connection to " + socket.get().group(1) + ":"
                                    + socket.get().group(2),
                    words);
        } else if (socketOpen && shell && command.redirections().stream().anyMatch(it -> it.matches("\\d*[<>]&\\d+"))) {
            add(at, HANDS_SHELL, words);
        }
        if (!command.connects()) {
            return;
        }
        var given = command.words().stream()
                .anyMatch(it -> it.matches("-\\w*[ec]|--(?:sh-)?exec(?:=.*)?")
                        && !command.name().equals("openssl"));
        var executes = command.name().equals("socat")
                ? command.words().stream()
                        .anyMatch(it -> it.toLowerCase(Locale.ROOT).matches("(?:exec|system):.*"))
                : given
                        && command.words().stream()
                                .anyMatch(it -> it.matches(".*\\b(?:ba|z|da)?sh\\b.*|.*cmd(?:\\.exe)?|.*powershell.*"));
        var beside = pipeline.stream().anyMatch(it -> (it.isShell() || it.isLanguage()) && it.runsInput());
        if (executes || beside) {
            add(at, HANDS_SHELL, words);
        }
    }

    /// Commands in the words of this one: `sh -c '…'`, `eval "$(…)"`, `bash <(…)`, here-documents.
    private void inside(Command command, String words, int depth, int at) {
        var rest = command.program();
        var runs = command.isShell()
                || command.isLanguage()
                || Set.of("eval", "source", ".", "xargs", "su", "script").contains(command.name())
                || !rest.isEmpty() && rest.getFirst().equals(".");
        var substituted = rest.size() == 1 && rest.getFirst().startsWith("$(");
        for (var inner : command.inner()) {
            if ((runs || substituted) && fetches(inner)) {
                add(at, INTO_SHELL, words);
            } else if (runs || substituted) {
                decoder(inner).ifPresent(it -> add(at, DECODED + coding(it), words));
            }
            read(inner, depth + 1, at);
        }
        if (command.isShell() || command.name().equals("su") || command.name().equals("script")) {
            rest.stream()
                    .filter(it -> it.matches("-\\w*c"))
                    .findFirst()
                    .ifPresent(it -> read(command.after(it), depth + 1, at));
        } else if (command.name().equals("eval")) {
            read(String.join(" ", rest.subList(1, rest.size())), depth + 1, at);
        } else if (command.isLanguage()) {
            language(command, words, at);
        } else if (Set.of("cmd", "powershell", "pwsh").contains(command.name())) {
            Windows.deeds(String.join(" ", rest)).forEach(it -> add(at, it.sense(), words));
        }
        if (!command.here().isEmpty() && command.runsInput() && command.isShell()) {
            read(command.here(), depth + 1, at);
        }
    }

    /// A program in the command line, in a language that is no shell's: the few words that leave no doubt.
    private void language(Command command, String words, int at) {
        var program = String.join(" ", command.program());
        if (!program.matches("(?s).*\\s-\\w*[cer]\\b.*")) {
            return;
        }
        var connects = program.matches("(?is).*(?:socket|fsockopen|net\\.connect|tcpsocket).*");
        if (connects && program.matches("(?is).*(?:dup2|pty\\.spawn|/bin/(?:ba)?sh|exec\\W|spawn|cmd\\.exe).*")) {
            add(at, HANDS_SHELL, words);
        } else if (program.matches("(?is).*(?:exec|eval)\\W.*(?:urlopen|requests\\.get|https?://).*")) {
            add(at, INTO_SHELL, words);
        } else if (program.matches("(?is).*(?:exec|eval)\\W.*(?:b64decode|base64|fromhex|unhexlify|decompress).*")) {
            add(at, DECODED + "base64", words);
        }
    }

    /// What one command comes to by itself, or after those before it.
    private void alone(Command command, String words, int at) {
        var rest = command.program();
        if (rest.isEmpty()) {
            return;
        }
        if (command.fetches()) {
            List.of("-o", "-O", "--output", "--output-document").forEach(it -> downloaded.add(name(command.after(it))));
            rest.stream().filter(it -> it.contains("://")).forEach(it -> downloaded.add(name(it)));
            downloaded.remove("");
        }
        var ran = name(
                command.isShell()
                                || command.isLanguage()
                                || command.name().equals("source")
                                || command.name().equals(".")
                        ? rest.stream()
                                .skip(1)
                                .filter(it -> !it.startsWith("-"))
                                .findFirst()
                                .orElse("")
                        : rest.getFirst());
        if (downloaded.contains(ran) && !command.fetches()) {
            add(at, RUNS_DOWNLOAD, words);
        }
        var recursive =
                command.name().equals("rm") && rest.stream().anyMatch(it -> it.matches("-\\w*[rR]\\w*|--recursive"));
        if (recursive && rest.stream().anyMatch(it -> it.matches("/|/\\*|~/?|~/\\*|\\$HOME/?|--no-preserve-root"))) {
            add(at, DELETES, words);
        }
        if (command.has("authorized_keys")
                || command.redirections().stream().anyMatch(it -> it.endsWith(".ssh/authorized_keys"))) {
            add(at, "letting somebody in by a key", words);
        }
    }

    private static String name(String path) {
        var clean = path.replaceAll("[?#].*$", "");
        return clean.substring(clean.lastIndexOf('/') + 1);
    }

    /// The text that a word hides in base64, if that is what it is.
    static Optional<String> hidden(String word) {
        if (!PLAIN_BASE64.matcher(word).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(Base64.getDecoder().decode(word), UTF_8));
        } catch (IllegalArgumentException not) {
            return Optional.empty();
        }
    }
}
