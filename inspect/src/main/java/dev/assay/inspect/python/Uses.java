package dev.assay.inspect.python;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.inspect.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a code object and all functions inside it use, in sentences that follow "runs".
///
/// A module and a function of it that stand among the names of one piece of code are taken to be used together; so is
/// a function that is asked for by a text. A deed more is a lesser mistake here than a deed less: byte code is never
/// cleared, and only what acts on the machine is said to.
public final class Uses {

    private static final int MOST_NAMES = 4_000;
    private static final int MOST_CODES = 20_000;
    private static final int MOST_SAID = 24;
    private static final int LONGEST_TEXT = 80;
    private static final int LONGEST_BYTES = 4096;
    private static final int LONGEST_LIST = 12;
    private static final int MOST_TEXTS = 3;

    private static final Set<String> BY_TEXT = Set.of(
            "getattr",
            "__import__",
            "import_module",
            "__dict__",
            "modules",
            "__getattribute__",
            "attrgetter",
            "methodcaller",
            "globals",
            "vars",
            "__builtins__",
            "resolve_name",
            "locate");

    private static final Set<String> INNER = Set.of(
            "__subclasses__",
            "__globals__",
            "__builtins__",
            "__mro__",
            "__base__",
            "__bases__",
            "f_globals",
            "f_builtins",
            "f_back",
            "gi_frame",
            "tb_frame",
            "__code__",
            "func_globals",
            "load_module",
            "exec_module");

    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> variables = new LinkedHashSet<>();
    private final Set<String> words = new LinkedHashSet<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> sentences = new ArrayList<>();
    private final String subject;
    private boolean more;

    private Uses(String subject) {
        this.subject = subject;
    }

    /// Each deed in a sentence, or one sentence about code that does nothing we know of.
    ///
    /// @param subject what the code is, such as "Python byte code"
    public static List<String> of(CodeObject code, String subject) {
        var uses = new Uses(subject);
        uses.gather(code);
        uses.state();
        return uses.sentences;
    }

    private void gather(CodeObject root) {
        var open = new ArrayList<Constant>(List.of(root));
        Set<Constant> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!open.isEmpty() && seen.size() < MOST_CODES) {
            var next = open.removeLast();
            if (!seen.add(next)) {
                continue;
            }
            switch (next) {
                case CodeObject it -> {
                    it.names().forEach(this::name);
                    it.variables().forEach(this::variable);
                    open.addAll(it.constants().reversed());
                }
                case Constant.Group it -> open.addAll(it.items().reversed());
                case Constant.Text it -> text(it.text());
                case Constant.Bytes it -> bytes(it);
                case Constant.Plain it -> {}
            }
        }
        more |= !open.isEmpty();
    }

    private void name(String name) {
        if (names.size() < MOST_NAMES) {
            names.add(name);
            if (name.indexOf('.') > 0) {
                names.add(name.substring(0, name.indexOf('.')));
            }
        } else {
            more = true;
        }
    }

    private void variable(String name) {
        if (variables.size() < MOST_NAMES) {
            variables.add(name);
        } else {
            more = true;
        }
    }

    /// A text of Python 2, or of whoever decodes it.
    private void bytes(Constant.Bytes it) {
        if (it.bytes().byteSize() <= LONGEST_BYTES) {
            var text = new String(it.bytes().toArray(JAVA_BYTE), ISO_8859_1);
            if (text.chars().allMatch(c -> c >= ' ' && c < 127 || c == '\n' || c == '\t')) {
                text(text);
            }
        }
    }

    private void text(String text) {
        if (text.length() <= 40 && text.matches("[A-Za-z_][\\w.]*")) {
            if (words.size() < MOST_NAMES) {
                words.add(text);
            } else {
                more = true;
            }
        }
        if (texts.size() < 1000) {
            texts.add(text);
        }
    }

    private void state() {
        var all = new LinkedHashSet<>(names);
        all.addAll(variables);
        if (names.stream().anyMatch(BY_TEXT::contains)) {
            all.addAll(words);
        }
        for (var deed : Deed.values()) {
            deed(deed, all);
        }
        for (var name : all) {
            if (INNER.contains(name)) {
                say("reaches into the interpreter: it uses " + shown(name));
            }
        }
        if (more) {
            say("is longer than we read, and uses more names than we keep");
        }
        if (sentences.isEmpty()) {
            var listed = names.stream().limit(LONGEST_LIST).map(Uses::shown).toList();
            say(
                    listed.isEmpty()
                            ? "uses nothing by name"
                            : "uses " + String.join(", ", listed) + (names.size() > LONGEST_LIST ? ", …" : ""));
        }
    }

    private void deed(Deed deed, Set<String> all) {
        var modules = all.stream()
                .filter(deed::knows)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (var function : all) {
            if (Deed.isBare(function, deed)) {
                say(deed.sentence() + ": it uses " + shown(function) + with("", function));
            } else {
                for (var module : modules) {
                    if (deed.is(module, function)) {
                        say(deed.sentence() + ": it uses " + shown(module + "." + function) + with(module, function));
                        break;
                    }
                }
            }
        }
    }

    /// The texts it has at hand, which may be what it uses them with.
    private String with(String module, String function) {
        var said = texts.stream()
                .filter(it -> !it.equals(module) && !it.equals(function) && !names.contains(it))
                .filter(it -> !it.startsWith("<") && !it.isBlank())
                .distinct()
                .limit(MOST_TEXTS)
                .map(it -> "'" + shown(it) + "'")
                .toList();
        return said.isEmpty() ? "" : " with " + String.join(", ", said);
    }

    private void say(String what) {
        if (sentences.size() < MOST_SAID) {
            sentences.add(subject + " that " + what);
        }
    }

    private static String shown(String text) {
        var line = Place.printable(text.replaceAll("\\s+", " "));
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "…";
    }
}
