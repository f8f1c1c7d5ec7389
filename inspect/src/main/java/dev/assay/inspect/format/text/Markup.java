package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// HTML, SVG and other XML: documents until they bring a script, or an entity from elsewhere.
final class Markup implements Reading {

    private static final Pattern SCRIPT = Pattern.compile(
            "<(?:[a-z]+:)?script[\\s>/]|\\bjavascript\\s*:|<[a-z][^<>]{0,1000}[\\s\"'/]on[a-z]{3,24}\\s*=",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTITY =
            Pattern.compile("<!ENTITY\\s[^>]{0,200}\\b(SYSTEM|PUBLIC)\\b|<[a-z]+:include\\s", Pattern.CASE_INSENSITIVE);
    private static final int PIECE = 1 << 20;
    private static final int OVERLAP = 4 << 10;

    /// Whether a piece of a page brings a script.
    static boolean scripts(String piece) {
        return SCRIPT.matcher(piece).find();
    }

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        if (Letters.first(text) != '<') {
            return Optional.empty();
        }
        var head = Letters.head(text, 4096).strip().toLowerCase(Locale.ROOT);
        var name = head.contains("<svg")
                ? "svg"
                : head.startsWith("<!doctype html") || head.contains("<html")
                        ? "html"
                        : head.startsWith("<?xml") ? "xml" : "";
        if (name.isEmpty() && !head.startsWith("<script")) {
            return Optional.empty(); // a card that begins with a centred picture, or the like
        }
        var findings = new ArrayList<Finding>();
        for (long from = 0; from < text.byteSize() && findings.isEmpty(); from += PIECE - OVERLAP) {
            var piece = Letters.slice(text, from, Math.min(text.byteSize(), from + PIECE));
            var script = SCRIPT.matcher(piece);
            if (script.find()) {
                findings.add(new Finding.Runs(place.at(from + script.start()), "a browser script"));
            }
            var entity = ENTITY.matcher(piece);
            if (entity.find()) {
                findings.add(new Finding.Names(place.at(from + entity.start()), "an entity from elsewhere"));
            }
        }
        return Optional.of(new Read(name, findings));
    }
}
