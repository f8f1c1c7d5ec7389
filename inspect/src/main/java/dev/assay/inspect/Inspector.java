package dev.assay.inspect;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Examines a specimen and everything packed inside it.
///
/// The three ways of failing end here, each as a sentence: the bytes are wrong ([Finding.Breaks]), a limit was
/// met ([Finding.Outgrows], [Finding.Eludes]), or we are wrong ([Finding.Eludes], and a log line for us).
public final class Inspector {

    private static final System.Logger log = System.getLogger(Inspector.class.getName());

    private final List<Format> formats;
    private final Limits limits;
    private final String generation;

    /// @param generation names this set of formats; kept with every inspection
    public Inspector(List<Format> formats, Limits limits, String generation) {
        this.formats = List.copyOf(formats);
        this.limits = limits;
        this.generation = generation;
    }

    /// @param subject the digest of the specimen's bytes, computed by whoever sealed them
    public Inspection inspect(Specimen specimen, Digest subject) {
        var examining = new Examining();
        examining.enter(specimen);
        return examining.inspection(specimen, subject);
    }

    private final class Examining implements Examination {

        private final List<Finding> findings = new ArrayList<>();
        private final List<Coverage> open = new ArrayList<>();
        private String format = "unknown";
        private long covered;
        private long unpacked;
        private int depth;
        private int specimens;
        private boolean overflowed;

        Inspection inspection(Specimen specimen, Digest subject) {
            return new Inspection(subject, specimen.size(), covered, format, generation, findings);
        }

        @Override
        public void note(Finding finding) {
            if (findings.size() < limits.findings()) {
                findings.add(finding);
            } else if (!overflowed) {
                overflowed = true;
                findings.add(new Finding.Eludes(
                        finding.at(), "there is more to say than the " + limits.findings() + " sentences we keep"));
            }
        }

        @Override
        public void enter(Specimen specimen) {
            if (depth == limits.depth()) {
                note(new Finding.Eludes(specimen.place(), "it is nested deeper than " + depth + " containers"));
            } else if (specimens == limits.specimens()) {
                note(new Finding.Eludes(specimen.place(), "there are more than " + specimens + " members"));
            } else {
                depth++;
                specimens++;
                open.add(new Coverage(specimen));
                examine(specimen);
                close(open.removeLast());
                depth--;
            }
        }

        @Override
        public void unpack(Place member, InputStream unpacking) throws IOException {
            var allowed = Math.min(limits.unpacked() - unpacked, Integer.MAX_VALUE - 16L);
            if (allowed <= 0) {
                note(new Finding.Outgrows(member, limits.unpacked() + " bytes unpacked"));
                return;
            }
            byte[] bytes;
            try (var metered = new Metered(unpacking, allowed)) {
                bytes = metered.readAllBytes();
            } catch (Metered.Spent spent) {
                unpacked = limits.unpacked();
                note(new Finding.Outgrows(member, limits.unpacked() + " bytes unpacked"));
                return;
            }
            unpacked += bytes.length;
            enter(new Specimen(member, MemorySegment.ofArray(bytes).asReadOnly()));
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // two members may hold equal bytes and yet be two
        public void covers(Specimen specimen, long from, long to) {
            open.stream()
                    .filter(it -> it.specimen == specimen)
                    .findFirst()
                    .ifPresent(it -> it.add(Math.max(0, from), Math.min(to, specimen.size())));
        }

        /// All claimants read the specimen: a file that is two things is examined as both.
        private void examine(Specimen specimen) {
            var claimants = new ArrayList<Format>();
            for (var candidate : formats) {
                try {
                    if (candidate.claims(specimen)) {
                        claimants.add(candidate);
                    }
                } catch (RuntimeException | StackOverflowError bug) {
                    failed(candidate, specimen, bug);
                }
            }
            if (depth == 1 && !claimants.isEmpty()) {
                format = claimants.stream().map(Format::name).collect(Collectors.joining("+"));
            }
            if (claimants.isEmpty() && specimen.size() > 0) {
                note(new Finding.Eludes(specimen.place(), "it is of no format we know"));
            }
            if (claimants.size() > 1) {
                note(new Finding.PosesAs(
                        specimen.place(), claimants.stream().map(Format::name).toList()));
            }
            claimants.forEach(claimant -> read(claimant, specimen));
        }

        private void read(Format reader, Specimen specimen) {
            try {
                reader.analyse(specimen, this);
            } catch (Malformed malformed) {
                note(new Finding.Breaks(specimen.place().at(malformed.offset()), malformed.rule()));
            } catch (RuntimeException | StackOverflowError bug) {
                failed(reader, specimen, bug);
            }
        }

        private void failed(Format reader, Specimen specimen, Throwable bug) {
            log.log(ERROR, "the " + reader.name() + " analyser failed on " + specimen.place(), bug);
            note(new Finding.Eludes(specimen.place(), "our " + reader.name() + " analyser failed"));
        }

        private void close(Coverage done) {
            var gap = done.firstGap();
            if (gap >= 0) {
                note(new Finding.Eludes(
                        done.specimen.place().at(gap), (done.specimen.size() - done.total()) + " bytes were not read"));
            }
            if (open.isEmpty()) {
                covered = done.total();
            }
        }
    }

    /// Which bytes of a specimen were understood: disjoint ranges, merged as they come.
    private static final class Coverage {

        private final Specimen specimen;
        private final TreeMap<Long, Long> ranges = new TreeMap<>();

        Coverage(Specimen specimen) {
            this.specimen = specimen;
        }

        void add(long from, long to) {
            if (from >= to) {
                return;
            }
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

        long total() {
            return ranges.entrySet().stream()
                    .mapToLong(it -> it.getValue() - it.getKey())
                    .sum();
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
}
