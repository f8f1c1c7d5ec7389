package dev.assay.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The page `docs/evasions.md`: which Spec holds which evasion.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EvasionsSpec {

    private static final Path ROOT = Path.of("..");
    private static final Pattern RANGE = Pattern.compile("([A-Z]+-?)(\\d+)([a-z]?)(?: to \\1(\\d+))?");
    private static final Pattern SPEC = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void every_evasion_has_a_row() throws IOException {
        var expected = new ArrayList<String>();
        var rows = new ArrayList<String>();
        for (var line : page()) {
            if (line.startsWith("## ") && line.contains(": ")) {
                expected.addAll(named(line.substring(line.indexOf(": ") + 2)));
            } else if (line.startsWith("| ") && !line.startsWith("| id ")) {
                rows.add(line.split("\\|", -1)[1].strip());
            }
        }
        assertThat(rows).containsExactlyElementsOf(expected).hasSizeGreaterThan(120);
    }

    @Test
    void every_row_names_a_spec_that_is_there() throws IOException {
        var specs = specs();
        for (var line : page()) {
            if (line.startsWith("| ") && !line.startsWith("| id ")) {
                var named = SPEC.matcher(line);
                assertThat(named.find()).as(line).isTrue();
                do {
                    assertThat(specs.getOrDefault(named.group(1), ""))
                            .as(named.group())
                            .containsPattern("\\b" + named.group(2) + "\\b *[(=]");
                } while (named.find());
            }
        }
    }

    private static List<String> named(String ranges) {
        var ids = new ArrayList<String>();
        for (var part : ranges.split(", ", -1)) {
            var range = RANGE.matcher(part);
            assertThat(range.matches()).as(part).isTrue();
            var first = Integer.parseInt(range.group(2));
            var last = range.group(4) == null ? first : Integer.parseInt(range.group(4));
            for (var number = first; number <= last; number++) {
                ids.add(range.group(1) + number + range.group(3));
            }
        }
        return ids;
    }

    private static List<String> page() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/evasions.md"));
    }

    /// The sources of all tests, by their class.
    private static Map<String, String> specs() throws IOException {
        var specs = new HashMap<String, String>();
        for (var room : List.of("cli", "gate", "inspect", "judge", "repo", "server")) {
            try (var files = Files.walk(ROOT.resolve(room).resolve("src/test/java"))) {
                for (var file :
                        files.filter(it -> it.toString().endsWith(".java")).toList()) {
                    var name = file.getFileName().toString();
                    specs.put(name.substring(0, name.length() - 5), Files.readString(file));
                }
            }
        }
        return specs;
    }
}
