package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Text that some program runs, or that asks its reader to.
///
/// A text can be a script and Python at once, and is then read as both. Only what is neither is asked
/// whether it is a recipe, a list of packages, or tells people what to type.
final class Code implements Reading {

    private static final List<Reading> PROGRAMS = List.of(new Script(), new Python());
    private static final List<Reading> RECIPES = List.of(new Recipe(), new Requirements());
    private static final List<Reading> PROSE = List.of(new PathFile(), new Advice());

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var findings = new ArrayList<Finding>();
        var name = gather(PROGRAMS, text, place, findings);
        if (name.isEmpty()) {
            name = gather(RECIPES, text, place, findings);
        }
        if (name.isEmpty()) {
            gather(PROSE, text, place, findings);
        }
        findings.addAll(Unseen.letters(text, place, !name.isEmpty()));
        return name.isEmpty() && findings.isEmpty() ? Optional.empty() : Optional.of(new Read(name, findings));
    }

    /// @return the name of the first reading that has one
    private static String gather(List<Reading> readings, MemorySegment text, Place place, List<Finding> findings) {
        var name = "";
        for (var reading : readings) {
            var read = reading.read(text, place);
            if (read.isPresent()) {
                findings.addAll(read.get().findings());
                name = name.isEmpty() ? read.get().name() : name;
            }
        }
        return name;
    }
}
