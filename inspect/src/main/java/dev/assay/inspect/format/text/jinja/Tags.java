package dev.assay.inspect.format.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a template tag by tag: the statements of Jinja, of its extensions that readers of chats turn on (loop
/// controls,
/// `generation`), and of those that come with it (`do`, `trans`, `debug`).
final class Tags {

    private final Lexer lexer;
    private final Scope scope;
    private final Facts facts;
    private final Words words;
    private final Expression expression;
    private long tags;

    Tags(Lexer lexer, Scope scope, Facts facts) {
        this.lexer = lexer;
        this.scope = scope;
        this.facts = facts;
        this.words = new Words(lexer);
        this.expression = new Expression(words, scope, facts);
    }

    /// @return how many tags there were
    long read() throws NotTemplate {
        for (var piece = lexer.piece(); piece != Lexer.Piece.DONE; piece = lexer.piece()) {
            tags++;
            facts.tag(lexer.start());
            switch (piece) {
                case VARIABLE -> expression.read(true, true);
                case BLOCK -> statement();
                case DONE -> {}
            }
            words.end();
        }
        return tags;
    }

    private void statement() throws NotTemplate {
        var word = words.name();
        switch (word) {
            case "for" -> loop();
            case "if", "elif" -> expression.read(true, true);
            case "set" -> set();
            case "macro" -> macro();
            case "endmacro" -> scope.leaves();
            case "call" -> call();
            case "filter" -> expression.filters(Value.MADE);
            case "with" -> with();
            case "include", "import", "from", "extends" -> loads(word);
            case "block" -> {
                words.name();
                while (words.skip("scoped") || words.skip("required")) {
                    // both only say how the block is used
                }
            }
            case "endblock" ->
                words.skip(words.peek().kind() == Token.Kind.NAME ? words.peek().text() : "");
            case "do", "autoescape" -> expression.read(true, true);
            case "print" -> expression.read(true, true);
            case "trans" -> translated();
            case "pluralize" -> {
                if (words.peek().kind() == Token.Kind.NAME) {
                    words.next();
                }
            }
            case "debug" -> facts.leaves("the debug tag, which prints all it was given");
            case "else",
                    "endif",
                    "endfor",
                    "endset",
                    "endcall",
                    "endfilter",
                    "endwith",
                    "endautoescape",
                    "endtrans",
                    "generation",
                    "endgeneration",
                    "break",
                    "continue" -> {}
            default -> throw new NotTemplate("the tag '" + word + "' is known", lexer.at());
        }
    }

    private void loop() throws NotTemplate {
        var targets = targets();
        words.expect("in");
        var over = expression.read(true, false);
        assigns(targets, over.each());
        if (words.skip("if")) {
            expression.read(true, true);
        }
        words.skip("recursive");
    }

    /// Names that are given a value: `a`, `a, b`, `(a, (b, c))`, `ns.a`. How they are grouped does not matter here.
    private List<String> targets() throws NotTemplate {
        var names = new ArrayList<String>();
        do {
            while (words.skip("(") || words.skip("[")) {
                // a group
            }
            var name = new StringBuilder(words.name());
            while (words.skip(".")) {
                name.append('.').append(words.name());
            }
            names.add(name.toString());
            while (words.skip(")") || words.skip("]")) {
                // its end
            }
        } while (words.skip(",") && !words.peek().word("in") && !words.peek().is("="));
        return names;
    }

    private void assigns(List<String> targets, Value value) {
        if (targets.size() == 1) {
            assign(targets.getFirst(), value);
            return;
        }
        var items = value.items();
        for (var i = 0; i < targets.size(); i++) {
            assign(
                    targets.get(i),
                    items != null && value.ordered() && items.size() == targets.size()
                            ? items.get(i).or(value.without(Value.SAID_KIND).given() ? Value.GIVEN : Value.NOTHING)
                            : value.items() == null
                                            && value.fields() == null
                                            && value.texts().isEmpty()
                                    ? value
                                    : value.held().or(value.held().held()));
        }
    }

    private void assign(String target, Value value) {
        var names = target.split("\\.", -1);
        for (var name : names) {
            if (name.startsWith("__")) {
                facts.leaves("." + name);
            }
        }
        var it = value;
        for (var i = names.length - 1; i > 0; i--) {
            it = Value.table(Map.of(names[i], it));
        }
        scope.sets(names[0], it);
    }

    private void set() throws NotTemplate {
        var targets = targets();
        if (words.skip("=")) {
            assigns(targets, expression.read(true, true));
            return;
        }
        var value = words.skip("|") ? expression.filters(Value.MADE) : Value.MADE;
        assigns(targets, value); // what stands before {% endset %}
    }

    private void macro() throws NotTemplate {
        var name = words.name();
        scope.enters(name, parameters(name));
    }

    private List<String> parameters(String of) throws NotTemplate {
        var names = new ArrayList<String>();
        words.expect("(");
        while (!words.skip(")")) {
            var name = words.name();
            names.add(name);
            scope.binds(of, name, words.skip("=") ? expression.read(false, true) : Value.NOTHING);
            if (!words.skip(",")) {
                words.expect(")");
                break;
            }
        }
        return names;
    }

    private void call() throws NotTemplate {
        if (words.peek().is("(")) {
            for (var name : parameters("")) {
                scope.sets(name, Value.GIVEN.or(Value.MADE)); // whatever the macro gives its caller
            }
        }
        expression.read(false, true);
    }

    private void with() throws NotTemplate {
        while (words.peek().kind() != Token.Kind.END) {
            var targets = targets();
            words.expect("=");
            assigns(targets, expression.read(false, true));
            words.skip(",");
        }
    }

    private void loads(String word) throws NotTemplate {
        facts.loads(word);
        expression.read(true, true);
        var ends = Set.of("ignore", "missing", "with", "without", "context", "as", "import", ",");
        while (words.peek().kind() != Token.Kind.END) {
            var it = words.next();
            if (it.kind() == Token.Kind.NAME && !ends.contains(it.text())) {
                scope.sets(it.text(), Value.FUNCTION.kind(Value.MADE_KIND));
            }
        }
    }

    private void translated() throws NotTemplate {
        while (words.peek().kind() != Token.Kind.END) {
            var name = words.next();
            if (name.kind() != Token.Kind.NAME && name.kind() != Token.Kind.STRING) {
                throw new NotTemplate("a name follows", name.at());
            }
            if (words.skip("=")) {
                scope.sets(name.text(), expression.read(false, true));
            }
            words.skip(",");
        }
    }
}
