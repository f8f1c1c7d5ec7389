package dev.assay.inspect.format.text.jinja;

import dev.assay.inspect.format.text.jinja.Frame.Kind;
import dev.assay.inspect.format.text.jinja.Frame.Operand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads an expression and works it out while it is read. Brackets are a list of [Frame]s, not calls of a method, so
/// that nesting costs no stack.
final class Expression {

    /// Python's own compiler, which the engine hands every template to, gives up at a hundred.
    static final int DEEPEST = 200;

    private static final Operand NOBODY = new Operand(Value.NOTHING, "");
    private static final Set<String> ENDING = Set.of("]", ")", "}");

    private final Words words;
    private final Scope scope;
    private final Facts facts;
    private final Folding folding;
    private final Asking asking;
    private final Methods methods;
    private final Filters filters;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private boolean conditions;

    Expression(Words words, Scope scope, Facts facts) {
        this.words = words;
        this.scope = scope;
        this.facts = facts;
        this.folding = new Folding(facts);
        this.asking = new Asking(facts);
        this.methods = new Methods(facts, folding, asking, scope);
        this.filters = new Filters(facts, folding, asking, methods, scope);
    }

    Filters filters() {
        return filters;
    }

    /// The value up to a word that cannot belong to it.
    ///
    /// @param tuples whether commas make it a tuple, or end it
    /// @param withConditions whether `x if y else z` is part of it, or the `if` ends it
    Value read(boolean tuples, boolean withConditions) throws NotTemplate {
        frames.clear();
        frames.push(new Frame(Kind.TAG, NOBODY, ""));
        conditions = withConditions;
        while (true) {
            var frame = frames.element();
            var more = frame.expectsOperand ? operand(frame) : behind(frame, tuples);
            if (!more) {
                if (frames.size() != 1) {
                    throw new NotTemplate("brackets close", words.peek().at());
                }
                frame.close(folding, methods);
                if (frame.parts().isEmpty()) {
                    throw new NotTemplate("an expression follows", words.peek().at());
                }
                return frame.value();
            }
        }
    }

    /// Where a value may begin.
    private boolean operand(Frame frame) throws NotTemplate {
        var token = words.peek();
        switch (token.kind()) {
            case STRING -> {
                words.next();
                var text = new StringBuilder(token.text());
                var one = true;
                while (words.peek().kind() == Token.Kind.STRING) { // as in Python, they are one
                    text.append(words.next().text());
                    one = false;
                }
                said(text.toString());
                frame.push(Value.text(text.toString(), one), "");
            }
            case INTEGER -> {
                words.next();
                frame.push(number(token.text()), "");
            }
            case FLOAT -> {
                words.next();
                frame.push(Value.NUMBER, "");
            }
            case NAME -> {
                return name(frame, token);
            }
            case SIGN -> {
                return sign(frame, token);
            }
            case END -> {
                return false;
            }
        }
        return true;
    }

    private void said(String literal) {
        if (literal.length() < 100
                && Names.isWayOut(literal)
                && !literal.strip().contains(" ")) {
            facts.leaves("'" + literal + "'");
        }
    }

    private static Value number(String text) {
        var digits = text.replace("_", "");
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return Value.number(Long.parseLong(digits.substring(2), 16));
            }
            if (digits.startsWith("0o") || digits.startsWith("0O")) {
                return Value.number(Long.parseLong(digits.substring(2), 8));
            }
            if (digits.startsWith("0b") || digits.startsWith("0B")) {
                return Value.number(Long.parseLong(digits.substring(2), 2));
            }
            return Value.number(Long.parseLong(digits));
        } catch (NumberFormatException large) {
            return Value.NUMBER;
        }
    }

    private boolean name(Frame frame, Token token) throws NotTemplate {
        switch (token.text()) {
            case "not" -> {
                words.next();
                frame.not();
                return true;
            }
            case "true", "True", "false", "False" -> frame.push(Value.NUMBER, "");
            case "none", "None" -> frame.push(Value.NOTHING, "");
            case "else", "if", "in", "is", "and", "or" -> {
                return false;
            }
            default -> {
                words.next();
                if (words.peek().is("=") && frame.isCall() && frame.empty()) {
                    words.next();
                    frame.keyword(token.text());
                    return true;
                }
                if (token.text().startsWith("__")) {
                    facts.leaves("." + token.text());
                }
                frame.push(scope.get(token.text()), token.text());
                return true;
            }
        }
        words.next();
        return true;
    }

    private boolean sign(Frame frame, Token token) throws NotTemplate {
        switch (token.text()) {
            case "(" -> open(Kind.GROUP);
            case "[" -> open(Kind.LIST);
            case "{" -> open(Kind.DICT);
            case "-", "+" -> {
                words.next();
                frame.signed(token.text());
            }
            case "*", "**" -> {
                if (!frame.isCall() || !frame.empty()) {
                    throw new NotTemplate("a value follows", token.at());
                }
                words.next();
                frame.spreads();
            }
            case ":" -> {
                words.next();
                frame.colon(folding, methods);
            }
            case "," -> {
                if (frame.kind != Kind.SUBSCRIPT) {
                    throw new NotTemplate("a value follows", token.at());
                }
                words.next();
                frame.comma(folding, methods);
            }
            default -> {
                if (!ENDING.contains(token.text()) || frames.size() == 1) {
                    return false;
                }
                words.next();
                close(frame);
            }
        }
        return true;
    }

    private void open(Kind kind) throws NotTemplate {
        words.next();
        frames.push(new Frame(kind, NOBODY, ""));
        if (frames.size() > DEEPEST) {
            throw new NotTemplate("expressions nest less deep", words.peek().at());
        }
    }

    /// Where a value has ended, and may go on.
    private boolean behind(Frame frame, boolean tuples) throws NotTemplate {
        var token = words.peek();
        if (token.kind() == Token.Kind.END || token.kind() == Token.Kind.STRING) {
            return false;
        }
        switch (token.text()) {
            case "." -> dot(frame);
            case "[" -> opened(Kind.SUBSCRIPT, frame.pop(), "");
            case "(" -> opened(Kind.CALL, frame.pop(), "");
            case "|" -> {
                words.next();
                var name = dotted();
                if (words.peek().is("(")) {
                    opened(Kind.FILTER, frame.pop(), name);
                } else {
                    frame.push(filters.filtered(frame.pop().value(), name, Arguments.NONE), "");
                }
            }
            case "is" -> test(frame);
            case "," -> {
                if (frames.size() == 1 && !tuples) {
                    return false;
                }
                words.next();
                frame.comma(folding, methods);
            }
            case ":" -> {
                words.next();
                frame.colon(folding, methods);
            }
            case ")", "]", "}" -> {
                if (frames.size() == 1) {
                    return false;
                }
                words.next();
                close(frame);
            }
            case "if" -> {
                if (frames.size() == 1 && !conditions) {
                    return false;
                }
                words.next();
                frame.operator("if", folding, methods);
            }
            case "not" -> {
                words.next();
                words.expect("in");
                frame.operator("in", folding, methods);
            }
            default -> {
                if (!frame.operator(token.text(), folding, methods)) {
                    return false;
                }
                words.next();
            }
        }
        return true;
    }

    private void opened(Kind kind, Operand subject, String name) throws NotTemplate {
        words.next();
        var parent = frames.element();
        parent.expectsOperand = true; // what the bracket gives back takes the place of its subject
        frames.push(new Frame(kind, subject, name));
        if (frames.size() > DEEPEST) {
            throw new NotTemplate("expressions nest less deep", words.peek().at());
        }
    }

    private void dot(Frame frame) throws NotTemplate {
        words.next();
        var token = words.next();
        var on = frame.pop();
        switch (token.kind()) {
            case NAME -> {
                if (words.peek().is("(")) {
                    frame.push(on.value(), on.path());
                    opened(Kind.METHOD, frame.pop(), token.text());
                    return;
                }
                var path = on.path().isEmpty() ? "" : on.path() + "." + token.text();
                var counted = on.path().equals("loop") && !scope.isSet("loop");
                frame.push(
                        counted ? counted(token.text(), on.value()) : asking.attribute(on.value(), token.text()), path);
            }
            case INTEGER -> frame.push(asking.item(on.value(), number(token.text())), "");
            case FLOAT -> frame.push(on.value().each().each(), "");
            case STRING, SIGN, END -> throw new NotTemplate("a name follows a point", token.at());
        }
    }

    /// The loop's own counters.
    private Value counted(String name, Value loop) {
        return switch (name) {
            case "index", "index0", "revindex", "revindex0", "length", "depth", "depth0", "first", "last" ->
                Value.NUMBER;
            case "previtem", "nextitem" -> Value.GIVEN;
            default -> asking.attribute(loop, name);
        };
    }

    private String dotted() throws NotTemplate {
        var name = new StringBuilder(words.name());
        while (words.peek().is(".")) {
            words.next();
            name.append('.').append(words.name());
        }
        return name.toString();
    }

    private void test(Frame frame) throws NotTemplate {
        words.next();
        words.skip("not");
        var name = dotted();
        if (!Names.isTest(name) && (facts.rendered() || scope.chat())) {
            facts.uses("the test '" + name + "', which engines of chats do not have");
        }
        var next = words.peek();
        if (next.is("(")) {
            opened(Kind.TEST, frame.pop(), name);
            return;
        }
        var takes = switch (next.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME -> !Set.of("else", "or", "and", "is", "if", "in", "not").contains(next.text());
            case SIGN -> next.is("[") || next.is("{");
            case END -> false;
        };
        if (takes) {
            frame.operator("is", folding, methods);
        } else {
            frame.pop();
            frame.push(Value.NUMBER, "");
        }
    }

    private void close(Frame frame) throws NotTemplate {
        frame.close(folding, methods);
        frames.pop();
        var subject = frame.subject;
        var value = switch (frame.kind) {
            case TAG -> throw new NotTemplate("brackets open", words.peek().at());
            case GROUP -> frame.value();
            case LIST -> frame.list();
            case DICT -> frame.dict();
            case SUBSCRIPT -> subscript(frame);
            case CALL -> called(subject, frame.arguments());
            case METHOD -> methods.called(subject.value(), subject.path(), frame.name, frame.arguments());
            case FILTER -> filters.filtered(subject.value(), frame.name, frame.arguments());
            case TEST -> Value.NUMBER;
        };
        frames.element().push(value, "");
    }

    private Value subscript(Frame frame) throws NotTemplate {
        var on = frame.subject.value();
        if (frame.colons()) {
            return folding.sliced(on, frame.parts());
        }
        if (frame.parts().isEmpty()) {
            throw new NotTemplate("a subscript is not empty", words.peek().at());
        }
        return asking.item(on, frame.value());
    }

    /// A call of what is not written as a method: of a macro, of a function of the engine, or of something computed.
    private Value called(Operand callee, Arguments given) {
        var name = callee.path();
        var parameters = scope.parameters(name);
        if (parameters != null) {
            for (var i = 0; i < parameters.size(); i++) {
                var value = given.at(i, parameters.get(i));
                scope.binds(name, parameters.get(i), value == null && given.spread() ? Value.GIVEN : or(value));
            }
            scope.binds(name, "varargs", Value.list(List.of(given.all()), false));
            scope.binds(name, "kwargs", Value.table(given.named()));
            return Value.MADE;
        }
        if (callee.value().function()) {
            return Value.MADE;
        }
        if (name.isEmpty() || name.indexOf('.') >= 0 || scope.isSet(name)) {
            facts.leaves("a call of what is computed");
            return Value.MADE;
        }
        if (Names.isElsewhere(name)) {
            facts.uses("a call of " + name + "(), a function that acts");
            return Value.MADE;
        }
        if (!Names.isGlobal(name)) {
            if (facts.rendered() || scope.chat()) {
                facts.uses("a call of " + name + "(), which engines of chats do not have");
            }
            return Value.MADE;
        }
        return switch (name) {
            case "range", "len" -> name.equals("len") ? Value.NUMBER : Value.list(List.of(Value.NUMBER), false);
            case "dict", "namespace" -> {
                var table = Value.table(given.named());
                var from = given.at(0);
                yield from == null ? table : table.or(from);
            }
            case "raise_exception", "int", "float", "bool", "abs", "round", "isinstance", "any", "all" -> Value.NUMBER;
            case "strftime_now", "now", "get_current_time", "from_json" -> Value.GIVEN;
            case "cycler", "joiner" -> Value.FUNCTION;
            case "list", "sorted", "reversed", "set", "tuple" -> Folding.bag(or(given.at(0)));
            case "str" -> or(given.at(0)).computed();
            case "zip", "enumerate" ->
                Value.list(
                        List.of(Value.list(List.of(Value.NUMBER.or(given.all().each())), false)), false);
            default -> Value.MADE;
        };
    }

    private static Value or(@Nullable Value value) {
        return value == null ? Value.NOTHING : value;
    }

    /// A filter written behind a tag's name: `{% filter upper %}`, `{% set x | trim %}`.
    Value filters(Value of) throws NotTemplate {
        var value = of;
        do {
            var name = dotted();
            if (words.peek().is("(")) {
                words.next();
                var frame = new Frame(Kind.FILTER, new Operand(value, ""), name);
                value = arguments(frame);
            } else {
                value = filters.filtered(value, name, Arguments.NONE);
            }
        } while (words.skip("|"));
        return value;
    }

    private Value arguments(Frame frame) throws NotTemplate {
        frames.clear();
        frames.push(new Frame(Kind.TAG, NOBODY, ""));
        frames.element().expectsOperand = true;
        frames.push(frame);
        conditions = true;
        while (frames.size() > 1) {
            var top = frames.element();
            if (!(top.expectsOperand ? operand(top) : behind(top, true))) {
                throw new NotTemplate("brackets close", words.peek().at());
            }
        }
        return frames.element().pop().value();
    }
}
