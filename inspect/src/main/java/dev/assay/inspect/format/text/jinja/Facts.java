package dev.assay.inspect.format.text.jinja;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/// What a template would do, as it is found; one sentence of a kind for each tag.
final class Facts {

    private static final int MOST = 50;

    private final LongFunction<Place> where;
    private final boolean rendered;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> said = new HashSet<>();
    private long tag;
    private boolean left;

    Facts(LongFunction<Place> where, boolean rendered) {
        this.where = where;
        this.rendered = rendered;
    }

    List<Finding> findings() {
        return findings;
    }

    /// Whether somebody renders this text, rather than that it only could be rendered.
    boolean rendered() {
        return rendered;
    }

    void tag(long at) {
        tag = at;
        left = false;
    }

    /// Asks for what leads out of what the template was given.
    void leaves(String by) {
        if (!left) {
            left = true;
            add(new Finding.Runs(where.apply(tag), "a template that leaves its sandbox: " + shown(by)));
        }
    }

    /// Loads another template.
    void loads(String by) {
        add(new Finding.Names(where.apply(tag), "another template, by " + by));
    }

    /// Uses what engines that render chats do not have.
    void uses(String what) {
        if (!left) {
            add(new Finding.Runs(where.apply(tag), "a template with " + shown(what)));
        }
    }

    /// What a way out ends in: a function that acts, by the name under which Python has it.
    void calls(String function, List<Value> arguments) {
        var known = arguments.stream()
                .map(it -> it.only() == null ? "?" : "'" + shown(it.only()) + "'")
                .toList();
        add(new Finding.Calls(where.apply(tag), function, known));
    }

    void carries(String what, long at) {
        add(new Finding.Carries(where.apply(at), what));
    }

    private void add(Finding finding) {
        if (findings.size() < MOST && said.add(finding.at().offset() + finding.predicate())) {
            findings.add(finding);
        } else if (findings.size() == MOST) {
            findings.add(new Finding.Eludes(where.apply(tag), "there is more to say about this template than we keep"));
        }
    }

    private static String shown(String words) {
        var line = Place.printable(words.replaceAll("\\s+", " ")).strip();
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}
