package dev.assay.judge;

import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// What a text would be to a callable that does something with texts: a command line, source code, an address.
///
/// Nobody lists every function that hands its argument to a shell or to the interpreter. What is handed over, however,
/// looks the same each time. A text counts only if it is hardly anything else: prose that begins with the name of a
/// program does not, a program with an option or a path does.
enum Wording {
    /// A line for a shell: `curl -s 127.0.0.1 | sh`.
    COMMAND {
        @Override
        boolean fits(String text) {
            return SHELL.matcher(text).find() || program(text.strip());
        }
    },
    /// Python: `__import__('os').system('id')`.
    CODE {
        @Override
        boolean fits(String text) {
            return PYTHON.matcher(text).find();
        }
    },
    /// A URL: `http://127.0.0.1:8000/`.
    ADDRESS {
        @Override
        boolean fits(String text) {
            return URL.matcher(text).lookingAt();
        }
    };

    /// What only a shell reads.
    private static final Pattern SHELL = Pattern.compile(
            "\\|\\s*(ba|z|da|k)?sh\\b|/dev/tcp/|2>&1|[\\s\\d]>\\s*/[a-z]|&&\\s*[a-z./]+\\s|\\$\\([a-z/]");

    /// Programs of which nobody writes without meaning them.
    private static final Set<String> ALONE = Set.of(
            "bash",
            "calc.exe",
            "cmd.exe",
            "gnome-calculator",
            "mshta",
            "notepad.exe",
            "powershell",
            "powershell.exe",
            "pwsh",
            "regsvr32",
            "rundll32",
            "whoami",
            "xcalc",
            "xterm");

    /// Programs whose names are words of some language, or of some table.
    private static final Set<String> WITH_OPERAND = Set.of(
            "bitsadmin",
            "calc",
            "cat",
            "certutil",
            "chmod",
            "chown",
            "cmd",
            "cp",
            "crontab",
            "curl",
            "dd",
            "dig",
            "echo",
            "env",
            "find",
            "ftp",
            "git",
            "grep",
            "id",
            "kill",
            "killall",
            "ls",
            "mkdir",
            "mkfifo",
            "mv",
            "nc",
            "ncat",
            "netcat",
            "node",
            "nohup",
            "notepad",
            "nslookup",
            "open",
            "osascript",
            "perl",
            "php",
            "ping",
            "pip",
            "pip3",
            "printf",
            "python",
            "python2",
            "python3",
            "rm",
            "ruby",
            "scp",
            "sh",
            "sleep",
            "socat",
            "ssh",
            "start",
            "sudo",
            "systemctl",
            "tee",
            "telnet",
            "touch",
            "uname",
            "wget",
            "xargs",
            "zsh");

    private static final Pattern ABSOLUTE = Pattern.compile("/(usr/(local/)?)?s?bin/[\\w.+-]+(\\s.*)?", Pattern.DOTALL);
    private static final Pattern OPERAND =
            Pattern.compile("([-/~$'\"<>|&;%]|\\.{1,2}/|\\d+(\\.\\d+){3}|[\\w.:-]*[/$>|;@]).*", Pattern.DOTALL);

    private static final String MODULES = "(os|posix|nt|sys|subprocess|socket|pty|shutil|ctypes|commands|builtins|"
            + "importlib|runpy|marshal|pickle|base64|codecs|urllib|requests|webbrowser|tempfile|threading)";
    private static final Pattern PYTHON = Pattern.compile("__(import|builtins|subclasses|globals|class|loader)__"
            + "|\\b(exec|eval|compile|execfile)\\s*\\(\\s*['\"\\w]"
            + "|\\b(open|print)\\s*\\(\\s*['\"]"
            + "|\\b" + MODULES + "\\s*\\.\\s*\\w+(\\s*\\.\\s*\\w+)*\\s*\\("
            + "|(^|[\\n;])\\s*import\\s+" + MODULES + "\\b"
            + "|(^|[\\n;])\\s*from\\s+" + MODULES + "(\\.\\w+)*\\s+import\\b");

    private static final Pattern URL =
            Pattern.compile("\\s*(https?|ftps?|sftp|wss?|ldaps?|smb|ssh|telnet|gopher|tcp|udp)://\\S");

    abstract boolean fits(String text);

    /// Whether some text or bytes in this argument of a finding, at any depth, is worded so.
    boolean isIn(String argument) {
        var found = new boolean[1];
        texts(argument, text -> found[0] |= fits(text));
        return found[0];
    }

    private static boolean program(String text) {
        if (ABSOLUTE.matcher(text).matches()) {
            return true;
        }
        var end = 0;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && ";|&<>".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        var program = text.substring(0, end);
        var rest = text.substring(end).strip();
        if (ALONE.contains(program)) {
            return rest.isEmpty() || OPERAND.matcher(rest).matches() || program.endsWith(".exe");
        }
        if (!WITH_OPERAND.contains(program) || rest.isEmpty()) {
            return false;
        }
        return OPERAND.matcher(rest).matches()
                || program.equals("echo") && rest.chars().noneMatch(Character::isWhitespace);
    }

    /// The texts in a rendered argument, their escapes undone.
    private static void texts(String argument, Consumer<String> taker) {
        var text = new StringBuilder();
        for (var i = 0; i < argument.length(); i++) {
            if (argument.charAt(i) != '\'') {
                continue;
            }
            text.setLength(0);
            for (i++; i < argument.length() && argument.charAt(i) != '\''; i++) {
                if (argument.charAt(i) == '\\' && i + 1 < argument.length()) {
                    i = escaped(argument, i + 1, text);
                } else {
                    text.append(argument.charAt(i));
                }
            }
            taker.accept(text.toString());
        }
    }

    /// @return where the escape ends
    private static int escaped(String argument, int at, StringBuilder text) {
        var digits = switch (argument.charAt(at)) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
        if (digits > 0 && at + digits < argument.length()) {
            try {
                text.appendCodePoint(Integer.parseInt(argument, at + 1, at + 1 + digits, 16));
                return at + digits;
            } catch (IllegalArgumentException notOne) {
                text.append(argument.charAt(at));
                return at;
            }
        }
        text.append(argument.charAt(at) == 'n' ? '\n' : argument.charAt(at));
        return at;
    }
}
