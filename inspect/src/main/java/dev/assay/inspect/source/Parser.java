package dev.assay.inspect.source;

import dev.assay.inspect.source.Expression.Argument;
import dev.assay.inspect.source.Expression.Parameters;
import dev.assay.inspect.source.Token.Kind;
import dev.assay.inspect.source.Words.Broken;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Reads statements one by one; chapters 7 and 8 of the reference manual, with what only Python 2 had.
///
/// A statement that is none we know is passed over and remembered: the text may still be Python of a kind
/// we do not know, and then somebody has to look at it.
final class Parser {

    private static final Set<String> AUGMENTED =
            Set.of("+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", "**=", "<<=", ">>=");

    private final Lexer lexer;
    private final Words words;
    private final Expressions expressions;
    private OptionalLong broken = OptionalLong.empty();
    private boolean certain;

    Parser(MemorySegment text) throws NotPython {
        this.lexer = new Lexer(text);
        this.words = new Words(lexer);
        this.expressions = new Expressions(text, words);
    }

    /// Whether there was a statement that only Python has.
    boolean certain() {
        return certain;
    }

    /// Where the first statement stands that is none we know.
    OptionalLong broken() {
        return lexer.foreign() >= 0 ? OptionalLong.of(lexer.foreign()) : broken;
    }

    /// The statements of the next line, with their blocks; none at the end.
    List<Statement> next() throws NotPython, TooDeep {
        while (!words.is(Kind.END)) {
            var kept = words.counted();
            var read = line();
            if (read.stream().noneMatch(Parser::isKept)) {
                words.uncount(kept);
            }
            if (!read.isEmpty()) {
                return read;
            }
        }
        return List.of();
    }

    private static boolean isKept(Statement statement) {
        return statement instanceof Statement.Define || statement instanceof Statement.MakeClass;
    }

    private List<Statement> line() throws NotPython, TooDeep {
        var depth = words.depth();
        try {
            if (words.is(Kind.NEWLINE) || words.is(Kind.DEDENT)) {
                words.take();
                return List.of();
            }
            if (words.is(Kind.INDENT)) { // a block that nothing opens: Python refuses it, a notebook does not
                return block();
            }
            return statement();
        } catch (Broken unread) {
            words.level(depth);
            if (broken.isEmpty()) {
                broken = OptionalLong.of(unread.at());
            }
            while (!words.is(Kind.NEWLINE) && !words.is(Kind.END)) {
                var word = words.take();
                certain |= word.kind() == Kind.NAME && Acts.BUILTINS.contains(word.text());
            }
            return List.of();
        }
    }

    private List<Statement> statement() throws Broken, NotPython, TooDeep {
        var now = words.now();
        if (now.kind() == Kind.NAME) {
            switch (now.text()) {
                case "if" -> {
                    return List.of(conditional());
                }
                case "while" -> {
                    words.take();
                    var test = expressions.expression();
                    return List.of(new Statement.Loop(now.at(), null, test, suite(), otherwise()));
                }
                case "for" -> {
                    return List.of(loop());
                }
                case "try" -> {
                    return List.of(attempt());
                }
                case "with" -> {
                    return List.of(with());
                }
                case "def" -> {
                    return List.of(define(List.of()));
                }
                case "class" -> {
                    return List.of(makeClass(List.of()));
                }
                case "async" -> {
                    if (words.peek().is("def")
                            || words.peek().is("for")
                            || words.peek().is("with")) {
                        words.take();
                        return statement();
                    }
                }
                case "match" -> {
                    if (isMatch()) {
                        return List.of(match());
                    }
                }
                default -> {}
            }
        }
        return words.is("@") ? List.of(decorated()) : simple();
    }

    /// Whether `match` opens a block here: what follows is no operator that would make it a name, and a
    /// colon ends it.
    private boolean isMatch() throws NotPython {
        var next = words.peek();
        if (next.kind() == Kind.NEWLINE || next.kind() == Kind.OPERATOR && !"([{-*~".contains(next.text())) {
            return false;
        }
        var rest = words.rest(20_000);
        return !rest.isEmpty() && rest.getLast().is(":") && rest.size() < 20_000;
    }

    private List<Statement> suite() throws Broken, NotPython, TooDeep {
        words.expect(":");
        if (!words.is(Kind.NEWLINE)) {
            return simple();
        }
        words.take();
        if (!words.is(Kind.INDENT)) {
            throw new Broken(words.now().at());
        }
        return block();
    }

    private List<Statement> block() throws NotPython, TooDeep {
        words.deeper();
        words.take();
        var body = new ArrayList<Statement>();
        while (!words.is(Kind.DEDENT) && !words.is(Kind.END)) {
            body.addAll(line());
        }
        if (words.is(Kind.DEDENT)) {
            words.take();
        }
        words.back();
        return body;
    }

    private List<Statement> simple() throws Broken, NotPython, TooDeep {
        var statements = new ArrayList<Statement>();
        while (true) {
            if (!words.is(Kind.NEWLINE) && !words.is(Kind.END)) {
                statements.addAll(small());
            }
            if (!words.takes(";")) {
                break;
            }
        }
        if (!words.is(Kind.NEWLINE) && !words.is(Kind.END)) {
            throw new Broken(words.now().at());
        }
        words.take();
        return statements;
    }

    private List<Statement> small() throws Broken, NotPython, TooDeep {
        var now = words.now();
        if (now.kind() == Kind.NAME) {
            switch (now.text()) {
                case "import" -> {
                    return List.of(imports());
                }
                case "from" -> {
                    return List.of(importsFrom());
                }
                case "lazy" -> {
                    if (words.peek().is("import") || words.peek().is("from")) {
                        words.take();
                        return small();
                    }
                }
                case "pass", "break", "continue" -> {
                    words.take();
                    return List.of();
                }
                case "return" -> {
                    words.take();
                    return List.of(new Statement.Return(now.at(), expressions.starts() ? expressions.list() : null));
                }
                case "global", "nonlocal" -> {
                    words.take();
                    var names = new ArrayList<>(List.of(words.name()));
                    while (words.takes(",")) {
                        names.add(words.name());
                    }
                    return List.of(new Statement.Global(now.at(), names));
                }
                case "del", "assert", "raise" -> {
                    words.take();
                    return List.of(several(now.at()));
                }
                case "print" -> {
                    if (isOldStatement()) {
                        words.take();
                        words.takes(">>");
                        return List.of(several(now.at()));
                    }
                }
                case "exec" -> {
                    if (isOldStatement()) {
                        words.take();
                        return List.of(oldExec(now));
                    }
                }
                case "type" -> {
                    if (words.peek().kind() == Kind.NAME && !Lexer.isKeyword(words.peek())) {
                        words.take();
                        words.name();
                        typeParameters();
                        words.expect("=");
                        return List.of(new Statement.Evaluate(now.at(), List.of(expressions.expression())));
                    }
                }
                default -> {}
            }
        }
        return assignment();
    }

    /// Whether a statement of Python 2 begins here: `print x`, `print >>f, x`, `exec x`.
    private boolean isOldStatement() throws NotPython {
        var next = words.peek();
        return switch (next.kind()) {
            case NAME ->
                !Lexer.isKeyword(next)
                        || Set.of("not", "lambda", "None", "True", "False").contains(next.text());
            case NUMBER, STRING, FORMAT -> true;
            case OPERATOR -> next.text().equals(">>") || next.text().equals("`");
            case NEWLINE, INDENT, DEDENT, END, PIECE, FIELD, CONVERSION, SPECIFICATION, CLOSE_FIELD, CLOSE_FORMAT ->
                false;
        };
    }

    /// `exec source in names`, as the call it is.
    private Statement oldExec(Token exec) throws Broken, NotPython, TooDeep {
        var source = expressions.targets();
        var arguments = new ArrayList<>(List.of(new Argument("", source)));
        if (words.takes("in")) {
            arguments.add(new Argument("", expressions.list()));
        }
        var call = new Expression.Call(
                exec.at(), new Expression.Name(exec.at(), "exec"), arguments, exec.end(), words.last());
        return new Statement.Evaluate(exec.at(), List.of(call));
    }

    /// What `del`, `assert`, `raise` and an old `print` have behind them, however they separate it.
    private Statement several(long at) throws Broken, NotPython, TooDeep {
        var all = new ArrayList<Expression>();
        while (expressions.starts()) {
            all.add(expressions.list());
            if (!words.takes(",") && !words.takes("from")) {
                break;
            }
        }
        return new Statement.Evaluate(at, all);
    }

    private Statement imports() throws Broken, NotPython {
        var at = words.take().at();
        var names = new ArrayList<Statement.Alias>();
        do {
            names.add(new Statement.Alias(dotted(), words.takes("as") ? words.name() : ""));
        } while (words.takes(","));
        certain = true;
        return new Statement.Import(at, names);
    }

    private Statement importsFrom() throws Broken, NotPython {
        var at = words.take().at();
        var relative = false;
        while (words.is(".") || words.is("...")) {
            words.take();
            relative = true;
        }
        var module = words.is("import") ? "" : dotted();
        words.expect("import");
        var bracket = words.takes("(");
        var names = new ArrayList<Statement.Alias>();
        if (words.takes("*")) {
            names.add(new Statement.Alias("*", ""));
        } else {
            do {
                names.add(new Statement.Alias(words.name(), words.takes("as") ? words.name() : ""));
            } while (words.takes(",") && !words.is(")"));
        }
        if (bracket) {
            words.expect(")");
        }
        certain = true;
        return new Statement.ImportFrom(at, module, relative, names);
    }

    private String dotted() throws Broken, NotPython {
        var name = new StringBuilder(words.name());
        while (words.takes(".")) {
            name.append('.').append(words.name());
        }
        return name.toString();
    }

    private List<Statement> assignment() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        var first = expressions.list();
        if (words.is(Kind.OPERATOR) && AUGMENTED.contains(words.now().text())) {
            var operator = words.take().text();
            return List.of(
                    new Statement.Augment(at, first, operator.substring(0, operator.length() - 1), expressions.list()));
        }
        if (words.takes(":")) {
            var annotation = new Statement.Evaluate(at, List.of(expressions.expression()));
            return words.takes("=")
                    ? List.of(annotation, new Statement.Assign(at, List.of(first), expressions.list()))
                    : List.of(annotation);
        }
        if (!words.is("=")) {
            return List.of(new Statement.Evaluate(at, List.of(first)));
        }
        var targets = new ArrayList<Expression>();
        var value = first;
        while (words.takes("=")) {
            targets.add(value);
            value = expressions.list();
        }
        return List.of(new Statement.Assign(at, targets, value));
    }

    private Statement conditional() throws Broken, NotPython, TooDeep {
        var at = words.now().at();
        var branches = new ArrayList<Statement.Branch>();
        while (words.is("if") && branches.isEmpty() || words.is("elif")) {
            words.take();
            var test = expressions.expression();
            branches.add(new Statement.Branch(test, suite()));
        }
        if (words.is("else")) {
            words.take();
            branches.add(new Statement.Branch(null, suite()));
        }
        return new Statement.If(at, branches);
    }

    private Statement loop() throws Broken, NotPython, TooDeep {
        var at = words.take().at();
        var target = expressions.targets();
        words.expect("in");
        var over = expressions.list();
        return new Statement.Loop(at, target, over, suite(), otherwise());
    }

    private List<Statement> otherwise() throws Broken, NotPython, TooDeep {
        return words.takes("else") ? suite() : List.of();
    }

    private Statement attempt() throws Broken, NotPython, TooDeep {
        var at = words.take().at();
        var body = suite();
        var others = new ArrayList<Statement.Handler>();
        while (words.is("except") || words.is("else") || words.is("finally")) {
            var except = words.take().text().equals("except");
            words.takes("*");
            var caught = except && !words.is(":") ? expressions.list() : null;
            var name = words.takes("as") ? words.name() : "";
            others.add(new Statement.Handler(caught, name, suite()));
        }
        return new Statement.Try(at, body, others);
    }

    private Statement with() throws Broken, NotPython, TooDeep {
        var at = words.take().at();
        // Brackets around the items look like a tuple until there is an `as` in them.
        var bracket = words.is("(") && isGrouped();
        if (bracket) {
            words.take();
        }
        var items = new ArrayList<Statement.Item>();
        do {
            if (bracket && words.is(")")) {
                break;
            }
            var context = expressions.expression();
            items.add(new Statement.Item(context, words.takes("as") ? expressions.target() : null));
        } while (words.takes(","));
        if (bracket) {
            words.expect(")");
        }
        return new Statement.With(at, items, suite());
    }

    private boolean isGrouped() throws NotPython {
        var depth = 1;
        var as = false;
        for (var it : words.rest(20_000)) {
            if (it.kind() == Kind.OPERATOR) {
                depth += "([{".contains(it.text()) ? 1 : ")]}".contains(it.text()) ? -1 : 0;
            }
            as |= depth == 1 && it.is("as");
            if (depth == 0) {
                return as;
            }
        }
        return false;
    }

    private Statement match() throws Broken, NotPython, TooDeep {
        var at = words.take().at();
        var subject = expressions.list();
        words.expect(":");
        var cases = new ArrayList<Statement.Case>();
        if (!words.is(Kind.NEWLINE)) {
            throw new Broken(words.now().at());
        }
        words.take();
        if (!words.is(Kind.INDENT)) {
            throw new Broken(words.now().at());
        }
        words.take();
        while (words.is("case")) {
            words.take();
            var pattern = pattern();
            var guard = words.takes("if") ? expressions.expression() : null;
            cases.add(new Statement.Case(pattern, guard, suite()));
        }
        if (words.is(Kind.DEDENT)) {
            words.take();
        }
        return new Statement.Match(at, subject, cases);
    }

    /// A pattern runs nothing but the class checks of its names: its words are passed over.
    private Expression pattern() throws NotPython {
        var at = words.now().at();
        var depth = 0;
        while (!words.is(Kind.NEWLINE) && !words.is(Kind.END)) {
            if (depth == 0 && (words.is(":") || words.is("if"))) {
                break;
            }
            if (words.is(Kind.OPERATOR)) {
                depth += "([{".contains(words.now().text())
                        ? 1
                        : ")]}".contains(words.now().text()) ? -1 : 0;
            }
            words.take();
        }
        return new Expression.About(at, null);
    }

    private Statement decorated() throws Broken, NotPython, TooDeep {
        var decorators = new ArrayList<Expression>();
        while (words.takes("@")) {
            decorators.add(expressions.expression());
            if (!words.is(Kind.NEWLINE)) {
                throw new Broken(words.now().at());
            }
            while (words.is(Kind.NEWLINE)) {
                words.take();
            }
        }
        words.takes("async");
        if (words.is("def")) {
            return define(decorators);
        }
        if (words.is("class")) {
            return makeClass(decorators);
        }
        throw new Broken(words.now().at());
    }

    private Statement define(List<Expression> decorators) throws Broken, NotPython, TooDeep {
        var at = words.take().at();
        var name = words.name();
        typeParameters();
        words.expect("(");
        var parameters = expressions.parameters(")", true);
        words.expect(")");
        var worked = new ArrayList<>(parameters.worked());
        if (words.takes("->")) {
            worked.add(expressions.list());
        }
        var body = suite();
        certain = true;
        return new Statement.Define(
                at, name, decorators, new Parameters(parameters.names(), parameters.defaults(), worked), body);
    }

    private Statement makeClass(List<Expression> decorators) throws Broken, NotPython, TooDeep {
        var at = words.take().at();
        var name = words.name();
        typeParameters();
        List<Argument> bases = List.of();
        if (words.takes("(")) {
            bases = expressions.arguments();
            words.expect(")");
        }
        var body = suite();
        certain = true;
        return new Statement.MakeClass(at, name, decorators, bases, body);
    }

    /// `[T: bound = default]`, which Python works out only when asked.
    private void typeParameters() throws NotPython {
        if (!words.is("[")) {
            return;
        }
        var depth = 0;
        do {
            if (words.is(Kind.OPERATOR)) {
                depth += "([{".contains(words.now().text())
                        ? 1
                        : ")]}".contains(words.now().text()) ? -1 : 0;
            }
            words.take();
        } while (depth > 0 && !words.is(Kind.END));
    }
}
