package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;

/// The configuration of a spaCy pipeline: sections in which `@name = "value"` says which registered function makes
/// something. Those of spaCy and its own packages are registered by themselves; any other is code that comes along.
///
/// @see <a href="https://spacy.io/api/data-formats#config">spaCy: training config</a>
final class Registry implements Reading {

    private static final Pattern SECTION =
            Pattern.compile("(?m)^\\[(?:nlp|training|components|paths|initialize)[\\w.]*\\]");
    private static final Pattern FUNCTION =
            Pattern.compile("(?m)^[ \\t]{0,20}@(\\w{2,40})[ \\t]{0,20}=[ \\t]{0,20}\"([^\"\\n]{1,200})\"");
    private static final Pattern OWN = Pattern.compile(
            "(?:spacy|spacy-legacy|spacy-transformers|spacy-curated-transformers|spacy-lookups-data)\\.[\\w.-]+"
                    + "|[A-Za-z_]+\\.v\\d+");

    private static final int LARGEST = 1 << 20;
    private static final int MOST = 50;

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        if (text.byteSize() > LARGEST || Letters.first(text) != '[') {
            return Optional.empty();
        }
        var all = Letters.slice(text, 0, text.byteSize());
        if (!SECTION.matcher(all).find()) {
            return Optional.empty();
        }
        var found = new LinkedHashMap<String, Finding>();
        for (var it = FUNCTION.matcher(all); it.find() && found.size() < MOST; ) {
            if (!OWN.matcher(it.group(2)).matches()) {
                var what = "a registered function: " + Letters.shown(it.group(2), 120) + " (@" + it.group(1) + ")";
                found.putIfAbsent(what, new Finding.Names(place, what));
            }
        }
        return Optional.of(new Read("ini", new ArrayList<>(found.values())));
    }
}
