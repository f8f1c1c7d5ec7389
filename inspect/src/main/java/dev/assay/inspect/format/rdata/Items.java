package dev.assay.inspect.format.rdata;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Walks the items of a value as `ReadItem` does (R, src/main/serialize.c), with a stack of what is still
/// to come instead of recursion.
final class Items {

    private static final int SYMBOL = 1;
    private static final int LIST = 2;
    private static final int INTEGER = 13;
    private static final int NIL_VALUE = 254;
    private static final int REFERENCE = 255;
    private static final int HAS_ATTRIBUTES = 0x200;
    private static final int HAS_TAG = 0x400;

    private static final int DEEPEST = 1 << 20;
    private static final int MOST_SAID = 200;

    /// Vectors that R itself writes in a shorter way; reading them back calls nothing.
    private static final Set<String> COMPACT = Set.of(
            "compact_intseq",
            "compact_realseq",
            "deferred_string",
            "wrap_complex",
            "wrap_integer",
            "wrap_list",
            "wrap_logical",
            "wrap_raw",
            "wrap_real",
            "wrap_string");

    private final Specimen specimen;
    private final Examination examination;
    private final Encoding values;
    private final Cursor in;
    private final List<String> references = new ArrayList<>();
    private final Set<String> said = new HashSet<>();

    /// How many items are still to come, innermost last; negative: one, which is what an expression calls.
    private long[] ahead = new long[64];

    private int depth;

    Items(Specimen specimen, Examination examination, Encoding values, Cursor in) {
        this.specimen = specimen;
        this.examination = examination;
        this.values = values;
        this.in = in;
    }

    void read() throws Malformed {
        push(1);
        while (depth > 0) {
            var calling = ahead[depth - 1] < 0;
            if (calling || --ahead[depth - 1] == 0) {
                depth--;
            }
            item(calling);
        }
    }

    private void push(long items) throws Malformed {
        if (items == 0) {
            return;
        }
        in.require(depth < DEEPEST, "items nest at most " + DEEPEST + " deep");
        if (depth == ahead.length) {
            ahead = Arrays.copyOf(ahead, depth * 2);
        }
        ahead[depth++] = items;
    }

    private void item(boolean calling) throws Malformed {
        var at = in.offset();
        var flags = values.integer();
        var type = flags & 0xff;
        var attributes = (flags & HAS_ATTRIBUTES) != 0 ? 1 : 0;
        switch (type) {
            case 0, NIL_VALUE, 253, 252, 251, 250, 242, 241 -> {} // nothing, or an environment every R has
            case REFERENCE -> {
                var name = reference(flags);
                if (calling) {
                    calls(at, name);
                }
            }
            case SYMBOL -> {
                var name = symbol();
                if (calling) {
                    calls(at, name);
                }
            }
            case 247, 248, 249 -> { // persistent, package, namespace
                var name = strings();
                references.add(name);
                if (type == 247) {
                    say(new Finding.Names(specimen.place().at(at), "an object kept elsewhere: " + Words.shown(name)));
                }
            }
            case 4 -> { // environment
                values.integer();
                references.add("");
                push(4);
            }
            case LIST, 17 -> pairs(flags, 1);
            case 3 -> {
                say(new Finding.Runs(specimen.place().at(at), "an R function"));
                pairs(flags, 1);
            }
            case 5 -> {
                say(new Finding.Runs(specimen.place().at(at), "a promise: R code that runs when the value is touched"));
                pairs(flags, 1);
            }
            case 6, 240 -> pairs(type == 240 ? flags | HAS_ATTRIBUTES : flags, -1);
            case 239 -> pairs(flags | HAS_ATTRIBUTES, 1);
            case 7, 8 -> { // a function of R itself, by its name
                var name = values.text(length());
                say(new Finding.Runs(specimen.place().at(at), "the R function " + Words.shown(name)));
                push(attributes);
            }
            case 9 -> {
                characters();
                push(attributes);
            }
            case 10, INTEGER -> vector(4, attributes);
            case 14 -> vector(8, attributes);
            case 15 -> vector(16, attributes);
            case 24 -> vector(1, attributes);
            case 16, 19 -> items(attributes);
            case 20 -> {
                say(new Finding.Runs(specimen.place().at(at), "R expressions"));
                items(attributes);
            }
            case 21 -> {
                say(new Finding.Runs(specimen.place().at(at), "R byte code"));
                throw new Malformed(at, "data holds no byte code");
            }
            case 22 -> {
                say(new Finding.Runs(specimen.place().at(at), "an external pointer, for native code to follow"));
                references.add("");
                push(2 + attributes);
            }
            case 23 -> { // weak reference
                references.add("");
                push(attributes);
            }
            case 25 -> push(attributes); // an object of a formal class: its slots
            case 238 -> compact(at);
            default -> throw new Malformed(at, "an item is of a type that R has");
        }
    }

    /// Attributes, tag, first, rest, in this order; what comes last is pushed first.
    private void pairs(int flags, int first) throws Malformed {
        push(1);
        push(first);
        push(((flags & HAS_TAG) != 0 ? 1 : 0) + ((flags & HAS_ATTRIBUTES) != 0 ? 1 : 0));
    }

    private void vector(int width, int attributes) throws Malformed {
        values.skip(length(), width);
        push(attributes);
    }

    private void items(int attributes) throws Malformed {
        var count = length();
        in.require(count <= in.left(), "a count fits in the bytes left");
        push(attributes);
        push(count);
    }

    /// A length below 2^31, or -1 and two halves of a longer one.
    private long length() throws Malformed {
        var length = values.integer();
        if (length != -1) {
            in.require(length >= 0, "a length is not negative");
            return length;
        }
        var high = values.integer();
        var low = values.integer();
        in.require(high >= 0 && high < 1 << 16, "a length is below 2^48");
        return (long) high << 32 | Integer.toUnsignedLong(low);
    }

    private String characters() throws Malformed {
        var length = values.integer();
        in.require(length >= -1, "a length is not negative");
        return length == -1 ? "NA" : values.text(length);
    }

    private String symbol() throws Malformed {
        in.require((values.integer() & 0xff) == 9, "a symbol has a name");
        var name = characters();
        references.add(name);
        return name;
    }

    private String reference(int flags) throws Malformed {
        var index = flags >>> 8 != 0 ? flags >>> 8 : values.integer();
        in.require(index >= 1 && index <= references.size(), "a reference is to something seen before");
        return references.get(index - 1);
    }

    private String strings() throws Malformed {
        in.require(values.integer() == 0, "names are written without names of their own");
        var count = values.integer();
        in.require(count >= 0 && count <= 100, "a name has few parts");
        var all = new StringBuilder();
        for (var i = 0; i < count; i++) {
            in.require((values.integer() & 0xff) == 9, "a name is a text");
            all.append(all.isEmpty() ? "" : " ").append(characters());
        }
        return all.toString();
    }

    /// A vector in a shorter form (ALTREP): class, package and type; its state; its attributes. The class
    /// knows how to make the vector, so a class of another package is code of that package.
    private void compact(long at) throws Malformed {
        var name = classPart(at);
        var home = classPart(at);
        in.require((values.integer() & 0xff) == LIST, "a compact vector says what it is");
        in.require((values.integer() & 0xff) == INTEGER && values.integer() == 1, "a compact vector has a type");
        values.integer();
        in.require((values.integer() & 0xff) == NIL_VALUE, "a compact vector says no more");
        if (!home.equals("base") || !COMPACT.contains(name)) {
            say(new Finding.Names(specimen.place().at(at), "the vector class " + Words.shown(home + "::" + name)));
        }
        push(2);
    }

    private String classPart(long at) throws Malformed {
        if ((values.integer() & 0xff) != LIST) {
            throw new Malformed(at, "a compact vector says what it is");
        }
        var flags = values.integer();
        return switch (flags & 0xff) {
            case SYMBOL -> symbol();
            case REFERENCE -> reference(flags);
            default -> throw new Malformed(at, "a compact vector says what it is");
        };
    }

    private void calls(long at, String name) {
        say(new Finding.Runs(specimen.place().at(at), "an R expression that calls " + Words.shown(name)));
    }

    private void say(Finding finding) {
        if (said.size() > MOST_SAID || !said.add(finding.predicate())) {
            return;
        }
        if (said.size() <= MOST_SAID) {
            examination.note(finding);
        } else {
            examination.note(new Finding.Eludes(finding.at(), "only " + MOST_SAID + " sentences are said of R values"));
        }
    }
}
