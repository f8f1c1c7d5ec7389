package dev.assay.judge;

import static dev.assay.judge.Literal.Kind.BOOL;
import static dev.assay.judge.Literal.Kind.BYTES;
import static dev.assay.judge.Literal.Kind.DICT;
import static dev.assay.judge.Literal.Kind.FLOAT;
import static dev.assay.judge.Literal.Kind.INT;
import static dev.assay.judge.Literal.Kind.LIST;
import static dev.assay.judge.Literal.Kind.NAME;
import static dev.assay.judge.Literal.Kind.NONE;
import static dev.assay.judge.Literal.Kind.OBJECT;
import static dev.assay.judge.Literal.Kind.SET;
import static dev.assay.judge.Literal.Kind.STORAGE;
import static dev.assay.judge.Literal.Kind.TEXT;
import static dev.assay.judge.Literal.Kind.TUPLE;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which arguments a call may have: what is allowed is not a name but a callable used as its writers use
/// it.
///
/// Written as a list of slots: `storage, int, tuple, tuple, bool, value*`. A slot is one or more choices
/// joined by `|`: a kind (`int`, `float`, `bool`, `none`, `text`, `bytes`, `tuple`, `list`, `dict`,
/// `set`, `storage`, `object`, `name`), a group of kinds (`literal`: one number, text or the like;
/// `data`: plain values through and through; `value`: data, or things made by calls that are judged by
/// themselves; `state`: any value whose names are known, which are judged as imports; `parts`: a container
/// of such values, which calls none of them), a quoted text
/// meant exactly, a dotted name meant exactly. Other containers must not hold bare names. `?` after a slot: it
/// may be missing; `*`: any number of times, at the end. `nothing` is a call without arguments.
///
/// `some command|code|address` speaks of any call in whose arguments such a [Wording] stands, at any depth. It
/// says what was handed over, not what was not: no call is cleared by it.
final class Contract {

    private static final String SOME = "some ";

    private record Slot(
            List<String> exact,
            Set<Literal.Kind> kinds,
            boolean data,
            boolean value,
            boolean state,
            boolean parts,
            boolean optional,
            boolean many) {

        boolean fits(String argument) {
            if (exact.contains(argument)) {
                return true;
            }
            var literal = Literal.of(argument);
            if (data && literal.data()
                    || value && literal.value()
                    || state && literal.known()
                    || parts && literal.known() && CONTAINERS.contains(literal.kind())) {
                return true;
            }
            return kinds.contains(literal.kind()) && (literal.kind() == NAME || !literal.names());
        }
    }

    private static final Set<Literal.Kind> CONTAINERS = EnumSet.of(TUPLE, LIST, DICT, SET);

    private final List<Slot> slots = new ArrayList<>();
    private final Set<Wording> somewhere = EnumSet.noneOf(Wording.class);
    private final String text;

    private Contract(String text) {
        this.text = text;
    }

    /// As it is written.
    String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Contract contract
                && contract.slots.equals(slots)
                && contract.somewhere.equals(somewhere);
    }

    @Override
    public int hashCode() {
        return 31 * slots.hashCode() + somewhere.hashCode();
    }

    /// @throws IllegalArgumentException with a sentence, if it is not a contract
    static Contract of(String text) {
        var contract = new Contract(text.strip());
        if (text.strip().startsWith(SOME)) {
            for (var each : text.strip().substring(SOME.length()).split("\\|", -1)) {
                contract.somewhere.add(wording(each.strip()));
            }
        } else if (!text.strip().equals("nothing")) {
            for (var part : text.split(",", -1)) {
                contract.add(part.strip());
            }
        }
        return contract;
    }

    /// Whether it says all that a call was given, so that one may be cleared by it.
    boolean isWhole() {
        return somewhere.isEmpty();
    }

    boolean fits(List<String> arguments) {
        if (!isWhole()) {
            return arguments.stream().anyMatch(it -> somewhere.stream().anyMatch(wording -> wording.isIn(it)));
        }
        var next = 0;
        for (var slot : slots) {
            if (slot.many) {
                while (next < arguments.size()) {
                    if (!slot.fits(arguments.get(next++))) {
                        return false;
                    }
                }
            } else if (next == arguments.size()) {
                if (!slot.optional) {
                    return false;
                }
            } else if (!slot.fits(arguments.get(next++))) {
                return false;
            }
        }
        return next == arguments.size();
    }

    private void add(String part) {
        var many = part.endsWith("*");
        var optional = part.endsWith("?");
        check(slots.isEmpty() || !slots.getLast().many, part + " follows a slot that takes all the rest");
        check(
                slots.isEmpty() || !slots.getLast().optional || optional || many,
                part + " is required after one that is not");
        var exact = new ArrayList<String>();
        var kinds = EnumSet.noneOf(Literal.Kind.class);
        var data = false;
        var value = false;
        var state = false;
        var parts = false;
        for (var choice : (many || optional ? part.substring(0, part.length() - 1) : part).split("\\|", -1)) {
            switch (choice) {
                case "int" -> kinds.add(INT);
                case "float" -> kinds.add(FLOAT);
                case "bool" -> kinds.add(BOOL);
                case "none" -> kinds.add(NONE);
                case "text" -> kinds.add(TEXT);
                case "bytes" -> kinds.add(BYTES);
                case "tuple" -> kinds.add(TUPLE);
                case "list" -> kinds.add(LIST);
                case "dict" -> kinds.add(DICT);
                case "set" -> kinds.add(SET);
                case "storage" -> kinds.add(STORAGE);
                case "object" -> kinds.add(OBJECT);
                case "name" -> kinds.add(NAME);
                case "literal" -> kinds.addAll(EnumSet.of(INT, FLOAT, BOOL, NONE, TEXT, BYTES));
                case "data" -> data = true;
                case "value" -> value = true;
                case "state" -> state = true;
                case "parts" -> parts = true;
                default -> {
                    var quoted = choice.length() >= 2 && choice.startsWith("'") && choice.endsWith("'");
                    check(
                            quoted || choice.matches("[\\w]+(\\.[\\w]+)+"),
                            "'" + choice + "' is no kind of argument we know");
                    exact.add(choice);
                }
            }
        }
        slots.add(new Slot(List.copyOf(exact), kinds, data, value, state, parts, optional, many));
    }

    private static Wording wording(String word) {
        return switch (word) {
            case "command" -> Wording.COMMAND;
            case "code" -> Wording.CODE;
            case "address" -> Wording.ADDRESS;
            default -> throw new IllegalArgumentException("'" + word + "' is no wording we know");
        };
    }

    private static void check(boolean holds, String because) {
        if (!holds) {
            throw new IllegalArgumentException(because);
        }
    }
}
