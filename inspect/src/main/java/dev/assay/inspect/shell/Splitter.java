package dev.assay.inspect.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Splits a text into pipelines of commands, as a POSIX shell does, with the variables that were given
/// constants.
///
/// Goes through the text once; what is inside `$(…)` is kept as text, for whoever asks. No text is wrong:
/// quotes that do not end run to the end.
final class Splitter {

    /// Commands further on are not read; a text that long is no script.
    private static final int MOST = 20_000;

    private static final int LONGEST_VARIABLE = 10_000;

    private final String text;
    private final List<List<Command>> pipelines = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private final List<String> ends = new ArrayList<>();
    private List<Command> pipeline = new ArrayList<>();
    private List<String> words = new ArrayList<>();
    private List<String> redirections = new ArrayList<>();
    private List<String> inner = new ArrayList<>();
    private StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean redirects;
    private int start = -1;
    private int commands;
    private int at;

    private Splitter(String text) {
        this.text = text;
    }

    /// The pipelines, in the order in which they stand.
    static List<List<Command>> pipelines(String text) {
        var splitter = new Splitter(text);
        splitter.split();
        return splitter.pipelines;
    }

    private void split() {
        while (at < text.length() && commands < MOST) {
            var it = text.charAt(at);
            switch (it) {
                case '\n' -> {
                    at++;
                    end(true);
                    here();
                }
                case ' ', '\t', '\r' -> {
                    at++;
                    word();
                }
                case ';' -> {
                    at++;
                    end(true);
                }
                case '&' -> ampersand();
                case '|' -> {
                    var or = peek(1) == '|';
                    at += or || peek(1) == '&' ? 2 : 1;
                    end(or);
                }
                case '(', ')', '{', '}' -> bracket(it);
                case '<', '>' -> redirection(it);
                case '#' -> {
                    if (inWord) {
                        put(it);
                    } else {
                        var end = text.indexOf('\n', at);
                        at = end < 0 ? text.length() : end;
                    }
                }
                default -> letter(it);
            }
        }
        end(true);
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private void put(char letter) {
        begin();
        word.append(letter);
        at++;
    }

    private void begin() {
        if (!inWord && start < 0) {
            start = at;
        }
        inWord = true;
    }

    private void ampersand() {
        if (peek(1) == '>') {
            redirection('>');
        } else {
            at += peek(1) == '&' ? 2 : 1;
            end(true);
        }
    }

    private void bracket(char it) {
        if ((it == '{' || it == '}')
                && (inWord || !Character.isWhitespace(peek(1)) && peek(1) != '\0' && peek(1) != ';')) {
            put(it);
            return;
        }
        at++;
        end(true);
    }

    /// Letters that stand for themselves, or open something.
    private void letter(char it) {
        switch (it) {
            case '\'' -> quoted();
            case '"' -> doubleQuoted();
            case '\\' -> {
                if (peek(1) == '\n') {
                    at += 2;
                } else if (peek(1) == '\r' && peek(2) == '\n') {
                    at += 3;
                } else {
                    at++;
                    if (at < text.length()) {
                        put(text.charAt(at));
                    }
                }
            }
            case '$' -> dollar(false);
            case '`' -> substitution(backquoted());
            default -> put(it);
        }
    }

    private void quoted() {
        begin();
        var close = text.indexOf('\'', at + 1);
        var end = close < 0 ? text.length() : close;
        word.append(text, at + 1, end);
        at = Math.min(text.length(), end + 1);
    }

    private void doubleQuoted() {
        begin();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            switch (text.charAt(at)) {
                case '\\' -> {
                    at++;
                    if (at < text.length()) {
                        put(text.charAt(at));
                    }
                }
                case '$' -> dollar(true);
                case '`' -> substitution(backquoted());
                default -> put(text.charAt(at));
            }
        }
        at++;
    }

    private void dollar(boolean quoted) {
        begin();
        if (peek(1) == '(') {
            at += 2;
            substitution(balanced());
        } else if (peek(1) == '\'' && !quoted) {
            at += 2;
            while (at < text.length() && text.charAt(at) != '\'') {
                escape();
            }
            at++;
        } else {
            variable(quoted);
        }
    }

    /// One letter of `$'…'`.
    private void escape() {
        if (text.charAt(at) == '\\' && peek(1) == 'x') {
            var digits = 0;
            while (digits < 2 && Character.digit(peek(2 + digits), 16) >= 0) {
                digits++;
            }
            if (digits > 0) {
                word.append((char) Integer.parseInt(text.substring(at + 2, at + 2 + digits), 16));
                at += 2 + digits;
                return;
            }
        }
        if (text.charAt(at) == '\\' && peek(1) >= '0' && peek(1) <= '7') {
            var digits = 0;
            while (digits < 3 && peek(1 + digits) >= '0' && peek(1 + digits) <= '7') {
                digits++;
            }
            word.append((char) Integer.parseInt(text.substring(at + 1, at + 1 + digits), 8));
            at += 1 + digits;
            return;
        }
        at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
        put(text.charAt(at));
    }

    private void variable(boolean quoted) {
        var brace = peek(1) == '{';
        var from = at + (brace ? 2 : 1);
        var to = from;
        while (to < text.length() && (Character.isLetterOrDigit(text.charAt(to)) || text.charAt(to) == '_')) {
            to++;
        }
        var name = text.substring(from, to);
        if (name.isEmpty()) {
            put('$');
            return;
        }
        if (brace) {
            var close = text.indexOf('}', to);
            to = close < 0 ? text.length() : close + 1;
        }
        at = to;
        var value = variables.get(name);
        if (name.equals("IFS") && !quoted) {
            word();
        } else if (value == null) {
            word.append('$').append(name);
        } else if (word.length() + value.length() < LONGEST_VARIABLE) {
            word.append(value);
        }
    }

    private String backquoted() {
        at++;
        var close = text.indexOf('`', at);
        var end = close < 0 ? text.length() : close;
        var inside = text.substring(at, end);
        at = Math.min(text.length(), end + 1);
        return inside;
    }

    /// What stands before the bracket that closes the one here; quotes are respected.
    private String balanced() {
        var from = at;
        var depth = 1;
        var quote = '\0';
        for (; at < text.length(); at++) {
            var it = text.charAt(at);
            if (quote != '\0') {
                if (it == '\\' && quote == '"') {
                    at++;
                } else if (it == quote) {
                    quote = '\0';
                }
            } else if (it == '\'' || it == '"') {
                quote = it;
            } else if (it == '\\') {
                at++;
            } else if (it == '(') {
                depth++;
            } else if (it == ')' && --depth == 0) {
                break;
            }
        }
        var inside = text.substring(from, Math.min(at, text.length()));
        at = Math.min(text.length(), at + 1);
        return inside;
    }

    private void substitution(String command) {
        begin();
        inner.add(command);
        word.append("$(")
                .append(command.length() > 200 ? command.substring(0, 200) : command)
                .append(')');
    }

    private void redirection(char it) {
        if (peek(1) == '(') {
            at += 2;
            substitution(balanced());
            return;
        }
        if (it == '<' && peek(1) == '<' && peek(2) != '<') {
            at += peek(2) == '-' ? 3 : 2;
            while (peek(0) == ' ' || peek(0) == '"' || peek(0) == '\'' || peek(0) == '\\') {
                at++;
            }
            var from = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            ends.add(text.substring(from, at));
            while (peek(0) == '"' || peek(0) == '\'') {
                at++;
            }
            return;
        }
        var number = inWord && word.toString().matches("\\d{1,3}|&");
        if (!number) {
            word();
        }
        begin();
        redirects = true;
        while (at < text.length()
                && "<>&|".indexOf(text.charAt(at)) >= 0
                && !(text.charAt(at) == '|' && word.indexOf(">") < 0)) {
            put(text.charAt(at));
        }
        while (peek(0) == ' ') {
            at++;
        }
    }

    /// A word ends here, if there was one.
    private void word() {
        if (inWord) {
            var done = word.toString();
            if (redirects) {
                redirections.add(done);
            } else {
                words.add(done);
            }
            word = new StringBuilder();
            inWord = false;
            redirects = false;
        }
    }

    /// A command ends here, and perhaps its pipeline.
    private void end(boolean whole) {
        word();
        if (!words.isEmpty() || !redirections.isEmpty()) {
            commands++;
            for (var it : words) {
                var equals = it.indexOf('=');
                if (equals > 0 && it.substring(0, equals).matches("[A-Za-z_]\\w*")) {
                    variables.put(it.substring(0, equals), it.substring(equals + 1));
                } else if (!it.equals("export") && !it.equals("local") && !it.equals("set")) {
                    break;
                }
            }
            pipeline.add(new Command(Math.max(0, start), words, redirections, inner, ""));
            words = new ArrayList<>();
            redirections = new ArrayList<>();
            inner = new ArrayList<>();
        }
        start = -1;
        if (whole && !pipeline.isEmpty()) {
            pipelines.add(List.copyOf(pipeline));
            pipeline = new ArrayList<>();
        }
    }

    /// The text of here-documents begins on the next line.
    private void here() {
        for (var end : ends) {
            var from = at;
            var to = text.length();
            while (at < text.length()) {
                var newline = text.indexOf('\n', at);
                var line = text.substring(at, newline < 0 ? text.length() : newline);
                var begin = at;
                at = newline < 0 ? text.length() : newline + 1;
                if (line.strip().equals(end)) {
                    to = begin;
                    break;
                }
            }
            if (!pipelines.isEmpty()) {
                var last = new ArrayList<>(pipelines.removeLast());
                var it = last.getFirst();
                last.set(
                        0,
                        new Command(
                                it.at(),
                                it.words(),
                                it.redirections(),
                                it.inner(),
                                text.substring(from, Math.max(from, to))));
                pipelines.add(List.copyOf(last));
            }
        }
        ends.clear();
    }
}
