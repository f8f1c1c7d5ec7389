package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.source.PythonSource;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Python source: what it does when it is imported, and what when it is used, run as a script or called.
final class Python implements Reading {

    private static final Pattern CODING = Pattern.compile("(?md)^[ \\t\\f]*#.*?coding[:=][ \\t]*([-\\w.]+)");
    private static final Pattern ORDINARY = Pattern.compile(
            "utf-?8(-.*)?|(us-)?ascii|(iso-)?latin-?1(-.*)?|iso-?8859-\\d+(-.*)?" + "|(cp-?|windows-)125\\d|koi8-[ru]");

    private static final int LONGEST_FENCE = 200;
    private static final Pattern FENCE = Pattern.compile(
            "[ \\t]{0,3}+(?:`{3,}+[^`\"'#\\\\]*+|~{3,}+[\\w ]*+|={2,}+[ \\t]*+|-{2,}+[ \\t]*+|\\*{3,}+[ \\t]*+|_{3,}+[ \\t]++)\\r?");

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var findings = new ArrayList<Finding>();
        coding(text).ifPresent(it -> findings.add(new Finding.Eludes(place, "source in the encoding " + it)));
        var read = PythonSource.read(text);
        if (read.isEmpty()) {
            return findings.isEmpty() ? Optional.empty() : Optional.of(new Read("", findings));
        }
        var source = read.get();
        if (source.acts().isEmpty()
                && source.foreign()
                && source.unread().isPresent()
                && isMarkdown(text, source.unread().getAsLong())) {
            return findings.isEmpty() ? Optional.empty() : Optional.of(new Read("", findings));
        }
        source.acts().forEach(it -> findings.add(new Finding.Runs(place.at(it.at()), it.sentence())));
        source.unread()
                .ifPresent(at -> findings.add(
                        new Finding.Eludes(place.at(at), "from here this source is no Python that we follow")));
        if (source.more()) {
            findings.add(new Finding.Eludes(place, "this source does more than we keep"));
        }
        return source.certain() || !findings.isEmpty() ? Optional.of(new Read("python", findings)) : Optional.empty();
    }

    /// Whether the line at this place is one of Markdown's that no Python has: the fence of a block, or a rule under a
    /// heading or around a card's metadata. Python compiles a file whole or not at all.
    private static boolean isMarkdown(MemorySegment text, long at) {
        var from = at;
        while (from > 0 && at - from < LONGEST_FENCE && text.get(JAVA_BYTE, from - 1) != '\n') {
            from--;
        }
        var to = at;
        while (to < text.byteSize() && to - at < LONGEST_FENCE && text.get(JAVA_BYTE, to) != '\n') {
            to++;
        }
        return FENCE.matcher(Letters.slice(text, from, to)).matches();
    }

    /// A source may say in its first two lines which encoding it is in; some encodings spell other letters.
    private static Optional<String> coding(MemorySegment text) {
        var lines = List.copyOf(Letters.head(text, 64 << 10).lines().limit(2).toList());
        var coding = CODING.matcher(String.join("\n", lines));
        return coding.find()
                        && !ORDINARY.matcher(
                                        coding.group(1).toLowerCase(Locale.ROOT).replace('_', '-'))
                                .matches()
                ? Optional.of(Letters.shown(coding.group(1), 40))
                : Optional.empty();
    }
}
