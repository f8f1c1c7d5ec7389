package dev.assay.inspect;

import java.util.List;
import java.util.Set;

/// One fact about a specimen, stated as a sentence: *where*, *does what*, *to what*.
///
/// A finding never says how bad it is. The same call may convict a file in one house and
/// be waved through in another; the fact is the same in both.
public sealed interface Finding {

    /// The first words of our sentences. A policy that uses another has a typing error.
    Set<String> VERBS = Set.of(
            "calls",
            "imports",
            "runs",
            "names",
            "carries",
            "escapes",
            "poses",
            "differs",
            "departs",
            "outgrows",
            "breaks",
            "eludes");

    Place at();

    /// Loading the specimen calls this function with these arguments, as far as they are known.
    ///
    /// @param function fully resolved name, as the reader would import it: `posix.system`
    /// @param arguments each as a short literal of what is known: `'echo hi'`, `3`, `torch.float32`, `?`
    record Calls(Place at, String function, List<String> arguments) implements Finding {
        public Calls {
            arguments = List.copyOf(arguments);
        }
    }

    /// Loading the specimen imports this name, and does not call it.
    record Imports(Place at, String name) implements Finding {}

    /// Using the specimen runs code it carries: a script, a template that leaves its sandbox, source that acts on
    /// import.
    record Runs(Place at, String what) implements Finding {}

    /// The specimen names code that lives elsewhere and would be fetched or imported.
    record Names(Place at, String what) implements Finding {}

    /// The specimen is, or holds, something made to run on a machine: an executable, a library, an app.
    record Carries(Place at, String payload) implements Finding {}

    /// Unpacking the specimen writes outside the folder it was given.
    record Escapes(Place at, String target) implements Finding {}

    /// The same bytes can be read as more than one format.
    record PosesAs(Place at, List<String> formats) implements Finding {
        public PosesAs {
            formats = List.copyOf(formats);
        }
    }

    /// Two readers in use would read these bytes differently.
    record Differs(Place at, String how) implements Finding {}

    /// No real writer of this format produces these bytes.
    record Departs(Place at, String how) implements Finding {}

    /// Unpacked, the specimen outgrows what we are willing to hold.
    record Outgrows(Place at, String limit) implements Finding {}

    /// The bytes break their own format's rules.
    record Breaks(Place at, String rule) implements Finding {}

    /// Part of the specimen was not examined. Not looking is also a fact.
    record Eludes(Place at, String why) implements Finding {}

    /// The finding as a sentence about a file of this name.
    default String sentence(String file) {
        return at().in(file) + " " + predicate();
    }

    /// What policies match on: a verb of ours, then what the file made us say.
    default String predicate() {
        return switch (this) {
            case Calls it -> "calls " + it.function + "(" + String.join(", ", it.arguments) + ")";
            case Imports it -> "imports " + it.name;
            case Runs it -> "runs " + it.what;
            case Names it -> "names " + it.what;
            case Carries it -> "carries " + it.payload;
            case Escapes it -> "escapes to " + it.target;
            case PosesAs it -> "poses as " + String.join(" and ", it.formats);
            case Differs it -> "differs between readers: " + it.how;
            case Departs it -> "departs from every writer: " + it.how;
            case Outgrows it -> "outgrows " + it.limit;
            case Breaks it -> "breaks the rule that " + it.rule;
            case Eludes it -> "eludes us: " + it.why;
        };
    }
}
