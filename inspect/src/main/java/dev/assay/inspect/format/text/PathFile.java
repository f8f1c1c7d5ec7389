package dev.assay.inspect.format.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.source.PythonSource;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Optional;

/// A `.pth` file: Python's `site` reads it at every start, and executes each line that begins with
/// `import`, whatever the other lines are.
///
/// @see <a href="https://docs.python.org/3/library/site.html">site</a>
final class PathFile implements Reading {

    private static final int LONGEST = 1 << 20;
    private static final int MOST_LINES = 1_000;

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        if (Letters.find(text, "import", 0) < 0) {
            return Optional.empty();
        }
        var findings = new ArrayList<Finding>();
        if (text.byteSize() > LONGEST) {
            return Optional.empty();
        }
        var offset = 0L;
        var lines = 0;
        for (var line : Deeds.bytes(text).split("\n", -1)) {
            if ((line.startsWith("import ") || line.startsWith("import\t")) && line.indexOf(';') > 0) {
                if (lines++ == MOST_LINES) {
                    findings.add(new Finding.Eludes(
                            place.at(offset), "as a .pth file it has more than " + MOST_LINES + " lines that run"));
                    break;
                }
                var at = place.at(offset);
                PythonSource.read(MemorySegment.ofArray(Deeds.letters(line).getBytes(UTF_8)))
                        .ifPresent(read -> read.acts()
                                .forEach(it -> findings.add(
                                        new Finding.Runs(at, "when Python starts, as a .pth file, " + it.sentence()))));
            }
            offset += line.length() + 1;
        }
        return findings.isEmpty() ? Optional.empty() : Optional.of(new Read("", findings));
    }
}
