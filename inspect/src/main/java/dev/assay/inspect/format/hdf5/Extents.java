package dev.assay.inspect.format.hdf5;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Which bytes of the file belong to something that was walked to: disjoint ranges, merged as they come.
final class Extents {

    record Gap(long from, long to) {}

    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    void add(long from, long to) {
        var start = from;
        var end = to;
        for (var near = ranges.floorEntry(end);
                near != null && near.getValue() >= start;
                near = ranges.floorEntry(end)) {
            start = Math.min(start, near.getKey());
            end = Math.max(end, near.getValue());
            ranges.remove(near.getKey());
        }
        ranges.put(start, end);
    }

    /// What lies between them, from here to there.
    List<Gap> gaps(long from, long to) {
        var gaps = new ArrayList<Gap>();
        var here = from;
        for (var range : ranges.entrySet()) {
            if (range.getKey() > here) {
                gaps.add(new Gap(here, Math.min(range.getKey(), to)));
            }
            here = Math.max(here, range.getValue());
        }
        if (here < to) {
            gaps.add(new Gap(here, to));
        }
        return gaps;
    }
}
