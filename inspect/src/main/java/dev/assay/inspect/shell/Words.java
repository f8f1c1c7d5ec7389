package dev.assay.inspect.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The words of statements, or nothing where the grammar has more than [Plain] reads.
final class Words {

    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:[A-Za-z_][A-Za-z0-9_]*|[0-9@#?*$]|\\{[A-Za-z_][A-Za-z0-9_]*(?::-[\\w./]*)?})");
    private static final Pattern BARE = Pattern.compile("[\\w./:=@%+,~*?\\[\\]-]+");
    private static final Pattern REDIRECTION = Pattern.compile(
            "(?:[12&]?>>?[ \\t]*(?:/dev/null|[\\w-][\\w-]*(?:/[\\w-]+){0,9}\\.log)(?=[\\s;&|)]|\\z)|2>&1)");

    /// Longer words are read by a person; it also bounds what expressions go through.
    private static final int LONGEST = 1_000;

    private final String text;
    private final List<List<Word>> statements = new ArrayList<>();
    private List<Word> words = new ArrayList<>();
    private int at;

    private Words(String text) {
        this.text = text;
    }

    static Optional<List<List<Word>>> statements(String text) {
        if (text.chars().anyMatch(it -> it < 0x20 && it != '\n' && it != '\t' || it > 0x7e)) {
            return Optional.empty();
        }
        var reader = new Words(text);
        while (reader.at < text.length()) {
            if (!reader.step()) {
                return Optional.empty();
            }
        }
        reader.end();
        return Optional.of(reader.statements);
    }

    private void end() {
        if (!words.isEmpty()) {
            statements.add(words);
            words = new ArrayList<>();
        }
    }

    private boolean step() {
        var c = text.charAt(at);
        if (c == ' ' || c == '\t') {
            at++;
            return true;
        }
        if (c == '\\' && text.startsWith("\\\n", at)) {
            at += 2;
            return true;
        }
        if (c == '#') {
            var line = text.indexOf('\n', at);
            at = line < 0 ? text.length() : line;
            return true;
        }
        // One `&` alone leaves a command running, and in a loop ever more of them.
        if (c == '\n' || c == ';' || c == '|' || text.startsWith("&&", at)) {
            at += text.startsWith("&&", at) || text.startsWith("||", at) ? 2 : 1;
            end();
            return true;
        }
        var redirection = REDIRECTION.matcher(text).region(at, text.length());
        redirection.useTransparentBounds(true);
        if (redirection.lookingAt()) {
            at = redirection.end();
            return true;
        }
        return word();
    }

    private boolean word() {
        var said = new StringBuilder();
        var literal = true;
        var from = at;
        while (at < text.length() && " \t\n;&|".indexOf(text.charAt(at)) < 0) {
            var c = text.charAt(at);
            if (c == '\'' || c == '"') {
                var close = text.indexOf(c, at + 1);
                if (close < 0) {
                    return false;
                }
                var inside = text.substring(at + 1, close);
                // Some commands of some shells read their words once more.
                if (inside.contains("`") || c == '\'' && inside.contains("$")) {
                    return false;
                }
                if (c == '"') {
                    if (VARIABLE.matcher(inside).replaceAll("").matches("(?s).*[$`\\\\!].*")) {
                        return false;
                    }
                    literal &= !inside.contains("$");
                }
                said.append(inside);
                at = close + 1;
            } else if (c == '$') {
                var variable = VARIABLE.matcher(text).region(at, text.length());
                if (!variable.lookingAt()) {
                    return false;
                }
                literal = false;
                said.append(variable.group());
                at = variable.end();
            } else {
                var bare = BARE.matcher(text).region(at, text.length());
                if (!bare.lookingAt()) {
                    return false;
                }
                said.append(bare.group());
                at = bare.end();
            }
        }
        if (at == from || at - from > LONGEST) {
            return false;
        }
        words.add(new Word(said.toString(), literal));
        return true;
    }
}
