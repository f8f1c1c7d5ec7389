package dev.assay.repo;

import java.util.Optional;

/// The lines at the start of a README between one of three dashes and the next: what it says about its repository, as
/// YAML.
///
/// @param yaml its lines without the dashes; empty if there are none between them
/// @param rest what the README says to people
public record FrontMatter(String yaml, String rest) {

    /// The front matter of this text; empty if it begins with none, or with one that does not end.
    public static Optional<FrontMatter> of(String readme) {
        var text = (readme.startsWith("\ufeff") ? readme.substring(1) : readme).replace("\r\n", "\n");
        if (!text.startsWith("---\n")) {
            return Optional.empty();
        }
        for (var end = text.indexOf("\n---", 3); end >= 0; end = text.indexOf("\n---", end + 1)) {
            var line = text.indexOf('\n', end + 1);
            var tail = line < 0 ? text.substring(end + 4) : text.substring(end + 4, line);
            if (tail.isBlank()) {
                return Optional.of(new FrontMatter(
                        text.substring(Math.min(4, end + 1), end + 1), line < 0 ? "" : text.substring(line + 1)));
            }
        }
        return Optional.empty();
    }
}
