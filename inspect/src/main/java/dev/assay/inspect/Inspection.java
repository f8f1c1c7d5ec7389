package dev.assay.inspect;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/// Everything found in one blob by one generation of our formats. It holds for those bytes forever,
/// whatever policy thinks of it.
///
/// @param subject the digest of the bytes that were read, computed by whoever sealed them, or by the reader of a file
///     that nobody sealed
/// @param size bytes in the blob
/// @param covered bytes some format understood, between 0 and size; less than size means part was not inspected. What
///     was not read of a member, at whatever depth, counts against the blob
/// @param format what the bytes are, by name; several joined by `+` if they are several things; `unknown` if none
/// @param generation which set of formats looked, so that an old inspection can be told from a new one
public record Inspection(
        Digest subject, long size, long covered, String format, String generation, List<Finding> findings) {

    public Inspection {
        findings = List.copyOf(findings);
        if (size < 0 || covered < 0 || covered > size) {
            throw new IllegalArgumentException("covered " + covered + " of " + size + " bytes");
        }
    }

    /// Whether every byte was understood.
    public boolean complete() {
        return covered == size && findings.stream().noneMatch(it -> it instanceof Finding.Eludes);
    }

    /// The same inspection, and one thing more found about it.
    public Inspection with(Finding more) {
        return new Inspection(
                subject,
                size,
                covered,
                format,
                generation,
                Stream.concat(findings.stream(), Stream.of(more)).toList());
    }

    /// One sentence a line, about a file of this name.
    public String report(String file) {
        return findings.stream().map(it -> it.sentence(file) + "\n").collect(joining());
    }
}
