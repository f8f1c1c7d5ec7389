package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.format.text.PythonLexer.Token;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Python source: what it does when it is imported, and what when it is called.
///
/// The text is read token by token; it is Python only if all of it can be, and prose cannot: two words in a row that
/// no keyword separates end the reading. What it calls is followed through `import … as …`, `from … import …` and
/// plain assignments, and asked of the table of [PythonActs].
final class Python implements Reading {

    private static final int MOST = 200;
    private static final int LONGEST_LINE = 200_000;

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var reading = new Module(text, place);
        try {
            return reading.read() ? Optional.of(new Read("python", reading.findings())) : Optional.empty();
        } catch (PythonLexer.NotPython prose) {
            return reading.eludes.map(it -> new Read("", List.of(it)));
        }
    }

    /// A block that is open: a function whose body runs when it is called, a class, or anything else with a colon.
    private record Block(int indent, boolean function, String name) {}

    /// Something found, and the names of the function one must call for it to happen: none if the import does it.
    private record Act(long at, String what, List<String> within) {}

    private static final class Module {

        private final MemorySegment text;
        private final Place place;
        private final PythonLexer lexer;
        private final Map<String, String> aliases = new HashMap<>();
        private final Set<String> stars = new HashSet<>();
        private final List<Block> blocks = new ArrayList<>();
        private final List<Act> acts = new ArrayList<>();
        private final Map<String, Set<String>> calls = new HashMap<>();
        private final List<Token> line = new ArrayList<>();
        private Optional<Finding> eludes = Optional.empty();
        private boolean certain;

        Module(MemorySegment text, Place place) {
            this.text = text;
            this.place = place;
            this.lexer = new PythonLexer(text);
        }

        /// @return whether the text has a statement that only Python has
        boolean read() throws PythonLexer.NotPython {
            coding();
            var indent = 0;
            for (var token = lexer.next(); token.kind() != PythonLexer.Kind.END; token = lexer.next()) {
                if (line.isEmpty()) {
                    indent = lexer.indent();
                }
                if (token.kind() == PythonLexer.Kind.NEWLINE) {
                    if (!line.isEmpty()) {
                        statement(indent);
                    }
                    line.clear();
                } else {
                    if (token.kind() == PythonLexer.Kind.NAME && token.text().indexOf('\ufffd') >= 0) {
                        eludes = Optional.of(
                                new Finding.Eludes(place.at(token.at()), "source with names in another encoding"));
                    }
                    line.add(token);
                    if (line.size() > LONGEST_LINE) { // a table of numbers: look at it piece by piece
                        expression(line, inside());
                        line.subList(0, line.size() - 64).clear();
                    }
                }
            }
            if (!line.isEmpty()) {
                statement(indent);
            }
            return certain || !acts.isEmpty() || eludes.isPresent();
        }

        /// A source may say in its first two lines which encoding it is in; some encodings spell other letters.
        private void coding() {
            var coding =
                    CODING.matcher(Letters.head(text, 64 << 10).lines().limit(2).reduce("", (a, b) -> a + b + "\n"));
            if (coding.find()
                    && !ORDINARY.matcher(
                                    coding.group(1).toLowerCase(Locale.ROOT).replace('_', '-'))
                            .matches()) {
                eludes = Optional.of(new Finding.Eludes(
                        place.at(0), "source in the encoding " + Letters.shown(coding.group(1), 40)));
            }
        }

        private static final Pattern CODING = Pattern.compile("(?md)^[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)");
        private static final Pattern ORDINARY =
                Pattern.compile("utf-?8(-.*)?|(us-)?ascii|(iso-)?latin-?1(-.*)?|iso-?8859-1(-.*)?");

        private void statement(int indent) {
            while (!blocks.isEmpty() && blocks.getLast().indent >= indent) {
                blocks.removeLast();
            }
            var statements = split();
            for (var it : statements) {
                single(it, indent);
            }
        }

        /// The statements of one logical line: at semicolons, and behind the colon that opens a block.
        private List<List<Token>> split() {
            var statements = new ArrayList<List<Token>>();
            var depth = 0;
            var from = 0;
            var lambdas = 0;
            var opens = PythonLexer.OPENING.contains(line.getFirst().text())
                    || line.getFirst().text().equals("async");
            for (var i = 0; i < line.size(); i++) {
                switch (line.get(i).text()) {
                    case "(", "[", "{" -> depth++;
                    case ")", "]", "}" -> depth--;
                    case "lambda" -> lambdas += depth == 0 ? 1 : 0;
                    case ";" -> {
                        if (depth == 0) {
                            statements.add(line.subList(from, i));
                            from = i + 1;
                        }
                    }
                    case ":" -> {
                        if (depth == 0 && lambdas > 0) {
                            lambdas--;
                        } else if (depth == 0 && opens) {
                            statements.add(line.subList(from, i + 1));
                            from = i + 1;
                            opens = false;
                        }
                    }
                    default -> {}
                }
            }
            statements.add(line.subList(from, line.size()));
            return statements.stream().filter(it -> !it.isEmpty()).toList();
        }

        private void single(List<Token> tokens, int indent) {
            var first = tokens.getFirst().text();
            var second = tokens.size() > 1 ? tokens.get(1).text() : "";
            var third = tokens.size() > 2 ? tokens.get(2).text() : "";
            switch (first) {
                case "import" -> imports(tokens);
                case "from" -> importsFrom(tokens);
                case "def", "class" -> opens(tokens, indent, first.equals("def"), second);
                case "async" -> {
                    if (second.equals("def")) {
                        opens(tokens, indent, true, third);
                    } else {
                        expression(tokens, inside());
                    }
                }
                default -> {
                    if (second.equals("=") && PythonLexer.isName(first)) {
                        assigned(first, tokens.subList(2, tokens.size()));
                    }
                    expression(tokens, inside());
                }
            }
        }

        private void opens(List<Token> tokens, int indent, boolean function, String name) {
            if (PythonLexer.isName(name)) {
                certain = true;
                expression(tokens, inside()); // defaults, decorators and bases are worked out at once
                blocks.add(new Block(indent, function, name));
                if (!function) {
                    calls.computeIfAbsent(name, it -> new HashSet<>());
                }
            }
        }

        /// The names under which the outermost function around here is called: its own, and for a constructor that of
        /// its class. None if there is no function.
        private List<String> inside() {
            for (var i = 0; i < blocks.size(); i++) {
                var block = blocks.get(i);
                if (block.function) {
                    var constructor = i > 0 && !blocks.get(i - 1).function && block.name.startsWith("__");
                    return constructor ? List.of(block.name, blocks.get(i - 1).name) : List.of(block.name);
                }
            }
            return List.of();
        }

        private void imports(List<Token> tokens) {
            certain |= tokens.size() > 1 && PythonLexer.isName(tokens.get(1).text());
            for (var i = 1; i < tokens.size(); ) {
                var dotted = dotted(tokens, i);
                i = dotted.end;
                if (i + 1 < tokens.size() && tokens.get(i).text().equals("as")) {
                    aliases.put(tokens.get(i + 1).text(), dotted.name);
                    i += 2;
                } else {
                    aliases.remove(dotted.name);
                }
                i++;
            }
        }

        private void importsFrom(List<Token> tokens) {
            var i = 1;
            while (i < tokens.size() && tokens.get(i).text().chars().allMatch(it -> it == '.')) {
                i++;
            }
            var relative = i > 1;
            var from = dotted(tokens, i);
            i = from.end + 1;
            certain |= from.end < tokens.size() && tokens.get(from.end).text().equals("import");
            while (i < tokens.size()) {
                var name = tokens.get(i).text();
                if (name.equals("*")) {
                    stars.add(from.name);
                } else if (PythonLexer.isName(name)) {
                    var as = i + 2 < tokens.size() && tokens.get(i + 1).text().equals("as")
                            ? tokens.get(i + 2).text()
                            : name;
                    i += as.equals(name) ? 0 : 2;
                    aliases.put(
                            as, PythonActs.isPassedOn(name) ? name : (relative ? "." : "") + from.name + "." + name);
                }
                i++;
            }
        }

        private record Dotted(String name, int end) {}

        private static Dotted dotted(List<Token> tokens, int from) {
            var name = new StringBuilder();
            var i = from;
            while (i < tokens.size()
                    && PythonLexer.isName(tokens.get(i).text())
                    && tokens.get(i).kind() == PythonLexer.Kind.NAME) {
                name.append(tokens.get(i).text());
                i++;
                if (i + 1 < tokens.size() && tokens.get(i).text().equals(".")) {
                    name.append('.');
                    i++;
                } else {
                    break;
                }
            }
            return new Dotted(name.toString(), i);
        }

        /// `run = os.system`: the new name means the old one from here on.
        private void assigned(String name, List<Token> value) {
            var dotted = dotted(value, 0);
            if (dotted.end == value.size() && !dotted.name.isEmpty()) {
                aliases.put(name, resolved(dotted.name));
            } else if (!value.isEmpty()
                    && dotted.end > 0
                    && PythonActs.isModuleGetter(resolved(dotted.name))
                    && value.size() > dotted.end + 1) {
                aliases.put(name, PythonLexer.literal(value.get(dotted.end + 1)).orElse(name));
            } else {
                aliases.remove(name);
            }
        }

        private String resolved(String name) {
            var dot = name.indexOf('.');
            var head = dot < 0 ? name : name.substring(0, dot);
            var alias = aliases.get(head);
            if (alias != null) {
                return alias + (dot < 0 ? "" : name.substring(dot));
            }
            for (var module : dot < 0 ? stars : Set.<String>of()) {
                if (PythonActs.acts(module + "." + name)) {
                    return module + "." + name;
                }
            }
            return name;
        }

        /// Every dotted name in the tokens, and what is done with it.
        private void expression(List<Token> tokens, List<String> within) {
            for (var i = 0; i < tokens.size(); ) {
                var token = tokens.get(i);
                if (token.kind() == PythonLexer.Kind.STRING && i > 0 && isKey(tokens, i)) {
                    act(tokens, i, i, false, token.text(), within);
                }
                if (token.kind() != PythonLexer.Kind.NAME || PythonLexer.KEYWORDS.contains(token.text())) {
                    i++;
                    continue;
                }
                var before = i == 0 ? "" : tokens.get(i - 1).text();
                var dotted = dotted(tokens, i);
                if (dotted.end == i) {
                    i++;
                    continue;
                }
                if (!before.equals("def") && !before.equals("class")) {
                    var after =
                            dotted.end < tokens.size() ? tokens.get(dotted.end).text() : "";
                    if (before.equals(".")) { // an attribute of something we did not follow: `(…).system(…)`
                        attribute(tokens, dotted, i, after, within);
                    } else {
                        mentions(tokens, dotted, i, after, within);
                    }
                }
                i = dotted.end;
            }
        }

        private void mentions(List<Token> tokens, Dotted dotted, int start, String after, List<String> within) {
            var name = resolved(dotted.name);
            var called = after.equals("(");
            if (called) {
                var simple = name.substring(name.lastIndexOf('.') + 1);
                if (within.isEmpty()) {
                    calls.computeIfAbsent("", it -> new HashSet<>()).add(simple);
                } else {
                    within.forEach(it ->
                            calls.computeIfAbsent(it, one -> new HashSet<>()).add(simple));
                }
            }
            if (after.equals("=") && name.indexOf('.') < 0) {
                return; // a keyword argument, or a name that is given another meaning
            }
            var argument = called && dotted.end + 1 < tokens.size() ? tokens.get(dotted.end + 1) : null;
            if (after.equals("[") && isModules(tokens, name, dotted.end)
                    || after.equals("[") && name.equals("__builtins__")
                    || called && isFetching(tokens, name, dotted.end)
                    || called
                            && within.isEmpty()
                            && PythonActs.isTellable(name)
                            && PythonActs.isTold(name, tokens.subList(dotted.end, closed(tokens, dotted.end)))) {
                act(tokens, start, dotted.end, true, name, within);
                return;
            }
            if (!called
                    && name.indexOf('.') < 0
                    && !isHandedOn(start == 0 ? "" : tokens.get(start - 1).text())) {
                return; // a word by itself
            }
            PythonActs.reported(name, called, Optional.ofNullable(argument), this::resolved, within.isEmpty())
                    .ifPresent(what -> act(tokens, start, dotted.end, called, what, within));
        }

        private static boolean isHandedOn(String before) {
            return !before.isEmpty() && "(,=[:".contains(before);
        }

        private void attribute(List<Token> tokens, Dotted dotted, int start, String after, List<String> within) {
            if (PythonActs.isInner(dotted.name)) {
                act(tokens, start, dotted.end, after.equals("("), "…." + dotted.name, within);
                return;
            }
            var module = start > 1 && tokens.get(start - 2).text().equals("]") && isOfModules(tokens, start - 2);
            var known = module ? PythonActs.actsInSome(dotted.name) : PythonActs.starts(dotted.name);
            var tail = dotted.name.indexOf('.') > 0 && PythonActs.acts("." + dotted.name);
            if (after.equals("(") && known || tail) {
                act(tokens, start, dotted.end, after.equals("("), "…." + dotted.name, within);
            }
        }

        /// Whether a string stands where a key or a name is handed over, and is one that opens everything.
        private static boolean isKey(List<Token> tokens, int at) {
            return "[(,".contains(tokens.get(at - 1).text())
                    && PythonLexer.literal(tokens.get(at))
                            .filter(PythonActs::isKey)
                            .isPresent();
        }

        /// Whether a subscript of the table of modules asks for a powerful one, or for one whose name is put together.
        private boolean isModules(List<Token> tokens, String name, int bracket) {
            if (!name.equals("sys.modules") || bracket + 2 >= tokens.size()) {
                return false;
            }
            var key = PythonLexer.literal(tokens.get(bracket + 1));
            return key.isPresent()
                    && (PythonActs.isPowerful(key.get())
                            || key.get().indexOf('.') < 0
                                    && !tokens.get(bracket + 2).text().equals("]"));
        }

        /// Whether the subscript that closes here is one of the table of modules.
        private boolean isOfModules(List<Token> tokens, int close) {
            var depth = 0;
            for (var i = close; i > 0; i--) {
                depth += ")]}".contains(tokens.get(i).text())
                        ? 1
                        : "([{".contains(tokens.get(i).text()) ? -1 : 0;
                if (depth == 0) {
                    var table = tokens.get(i - 1).text();
                    return table.equals("modules") || resolved(table).equals("sys.modules");
                }
            }
            return false;
        }

        /// Whether an attribute is fetched that starts a program, or any from a powerful module.
        private boolean isFetching(List<Token> tokens, String name, int open) {
            if (!PythonActs.isGetter(name)) {
                return false;
            }
            var close = closed(tokens, open);
            return PythonLexer.literal(tokens.get(open + 1))
                            .filter(PythonActs::starts)
                            .isPresent()
                    || close + 1 < tokens.size()
                            && tokens.get(close).text().equals("(")
                            && PythonActs.isPowerful(
                                    resolved(tokens.get(close + 1).text()));
        }

        /// The index behind the bracket that closes the one here.
        private static int closed(List<Token> tokens, int open) {
            var depth = 0;
            for (var i = open; i < tokens.size(); i++) {
                depth += "([{".contains(tokens.get(i).text())
                        ? 1
                        : ")]}".contains(tokens.get(i).text()) ? -1 : 0;
                if (depth == 0) {
                    return i + 1;
                }
            }
            return tokens.size();
        }

        private void act(List<Token> tokens, int start, int end, boolean called, String what, List<String> within) {
            if (acts.size() >= MOST) {
                return;
            }
            var shown = what;
            if (called) {
                var from = tokens.get(end).at();
                var depth = 0;
                var last = end;
                for (var i = end; i < tokens.size() && tokens.get(i).at() - from < 160; i++) {
                    depth += "([{".contains(tokens.get(i).text())
                            ? 1
                            : ")]}".contains(tokens.get(i).text()) ? -1 : 0;
                    last = i;
                    if (depth == 0) {
                        break;
                    }
                }
                var to = Math.min(
                        text.byteSize(),
                        tokens.get(last).at() + tokens.get(last).length());
                shown = what + Letters.shown(Letters.slice(text, from, Math.min(to, from + 160)), 100);
            }
            acts.add(new Act(tokens.get(start).at(), shown, List.copyOf(within)));
        }

        /// What the import reaches: what it does itself, and what the functions do that it calls, and so on.
        List<Finding> findings() {
            var reached = new HashSet<String>();
            var next = new ArrayList<>(calls.getOrDefault("", Set.of()));
            while (!next.isEmpty()) {
                var name = next.removeLast();
                if (reached.add(name)) {
                    next.addAll(calls.getOrDefault(name, Set.of()));
                }
            }
            var findings = new ArrayList<Finding>();
            eludes.ifPresent(findings::add);
            for (var act : acts) {
                var atImport = act.within.isEmpty() || act.within.stream().anyMatch(reached::contains);
                findings.add(
                        new Finding.Runs(place.at(act.at), (atImport ? "at import: " : "when called: ") + act.what));
            }
            if (acts.size() >= MOST) {
                findings.add(new Finding.Eludes(place, "this source does more than we keep"));
            }
            return findings;
        }
    }
}
