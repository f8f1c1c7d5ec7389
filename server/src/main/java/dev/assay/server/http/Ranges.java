package dev.assay.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The parts of a body that a `Range` header asks for (RFC 9110, section 14.2).
sealed interface Ranges {

    /// Nothing (usable) was asked for: the whole body.
    record Whole() implements Ranges {}

    /// Nothing of what was asked for exists: 416.
    record None() implements Ranges {}

    /// One or more parts, as asked, cut to what exists.
    record Parts(List<Part> parts) implements Ranges {
        public Parts {
            parts = List.copyOf(parts);
        }
    }

    /// @param first offset of the first byte
    /// @param last offset of the last byte, inclusive
    record Part(long first, long last) {

        long length() {
            return last - first + 1;
        }
    }

    /// More parts than this are an attack on us and not a reader's wish (RFC 9110, section 17.15).
    int MOST_PARTS = 16;

    Pattern SPEC = Pattern.compile("\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

    /// A header that is malformed, of another unit, or asks for too many parts is ignored, as the RFC allows.
    static Ranges of(String header, long size) {
        if (!header.regionMatches(true, 0, "bytes=", 0, 6)) {
            return new Whole();
        }
        var specs = header.substring(6).split(",", -1);
        if (specs.length > MOST_PARTS) {
            return new Whole();
        }
        var parts = new ArrayList<Part>();
        for (var spec : specs) {
            var matcher = SPEC.matcher(spec);
            if (!matcher.matches()
                    || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
                return new Whole();
            }
            if (matcher.group(1).isEmpty()) {
                var suffix = Math.min(Long.parseLong(matcher.group(2)), size);
                if (suffix > 0) {
                    parts.add(new Part(size - suffix, size - 1));
                }
                continue;
            }
            var first = Long.parseLong(matcher.group(1));
            var last = matcher.group(2).isEmpty() ? size - 1 : Long.parseLong(matcher.group(2));
            if (!matcher.group(2).isEmpty() && last < first) {
                return new Whole();
            }
            if (first < size) {
                parts.add(new Part(first, Math.min(last, size - 1)));
            }
        }
        return parts.isEmpty() ? new None() : new Parts(parts);
    }
}
