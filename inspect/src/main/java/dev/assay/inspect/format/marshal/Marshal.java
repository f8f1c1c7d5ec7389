package dev.assay.inspect.format.marshal;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.python.CodeObject;
import dev.assay.inspect.python.Constant;
import dev.assay.inspect.python.Uses;
import dev.assay.inspect.wire.Beginnings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Marshalled Python, bare or as a `.pyc` file.
///
/// The bytes do not say which Python wrote them, and the fields of a code object differ between versions; so they are
/// read as each would read them, and what any reading finds is said.
public final class Marshal implements Format {

    private static final int CODE = 'c';
    private static final int REMEMBERED_CODE = CODE | 0x80;
    private static final int MOST_MEMBERS = 10_000;

    @Override
    public String name() {
        return "marshal";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return compiled(specimen) > 0 || isCode(specimen, 0);
    }

    /// Where the code begins in a `.pyc` file, or 0 in another. Its magic is a number for each version, and a line end
    /// (PEP 3147, PEP 552).
    private static long compiled(Specimen specimen) {
        if (specimen.byteAt(2) != '\r' || specimen.byteAt(3) != '\n') {
            return 0;
        }
        for (var header : new long[] {16, 12, 8}) {
            if (isCode(specimen, header)) {
                return header;
            }
        }
        return 0;
    }

    /// A code object begins with a count of arguments, of which there are at most 255.
    private static boolean isCode(Specimen specimen, long at) {
        var first = specimen.byteAt(at);
        return (first == CODE || first == REMEMBERED_CODE)
                && specimen.byteAt(at + 2) == 0
                && specimen.byteAt(at + 3) == 0
                && specimen.byteAt(at + 4) == 0;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var start = compiled(specimen);
        if (start > 0) {
            examination.recognises(specimen, "pyc");
            examination.note(new Finding.Carries(specimen.place(), "Python byte code"));
        }
        var sentences = new LinkedHashSet<String>();
        var members = new ArrayList<Constant.Bytes>();
        var end = -1L;
        Malformed broken = null;
        for (var shape : Shape.values()) {
            try {
                var in = specimen.cursor().at(start);
                var value = Reading.value(in, shape);
                look(value, start > 0 ? "a compiled Python module" : "Python byte code", sentences, members);
                end = Math.max(end, in.offset());
            } catch (Malformed other) {
                broken = broken == null || other.offset() > broken.offset() ? other : broken;
            }
        }
        for (var sentence : sentences) {
            examination.note(new Finding.Runs(specimen.place().at(start), sentence));
        }
        if (end < 0 && broken != null) {
            throw broken;
        }
        examination.covers(specimen, 0, end);
        for (var i = 0; i < members.size(); i++) {
            var inner = specimen.member("constant#" + i, members.get(i).bytes());
            if (Beginnings.ofAFile(inner, 0, inner.size()) || isCode(inner, 0)) {
                examination.plain(inner);
            }
        }
        if (end < specimen.size()) {
            examination.note(
                    new Finding.Departs(specimen.place().at(end), (specimen.size() - end) + " bytes behind the value"));
            examination.enter(specimen.part("trailing", end, specimen.size()));
            examination.covers(specimen, end, specimen.size());
        }
    }

    /// Code at any depth, outermost first; functions inside functions belong to those around them.
    private static void look(Constant value, String subject, Set<String> sentences, List<Constant.Bytes> members) {
        var open = new ArrayList<Constant>(List.of(value));
        Set<Constant> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Constant> inside = Collections.newSetFromMap(new IdentityHashMap<>());
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (next instanceof Constant.Plain || !seen.add(next)) {
                continue;
            }
            switch (next) {
                case CodeObject it -> {
                    if (!inside.contains(it)) {
                        sentences.addAll(Uses.of(it, subject));
                    }
                    it.constants().stream()
                            .filter(constant -> constant instanceof CodeObject)
                            .forEach(inside::add);
                    open.addAll(it.constants().reversed());
                }
                case Constant.Group it -> open.addAll(it.items().reversed());
                case Constant.Bytes it -> {
                    if (members.size() < MOST_MEMBERS) {
                        members.add(it);
                    }
                }
                case Constant.Text it -> {}
                case Constant.Plain it -> {}
            }
        }
    }
}
