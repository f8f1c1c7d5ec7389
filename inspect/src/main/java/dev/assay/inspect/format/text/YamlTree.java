package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.source.Escapes;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Walks YAML line by line and tells of each value as it passes. What is no YAML is walked as well, as far as it looks
/// like it: a text does not say who will read it.
///
/// @see <a href="https://yaml.org/spec/1.1/">YAML 1.1</a>
final class YamlTree {

    interface Listener {

        /// @param plain whether it stands without quotes, so that `true` is no text
        void scalar(long at, List<String> path, String value, boolean plain);

        void opens(long at, List<String> path, boolean object);

        void closes();

        /// Aliases repeat what they stand for; read out, it is more than this many values.
        void swells(long at);
    }

    private static final int LONGEST_LINE = 1 << 20;
    private static final Pattern HEADER = Pattern.compile("[-+0-9]{0,3}\\s*(?:#.*)?");
    private static final int DEEPEST = 1_000;
    private static final long MOST_VALUES = 1_000_000;

    private static final class Node {
        private final int indent;
        private final boolean object;
        private final boolean flow;
        private String key = "";
        private @Nullable String anchor;
        private long weight = 1;

        Node(int indent, boolean object, boolean flow) {
            this.indent = indent;
            this.object = object;
            this.flow = flow;
        }
    }

    private final MemorySegment text;
    private final Listener listener;
    private final Deque<Node> nodes = new ArrayDeque<>();
    /// Those of the open nodes that have keys: a path is told of every value, and lists may be many.
    private final Deque<Node> objects = new ArrayDeque<>();
    private final Map<String, Long> anchors = new HashMap<>();
    private @Nullable String anchor;
    private boolean swollen;
    private long lineAt;
    private long next;
    private String line = "";
    private int at;

    YamlTree(MemorySegment text, Listener listener) {
        this.text = text;
        this.listener = listener;
    }

    void walk() {
        while (advance()) {
            line();
        }
        closeTo(-1);
    }

    private boolean advance() {
        if (next >= text.byteSize()) {
            return false;
        }
        lineAt = next;
        var end = lineAt;
        while (end < text.byteSize() && text.get(JAVA_BYTE, end) != '\n' && end - lineAt < LONGEST_LINE) {
            end++;
        }
        line = Letters.slice(text, lineAt, end);
        next = Math.min(text.byteSize(), end + 1);
        at = 0;
        return true;
    }

    private void line() {
        at = indent();
        if (at == line.length() || line.charAt(at) == '#' || line.charAt(at) == '%' && at == 0) {
            return;
        }
        if (line.startsWith("---") || line.startsWith("...")) {
            closeTo(-1);
            at = 3;
            space();
        }
        while (at < line.length() && line.charAt(at) == '-' && (at + 1 == line.length() || blank(at + 1))) {
            item(at);
            at++;
            space();
        }
        var in = at;
        if (at < line.length() && line.charAt(at) == '?' && at + 1 < line.length() && blank(at + 1)) {
            at++;
            space();
            if (at < line.length()) {
                var quoted = line.charAt(at) == '"' || line.charAt(at) == '\'';
                keyed(in, quoted ? quoted(line.charAt(at)) : plain(false)); // its value follows on a line of its own
            }
            return;
        }
        if (at < line.length()) {
            value(at);
        }
    }

    private int indent() {
        var i = 0;
        while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t' || line.charAt(i) == '\r')) {
            i++;
        }
        return i;
    }

    private void space() {
        while (at < line.length() && blank(at)) {
            at++;
        }
    }

    private boolean blank(int there) {
        var it = line.charAt(there);
        return it == ' ' || it == '\t' || it == '\r';
    }

    private void item(int column) {
        while (!nodes.isEmpty() && nodes.element().indent > column) {
            close();
        }
        var top = nodes.peek();
        if (top == null || top.object || top.indent < column) {
            open(new Node(column, false, false));
        }
    }

    /// What stands at this column of the line: a key and its value, or a value.
    private void value(int column) {
        properties();
        while (at < line.length() && line.charAt(at) == ':' && (at + 1 == line.length() || blank(at + 1))) {
            at++; // of a key on a line of its own
            space();
            properties();
        }
        if (at >= line.length()) {
            return;
        }
        var start = at;
        var it = line.charAt(at);
        if (it == '{' || it == '[') {
            flow();
            return;
        }
        if (header()) {
            block(it);
            return;
        }
        var quoted = it == '"' || it == '\'';
        var scalar = quoted ? quoted(it) : plain(false);
        space();
        var key = at < line.length() && line.charAt(at) == ':' && (at + 1 == line.length() || blank(at + 1));
        if (!key) {
            scalar(lineAt + start, scalar, !quoted);
            return;
        }
        keyed(column, scalar);
        at++;
        space();
        if (at < line.length() && line.charAt(at) != '#') {
            inner();
        }
    }

    /// The value behind a key on the same line. It is no key itself.
    private void inner() {
        properties();
        if (at >= line.length()) {
            return;
        }
        var start = at;
        if (header()) {
            block(line.charAt(at));
            return;
        }
        switch (line.charAt(at)) {
            case '{', '[' -> flow();
            case '"', '\'' -> scalar(lineAt + start, quoted(line.charAt(at)), false);
            case '*' -> alias();
            case '#' -> {}
            default -> scalar(lineAt + start, plain(false), true);
        }
    }

    private void keyed(int column, String key) {
        while (!nodes.isEmpty()
                && (nodes.element().indent > column || nodes.element().indent == column && !nodes.element().object)) {
            close();
        }
        var top = nodes.peek();
        if (top == null || !top.object || top.indent < column) {
            open(new Node(column, true, false));
        }
        nodes.element().key = key;
    }

    /// Tags and anchors before a value.
    private void properties() {
        while (at < line.length() && (line.charAt(at) == '!' || line.charAt(at) == '&')) {
            var from = at;
            var named = line.charAt(from) == '&';
            while (at < line.length() && !blank(at) && !(named && ",]}".indexOf(line.charAt(at)) >= 0)) {
                at++;
            }
            if (line.charAt(from) == '&') {
                anchor = line.substring(from + 1, at);
            }
            space();
        }
        if (at < line.length() && line.charAt(at) == '*') {
            alias();
        }
    }

    private void alias() {
        var from = ++at;
        while (at < line.length() && !blank(at) && ",]}".indexOf(line.charAt(at)) < 0) {
            at++;
        }
        var weight = anchors.getOrDefault(line.substring(from, at), 0L);
        weigh(weight);
        space();
    }

    private void weigh(long more) {
        var top = nodes.peek();
        if (top != null) {
            top.weight = Math.min(MOST_VALUES * 2, top.weight + more);
            if (top.weight > MOST_VALUES && !swollen) {
                swollen = true;
                listener.swells(lineAt);
            }
        }
    }

    private void scalar(long where, String value, boolean plain) {
        weigh(1);
        if (anchor != null) {
            anchors.putIfAbsent(anchor, 1L);
            anchor = null;
        }
        listener.scalar(where, path(), value, plain);
    }

    private List<String> path() {
        var path = new ArrayList<String>();
        for (var it = objects.descendingIterator(); it.hasNext() && path.size() < 64; ) {
            path.add(it.next().key);
        }
        return path;
    }

    private void open(Node node) {
        node.anchor = anchor;
        anchor = null;
        listener.opens(lineAt + Math.min(at, line.length()), path(), node.object);
        nodes.push(node);
        if (node.object) {
            objects.push(node);
        }
    }

    private void close() {
        var node = nodes.pop();
        if (node.object) {
            objects.pop();
        }
        listener.closes();
        weigh(node.weight);
        if (node.anchor != null && anchors.size() < 10_000) {
            anchors.put(node.anchor, node.weight);
        }
    }

    private void closeTo(int column) {
        while (!nodes.isEmpty() && nodes.element().indent > column) {
            close();
        }
    }

    /// Whether a text over several lines begins here.
    private boolean header() {
        var it = line.charAt(at);
        return (it == '|' || it == '>')
                && HEADER.matcher(line.substring(at + 1)).matches();
    }

    /// A text over several lines, each further in than what it belongs to.
    private void block(char style) {
        var start = lineAt + at;
        var outer = nodes.isEmpty() ? -1 : nodes.element().indent;
        var all = new StringBuilder();
        while (next < text.byteSize()) {
            var back = next;
            advance();
            var in = indent();
            if (in < line.length() && in <= outer) {
                next = back; // no more of it
                line = "";
                break;
            }
            if (all.length() < LONGEST_LINE) {
                all.append(line.strip()).append(style == '|' ? '\n' : ' ');
            }
        }
        at = line.length();
        scalar(start, all.toString().strip(), false);
    }

    private String plain(boolean inFlow) {
        var from = at;
        while (at < line.length()) {
            var it = line.charAt(at);
            if (it == ':'
                            && (at + 1 == line.length()
                                    || blank(at + 1)
                                    || inFlow && ",[]{}".indexOf(line.charAt(at + 1)) >= 0)
                    || it == '#' && at > from && blank(at - 1)
                    || inFlow && ",[]{}".indexOf(it) >= 0) {
                break;
            }
            at++;
        }
        return line.substring(from, at).strip();
    }

    private String quoted(char quote) {
        var all = new StringBuilder();
        at++;
        while (true) {
            while (at < line.length()) {
                var it = line.charAt(at++);
                if (it == quote) {
                    if (quote == '\'' && at < line.length() && line.charAt(at) == '\'') {
                        all.append('\'');
                        at++;
                        continue;
                    }
                    return quote == '"' ? Escapes.undone(all.toString().replace("\\/", "/"), false) : all.toString();
                }
                if (it == '\\' && quote == '"' && at < line.length()) {
                    all.append(it).append(line.charAt(at++));
                } else {
                    all.append(it);
                }
            }
            if (all.length() > LONGEST_LINE || !advance()) {
                return all.toString();
            }
            if (!all.isEmpty() && all.charAt(all.length() - 1) == '\\') {
                all.setLength(all.length() - 1);
            } else {
                all.append(' ');
            }
            at = indent();
        }
    }

    /// Lists and objects in brackets, over as many lines as they take.
    private void flow() {
        var depth = nodes.size();
        do {
            while (at >= line.length()) {
                if (!advance()) {
                    return;
                }
                at = indent();
            }
            var it = line.charAt(at);
            switch (it) {
                case '{', '[' -> {
                    if (nodes.size() - depth >= DEEPEST) {
                        return;
                    }
                    open(new Node(nodes.isEmpty() ? 0 : nodes.element().indent, it == '{', true));
                    at++;
                }
                case '}', ']' -> {
                    close();
                    at++;
                }
                case ',' -> {
                    nodes.element().key = "";
                    at++;
                }
                case ':' -> at++;
                case ' ', '\t', '\r' -> at++;
                case '#' -> at = line.length();
                case '!', '&', '*' -> properties();
                default -> word(it);
            }
        } while (nodes.size() > depth && nodes.element().flow);
    }

    private void word(char first) {
        var start = lineAt + at;
        var quoted = first == '"' || first == '\'';
        var from = at;
        var scalar = quoted ? quoted(first) : plain(true);
        if (at == from) {
            at++;
            return;
        }
        space();
        var top = nodes.element();
        if (top.object && top.key.isEmpty() && at < line.length() && line.charAt(at) == ':') {
            top.key = scalar;
            at++;
        } else {
            scalar(start, scalar, !quoted);
        }
    }
}
