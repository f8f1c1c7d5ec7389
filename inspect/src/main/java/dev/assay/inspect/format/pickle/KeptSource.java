package dev.assay.inspect.format.pickle;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// States that hold Python source, which whoever takes the state evaluates.
///
/// SciPy's distributions keep the functions that sort out their arguments as text and execute it when they are given
/// their state (`rv_generic.__setstate__` in scipy/stats/_distn_infrastructure.py). SciPy writes it by one template;
/// anything else is somebody else's code. What statsmodels keeps of a formula is Python by design
/// (`ModelData.__setstate__` in statsmodels/base/data.py).
final class KeptSource {

    private static final String ARGUMENTS = "_parse_arg_template";
    private static final String HIDDEN = "whatever its state holds as source";
    private static final Set<String> FORMULAS = Set.of("restore_design_info", "restore_model_spec");
    private static final List<String> READERS = List.of("scipy.stats.", "statsmodels.base.data.");
    private static final Pattern TEMPLATE = Pattern.compile("""

            def _parse_args\\(self, ((?:\\w++, )*+) ?(loc=0(?:, scale=1)?)\\):
                return \\(\\1\\), (loc, (?:scale|1))

            def _parse_args_rvs\\(self, \\1 ?\\2, size=None\\):
                return self\\._argcheck_rvs\\(\\1 ?\\3, size=size\\)

            def _parse_args_stats\\(self, \\1 ?\\2, moments='mv'\\):
                return \\(\\1\\), \\3, moments
            """);

    private KeptSource() {}

    /// What of this state is evaluated, or null if nothing is.
    ///
    /// @param maker what the state is given to
    static @Nullable String in(String maker, Value state) {
        var reads = READERS.stream().anyMatch(maker::startsWith);
        if (!(state instanceof Value.Box box)) {
            return reads && state != Value.Plain.NONE ? HIDDEN : null;
        }
        if (box.kind == Value.Box.Kind.DICT) {
            return inAttributes(box, reads);
        }
        return reads && !isBeforeSciPy16(box) ? HIDDEN : null;
    }

    /// Before SciPy 1.6 a state was the constructor's parameters and a generator; a pair of anything else would be
    /// taken
    /// for attributes by name and value.
    private static boolean isBeforeSciPy16(Value.Box state) {
        return state.kind == Value.Box.Kind.TUPLE
                && state.count == 2
                && state.kept.getFirst() instanceof Value.Box parameters
                && parameters.kind == Value.Box.Kind.DICT
                && parameters.count > 2
                && parameters.at(ARGUMENTS) == null
                && inAttributes(parameters, true) == null;
    }

    private static @Nullable String inAttributes(Value.Box attributes, boolean reads) {
        for (var i = 0; i < attributes.kept.size(); i += 2) {
            var key = Value.text(attributes.kept.get(i));
            if (key == null) {
                if (reads) {
                    return HIDDEN;
                }
            } else if (key.equals(ARGUMENTS)) {
                var source = Value.text(attributes.kept.get(i + 1));
                if (source == null || !TEMPLATE.matcher(source).matches()) {
                    return "the source in its attribute " + key;
                }
            } else if (FORMULAS.contains(key)) {
                return "the formula it keeps";
            }
        }
        return reads && attributes.kept.size() != 2 * attributes.count ? HIDDEN : null;
    }
}
