package dev.assay.inspect;

import java.util.TreeMap;

/// Which bytes of a specimen were understood: disjoint ranges, merged as they come.
final class Coverage {

    private final Specimen specimen;
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    Coverage(Specimen specimen) {
        this.specimen = specimen;
    }

    Place place() {
        return specimen.place();
    }

    /// The very specimen: two members may hold equal bytes and yet be two.
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(Specimen other) {
        return specimen == other;
    }

    void add(long from, long to) {
        var start = Math.max(0, from);
        var end = Math.min(to, specimen.size());
        if (start >= end) {
            return;
        }
        for (var near = ranges.floorEntry(end);
                near != null && near.getValue() >= start;
                near = ranges.floorEntry(end)) {
            start = Math.min(start, near.getKey());
            end = Math.max(end, near.getValue());
            ranges.remove(near.getKey());
        }
        ranges.put(start, end);
    }

    long total() {
        return ranges.entrySet().stream()
                .mapToLong(it -> it.getValue() - it.getKey())
                .sum();
    }

    long uncovered() {
        return specimen.size() - total();
    }

    /// The first byte nobody understood, or -1.
    long firstGap() {
        if (specimen.size() == 0) {
            return -1;
        }
        var first = ranges.firstEntry();
        if (first == null || first.getKey() > 0) {
            return 0;
        }
        return first.getValue() < specimen.size() ? first.getValue() : -1;
    }
}
