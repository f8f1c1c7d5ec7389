package dev.assay.inspect.shell;

import java.util.List;
import java.util.Set;

/// One command: its words with their quotes undone, and the commands that stand inside them.
///
/// @param words without redirections
/// @param redirections each as it is written: `>&/dev/tcp/127.0.0.1/4444`
/// @param inner commands that are substituted, `$(…)`, or read like a file, `<(…)`
/// @param here the text of a here-document, or empty
record Command(int at, List<String> words, List<String> redirections, List<String> inner, String here) {

    private static final Set<String> BEFORE = Set.of(
            "sudo", "doas", "env", "nohup", "exec", "time", "command", "builtin", "nice", "setsid", "busybox", "stdbuf",
            "then", "do", "else", "if", "while", "until", "!", "{", "(", "@", "-", "RUN", "&");
    private static final Set<String> SHELLS =
            Set.of("sh", "bash", "zsh", "dash", "ksh", "ash", "fish", "csh", "tcsh", "rbash");
    private static final Set<String> LANGUAGES = Set.of(
            "python", "python2", "python3", "perl", "ruby", "node", "php", "pwsh", "powershell", "osascript", "lua");
    private static final Set<String> FETCHES =
            Set.of("curl", "wget", "fetch", "aria2c", "lynx", "wget2", "http", "https", "iwr", "irm", "axel");
    private static final Set<String> CONNECTS =
            Set.of("nc", "ncat", "netcat", "telnet", "nc.traditional", "nc.openbsd");

    Command {
        words = List.copyOf(words);
        redirections = List.copyOf(redirections);
        inner = List.copyOf(inner);
    }

    /// The words from the program's own name on: without assignments, and without programs that run
    /// another.
    List<String> program() {
        for (var i = 0; i < words.size(); i++) {
            var word = words.get(i);
            var wrapper = BEFORE.contains(word) || base(word).equals("sudo");
            var option = i > 0 && (word.startsWith("-") || word.matches("\\d+[smh]?"));
            if (!wrapper
                    && !option
                    && !word.matches("[A-Za-z_]\\w*\\+?=.*")
                    && !base(word).equals("timeout")
                    && !base(word).equals("xargs")) {
                return words.subList(i, words.size());
            }
        }
        return List.of();
    }

    String name() {
        var program = program();
        return program.isEmpty() ? "" : base(program.getFirst());
    }

    private static String base(String word) {
        return word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
                .replaceAll("(?i)\\.exe$", "");
    }

    boolean isShell() {
        return SHELLS.contains(name());
    }

    boolean isLanguage() {
        return LANGUAGES.contains(name()) || name().matches("python\\d(\\.\\d+)?");
    }

    boolean fetches() {
        return FETCHES.contains(name());
    }

    boolean connects() {
        return CONNECTS.contains(name()) || name().equals("openssl") && has("s_client") || name().equals("socat");
    }

    /// Whether it makes text of what is meant not to be read.
    boolean decodes() {
        return switch (name()) {
            case "base64", "base32", "basenc", "gbase64" ->
                words.stream().anyMatch(it -> it.matches("-[a-zA-Z]*[dD].*|--decode"));
            case "openssl" -> has("-d");
            case "xxd" -> words.stream().anyMatch(it -> it.matches("-\\w*r\\w*"));
            case "uudecode", "rev" -> true;
            default -> false;
        };
    }

    /// Whether what comes in is run: a shell without a file, an interpreter without one.
    boolean runsInput() {
        var rest = program();
        if (rest.isEmpty()) {
            return false;
        }
        if (name().equals("source") || rest.getFirst().equals(".")) {
            return rest.size() > 1
                    && (rest.get(1).equals("/dev/stdin") || rest.get(1).equals("-"));
        }
        if (!isShell() && !isLanguage()) {
            return false;
        }
        for (var word : rest.subList(1, rest.size())) {
            if (word.equals("-")
                    || word.equals("/dev/stdin")
                    || word.equals("/dev/fd/0")
                    || word.matches("-\\w*s\\w*") && isShell()) {
                return true;
            }
            if (!word.startsWith("-") || word.matches("-\\w*[cmer]") && !(isShell() && word.matches("-[exi]+"))) {
                return false;
            }
        }
        return true;
    }

    boolean has(String word) {
        return words.contains(word);
    }

    /// The word behind this option, or empty.
    String after(String option) {
        var at = words.indexOf(option);
        return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "";
    }
}
