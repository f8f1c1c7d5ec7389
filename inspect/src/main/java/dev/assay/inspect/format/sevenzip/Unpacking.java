package dev.assay.inspect.format.sevenzip;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.Unread;
import dev.assay.inspect.wire.Decoders;
import dev.assay.inspect.wire.Paths;
import dev.assay.inspect.wire.SegmentInput;
import dev.assay.inspect.wire.Summed;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Unpacks folder after folder, and from each member after member.
final class Unpacking {

    private static final int HEADER = 32;
    /// Windows of all folders together: each is cleared before it is used, and a folder costs its writer a few bytes.
    private static final long MOST_WINDOWS = 16L << 30;

    private final Specimen specimen;
    private final Examination examination;
    private final Streams streams;
    private final Members members;
    private final Set<String> seen = new HashSet<>();
    private long windows;
    private int member;

    Unpacking(Specimen specimen, Examination examination, Streams streams, Members members) {
        this.specimen = specimen;
        this.examination = examination;
        this.streams = streams;
        this.members = members;
    }

    void unpack() throws Malformed {
        var packed = HEADER + streams.position();
        var stream = 0;
        var part = 0;
        for (var folder = 0; folder < streams.folders().size(); folder++) {
            var how = streams.folders().get(folder);
            var size = 0L;
            for (var i = 0; i < how.packed(); i++) {
                specimen.cursor().require(stream < streams.packed().length, "a folder has its packed streams");
                size += streams.packed()[stream++];
            }
            folder(folder, packed, size, part);
            packed += size;
            part += streams.counts()[folder];
        }
        specimen.cursor().require(stream == streams.packed().length, "every packed stream belongs to a folder");
        while (nextWithBytes() != null) { // names that promise bytes which are not there
            examination.note(new Finding.Breaks(specimen.place(), "every member that is not empty has bytes"));
        }
    }

    private void folder(int folder, long from, long size, int firstPart) {
        windows += Math.min(streams.size(folder), Decoders.LARGEST_WINDOW);
        var packed = new SegmentInput(specimen.bytes().asSlice(from, size));
        try (var in = opened(folder, packed)) {
            var parts = streams.counts()[folder];
            for (var i = 0; i < parts; i++) {
                var name = nextWithBytes();
                var place = specimen.place().inside(name == null ? "member " + member : name);
                if (!part(place, in, streams.parts()[firstPart + i], streams.partChecksums()[firstPart + i])) {
                    if (i + 1 < parts) {
                        examination.note(
                                new Finding.Eludes(place, (parts - i - 1) + " members behind it are packed with it"));
                    }
                    skip(parts - i - 1);
                    return;
                }
            }
            if (in.read() >= 0) {
                examination.note(new Finding.Eludes(
                        specimen.place().at(from), "more bytes are packed there than the members have"));
                return;
            }
        } catch (Unread unread) {
            var name = nextWithBytes();
            examination.note(new Finding.Eludes(specimen.place().inside(name == null ? "member" : name), unread.why()));
            skip(streams.counts()[folder] - 1);
            return;
        } catch (IOException | RuntimeException broken) {
            examination.note(new Finding.Breaks(specimen.place().at(from), "a packed stream unpacks to its end"));
            return;
        }
        if (packed.at() < size) {
            var here = from + packed.at();
            examination.note(new Finding.Departs(
                    specimen.place().at(here), (size - packed.at()) + " bytes behind what is packed"));
            examination.enter(specimen.part("behind@" + here, here, from + size));
        }
    }

    private InputStream opened(int folder, SegmentInput packed) throws IOException {
        if (windows > MOST_WINDOWS) {
            throw new Unread("the archive asks for more memory, again and again, than we give");
        }
        return Coders.open(packed, streams, folder);
    }

    private void skip(int count) {
        for (var i = 0; i < count; i++) {
            nextWithBytes();
        }
    }

    /// @return whether the stream goes on behind it
    private boolean part(Place place, InputStream in, long size, long crc) {
        var unpacking = new Summed(new Part(in, size));
        examination.unpack(place, unpacking);
        if (unpacking.finished() && crc >= 0 && unpacking.crc() != crc) {
            examination.note(new Finding.Differs(place, "it unpacks to other bytes than the archive says"));
        }
        return unpacking.finished();
    }

    /// The next member that has bytes, having looked at the names on the way; null if there is none.
    private @Nullable String nextWithBytes() {
        while (member < members.names().size()) {
            var name = members.names().get(member);
            var there = specimen.place();
            var shown = Place.printable(name);
            if (Paths.leave(name)) {
                examination.note(new Finding.Escapes(there, shown));
            }
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                examination.note(new Finding.Differs(there, "the name '" + shown + "' stands twice in the archive"));
            }
            if (members.links().get(member)) {
                examination.note(new Finding.Departs(there, "a link called '" + shown + "'"));
            }
            if (!members.empty().get(member++)) {
                return name;
            }
        }
        return null;
    }

    /// So many bytes of a stream that goes on behind them; it breaks if they are fewer.
    private static final class Part extends InputStream {

        private final InputStream in;
        private long left;

        Part(InputStream in, long size) {
            this.in = in;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            var read = in.read(into, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new IOException("a member ends with its last byte");
            }
            left -= read;
            return read;
        }
    }
}
