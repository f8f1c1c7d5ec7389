package dev.assay.inspect;

import static java.lang.System.Logger.Level.ERROR;

import dev.assay.inspect.format.Formats;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Examines a specimen and everything packed inside it.
///
/// The three ways of failing end here, each as a sentence: the bytes are wrong ([Finding.Breaks]), a limit was
/// met ([Finding.Outgrows], [Finding.Eludes]), or we are wrong ([Finding.Eludes], and a log line for us).
public final class Inspector {

    private static final System.Logger log = System.getLogger(Inspector.class.getName());

    /// Some formats are written in letters; such a file is text as well. It is one thing if that format accounts for
    /// all of it, and two if it is followed or preceded by other text.
    private static final String TEXT = "text";

    private static final long LARGEST_READ = 64 << 10;

    private final List<Format> formats;
    private final Limits limits;
    private final String generation;

    /// @param generation names this set of formats; kept with every inspection
    public Inspector(List<Format> formats, Limits limits, String generation) {
        this.formats = List.copyOf(formats);
        this.limits = limits;
        this.generation = generation;
    }

    /// The inspector everybody uses: every format of this release, within the standard limits.
    public static Inspector standard() {
        return new Inspector(Formats.ALL, Limits.STANDARD, Formats.GENERATION);
    }

    /// @param subject the digest of the specimen's bytes, computed by whoever sealed them
    public Inspection inspect(Specimen specimen, Digest subject) {
        return new Examining().inspection(specimen, subject);
    }

    /// Inspects a file that does not change any more. The file is mapped, not loaded: what nobody needs to
    /// look at costs nothing.
    ///
    /// @param subject the digest of the file's bytes, computed by whoever sealed them
    /// @throws IOException if the file cannot be opened or mapped
    public Inspection inspect(Path file, Digest subject) throws IOException {
        try (var arena = Arena.ofConfined();
                var channel = FileChannel.open(file)) {
            var bytes = contents(channel, arena);
            return inspect(new Specimen(Place.START, bytes), subject);
        }
    }

    /// Inspects a file that somebody may still be writing: hashes it, inspects it, and says so if it changed
    /// in between.
    ///
    /// @throws IOException if the file cannot be opened, mapped or read to its end
    public Inspection inspect(Path file) throws IOException {
        try (var arena = Arena.ofConfined();
                var channel = FileChannel.open(file)) {
            var before = Files.readAttributes(file, BasicFileAttributes.class);
            var bytes = contents(channel, arena);
            var inspection = inspect(new Specimen(Place.START, bytes), digest(bytes, file));
            var after = Files.readAttributes(file, BasicFileAttributes.class);
            var still = before.size() == after.size()
                    && before.size() == inspection.size()
                    && before.lastModifiedTime().equals(after.lastModifiedTime());
            return still ? inspection : inspection.with(new Finding.Eludes(Place.START, "it changed while we read it"));
        }
    }

    /// Maps the file. A small one is read, which takes less, and cannot change under our hands.
    private static MemorySegment contents(FileChannel channel, Arena arena) throws IOException {
        var size = channel.size();
        if (size > LARGEST_READ) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
        }
        var bytes = ByteBuffer.allocate((int) size);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return MemorySegment.ofArray(bytes.array()).asReadOnly();
    }

    private static Digest digest(MemorySegment bytes, Path file) throws IOException {
        var sha256 = Digest.sha256();
        try {
            for (long at = 0; at < bytes.byteSize(); at += 1 << 20) {
                sha256.update(bytes.asSlice(at, Math.min(1 << 20, bytes.byteSize() - at))
                        .asByteBuffer());
            }
        } catch (InternalError cut) {
            throw new IOException("the file became shorter while it was read: " + file, cut);
        }
        return Digest.ofHash(sha256.digest());
    }

    private final class Examining implements Examination {

        private final List<Finding> findings = new ArrayList<>();
        private final List<Coverage> open = new ArrayList<>();
        private final Map<Place, String> expected = new HashMap<>();
        private String format = "unknown";
        private long covered;
        private long missed;
        private long unpacked;
        private long held;
        private long work;
        private int specimens;
        private boolean overflowed;

        Inspection inspection(Specimen specimen, Digest subject) {
            enter(specimen);
            return new Inspection(
                    subject, specimen.size(), Math.max(0, covered - missed), format, generation, findings);
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
            if (admits(specimen)) {
                open.add(new Coverage(specimen));
                var claimants = claimants(specimen);
                if (claimants.isEmpty() && specimen.size() > 0) {
                    note(new Finding.Eludes(specimen.place(), "it is of no format we know"));
                }
                examine(specimen, claimants);
                searchWhatIsLeft(specimen, claimants);
                close(open.removeLast(), !claimants.isEmpty());
            }
        }

        /// What nobody understood stays uncovered; but a file in it is read for what it would do.
        private void searchWhatIsLeft(Specimen specimen, List<Format> claimants) {
            var gap = open.getLast().firstGap();
            if (gap < 0) {
                return;
            }
            for (var candidate : formats) {
                if (!claimants.contains(candidate)) {
                    guarded(candidate, specimen, () -> {
                        var at = candidate.among(specimen, gap);
                        if (at >= 0) {
                            plain(specimen.part("bytes@0x" + Long.toHexString(at), at, specimen.size()));
                        }
                    });
                }
            }
        }

        @Override
        public void expects(Place member, String format) {
            expected.put(member, format);
        }

        @Override
        public void plain(Specimen specimen) {
            if (admits(specimen)) {
                open.add(new Coverage(specimen));
                var before = findings.size();
                var missedBefore = missed;
                examine(specimen, claimants(specimen));
                var since = findings.subList(before, findings.size());
                if (isOnlyChance(since)) {
                    since.clear();
                    missed = missedBefore;
                }
                open.removeLast();
            }
        }

        private boolean admits(Specimen specimen) {
            if (open.size() == limits.depth()) {
                return misses(specimen, "it is nested deeper than " + limits.depth() + " containers");
            }
            if (specimens == limits.specimens()) {
                return misses(specimen, "there are more than " + specimens + " members");
            }
            if (specimen.size() > limits.work() - work) {
                return misses(specimen, "what is packed in it adds up to more than " + limits.work() + " bytes");
            }
            specimens++;
            work += specimen.size();
            return true;
        }

        private boolean misses(Specimen specimen, String why) {
            note(new Finding.Eludes(specimen.place(), why));
            missed += Math.max(1, specimen.size());
            return false;
        }

        @Override
        public void unpack(Place member, InputStream unpacking) {
            var allowed = Math.min(limits.unpacked() - unpacked, limits.held() - held);
            try (var room = new Unpacked(allowed)) {
                switch (room.fill(unpacking)) {
                    case WHOLE -> {}
                    case SPENT -> {
                        note(new Finding.Outgrows(
                                member,
                                "what we unpack: " + limits.held() + " bytes at once, " + limits.unpacked()
                                        + " in all"));
                        missed++;
                    }
                    case UNREAD -> {
                        note(new Finding.Eludes(member, room.why()));
                        missed++;
                    }
                    case BROKEN -> note(new Finding.Breaks(member, "a packed stream unpacks to its end"));
                }
                unpacked += room.size();
                held += room.size();
                enter(new Specimen(member, room.bytes()));
                held -= room.size();
            }
        }

        @Override
        public void covers(Specimen specimen, long from, long to) {
            for (var it : open) {
                if (it.isOf(specimen)) {
                    it.add(from, to);
                    return;
                }
            }
        }

        @Override
        public void recognises(Specimen specimen, String name) {
            if (open.size() == 1 && open.getFirst().isOf(specimen) && !format.contains("+")) {
                format = name;
            }
        }

        private List<Format> claimants(Specimen specimen) {
            var claimants = new ArrayList<Format>();
            for (var candidate : formats) {
                guarded(candidate, specimen, () -> {
                    if (candidate.name().equals(expected.get(specimen.place())) || candidate.claims(specimen)) {
                        claimants.add(candidate);
                    }
                });
            }
            return claimants;
        }

        /// All claimants read the specimen: a file that is two things is examined as both.
        private void examine(Specimen specimen, List<Format> claimants) {
            var names = claimants.stream().map(Format::name).toList();
            var wordy = claimants.size() == 2 && names.getLast().equals(TEXT);
            if (!claimants.isEmpty()) {
                names(specimen, wordy ? names.subList(0, 1) : names);
            }
            for (var claimant : claimants) {
                var depth = open.size();
                var before = format;
                if (wordy && claimant.name().equals(TEXT) && open.getLast().firstGap() >= 0) {
                    names(specimen, names);
                    before = format;
                }
                guarded(claimant, specimen, () -> {
                    try {
                        claimant.analyse(specimen, this);
                    } catch (Malformed malformed) {
                        note(new Finding.Breaks(specimen.place().at(malformed.offset()), malformed.rule()));
                    }
                });
                while (open.size() > depth) {
                    open.removeLast();
                }
                if (wordy && claimant.name().equals(TEXT) && open.size() == 1) {
                    format = before;
                }
            }
        }

        private void names(Specimen specimen, List<String> names) {
            if (open.size() == 1) {
                format = String.join("+", names);
            }
            if (names.size() > 1) {
                note(new Finding.PosesAs(specimen.place(), names));
            }
        }

        /// Whatever goes wrong in a reader is a finding here, and nowhere else.
        private void guarded(Format reader, Specimen specimen, Runnable reading) {
            try {
                reading.run();
            } catch (InternalError cut) { // how the JDK reports a mapped file that somebody made shorter
                log.log(ERROR, "a page of " + specimen.place() + " could not be read", cut);
                misses(specimen, "its bytes could not be read; the file changed or the disk failed");
            } catch (OutOfMemoryError large) {
                misses(specimen, "reading it as " + reader.name() + " takes more memory than we have");
            } catch (RuntimeException | StackOverflowError bug) {
                log.log(ERROR, "the " + reader.name() + " analyser failed on " + specimen.place(), bug);
                misses(specimen, "our " + reader.name() + " analyser failed");
            }
        }

        private void close(Coverage done, boolean claimed) {
            var gap = done.firstGap();
            if (gap >= 0 && claimed) {
                note(new Finding.Eludes(done.place().at(gap), done.uncovered() + " bytes were not read"));
            }
            if (open.isEmpty()) {
                covered = done.total();
            } else {
                missed += done.uncovered();
            }
        }
    }

    /// Whether numbers look like some format by chance: they break it before they do anything definite in it.
    private static boolean isOnlyChance(List<Finding> findings) {
        var broken = findings.stream().anyMatch(it -> it instanceof Finding.Breaks);
        return findings.stream().allMatch(finding -> switch (finding) {
            case Finding.Breaks it -> true;
            case Finding.Departs it -> true;
            case Finding.PosesAs it -> true;
            case Finding.Eludes it -> broken;
            case Finding.Calls it -> broken && it.function().startsWith("unresolved");
            // No reader imports a name that is not text.
            case Finding.Imports it -> it.name().contains("\uFFFD") || it.name().contains("\\ufffd");
            case Finding.Runs it -> false;
            case Finding.Names it -> false;
            case Finding.Carries it -> false;
            case Finding.Escapes it -> false;
            case Finding.Differs it -> false;
            case Finding.Outgrows it -> false;
        });
    }
}
