package dev.assay.inspect.format.sevenzip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.Unread;
import dev.assay.inspect.wire.SegmentInput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// 7z archives, unpacked member by member.
public final class SevenZip implements Format {

    private static final String MAGIC = "7z\u00bc\u00af'\u001c";
    private static final int HEADER = 32;
    private static final int LIST = 1;
    private static final int PROPERTIES = 2;
    private static final int STREAMS_OF_THE_LIST = 3;
    private static final int STREAMS = 4;
    private static final int MEMBERS = 5;
    private static final int PACKED_LIST = 23;
    private static final long LONGEST_LIST = 64L << 20;
    private static final int DEEPEST_LIST = 4;

    @Override
    public String name() {
        return "7z";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith(MAGIC);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        new Reading(specimen, examination).read();
    }

    private static final class Reading {

        private final Specimen specimen;
        private final Examination examination;
        private final TreeMap<Long, Long> taken = new TreeMap<>();

        Reading(Specimen specimen, Examination examination) {
            this.specimen = specimen;
            this.examination = examination;
        }

        void read() throws Malformed {
            var in = specimen.cursor().at(8);
            var crc = in.u32();
            var position = in.u64();
            var size = in.u64();
            var listCrc = in.u32();
            agrees(specimen.bytes().asSlice(12, HEADER - 12), crc, 0);
            take(0, HEADER);
            in.require(position <= in.left() && size <= in.left() - position, "the list is inside the archive");
            var list = specimen.bytes().asSlice(HEADER + position, size);
            take(HEADER + position, size);
            if (size > 0) {
                agrees(list, listCrc, HEADER + position);
            }
            if (size == 0 || list(list, HEADER + position)) {
                rest();
            }
        }

        /// A checksum of what everybody reads, which not everybody compares.
        private void agrees(MemorySegment bytes, long crc, long at) throws Malformed {
            specimen.cursor().at(at).require(bytes.byteSize() <= LONGEST_LIST, "a list is at most 64 MiB");
            var sum = new CRC32();
            sum.update(bytes.toArray(JAVA_BYTE));
            if (sum.getValue() != crc) {
                examination.note(new Finding.Differs(specimen.place().at(at), "its checksum is of other bytes"));
            }
        }

        /// @return whether it could be read; if not, nobody knows what the other bytes are
        private boolean list(MemorySegment bytes, long at) throws Malformed {
            var list = bytes;
            for (var depth = 0; depth < DEEPEST_LIST; depth++) {
                var in = new Cursor(list);
                var kind = in.u8();
                if (kind == LIST) {
                    members(in);
                    return true;
                }
                in.require(kind == PACKED_LIST, "a list is packed or not");
                var streams = Streams.read(in);
                in.require(streams.folders().size() == 1, "a packed list is one folder");
                take(HEADER + streams.position(), streams.length(in));
                var unpacked = unpack(streams, at);
                if (unpacked == null) {
                    return false;
                }
                list = unpacked;
            }
            throw new Malformed(at, "a list is packed at most " + DEEPEST_LIST + " times");
        }

        private @Nullable MemorySegment unpack(Streams streams, long at) throws Malformed {
            var place = specimen.place().at(at);
            var size = streams.size(0);
            specimen.cursor().at(at).require(size <= LONGEST_LIST, "a list is at most 64 MiB");
            try (var in = Coders.open(new SegmentInput(packed(streams)), streams, 0)) {
                var bytes = in.readNBytes((int) size);
                if (bytes.length == size) {
                    return MemorySegment.ofArray(bytes);
                }
                examination.note(new Finding.Breaks(place, "the list of members unpacks to its end"));
            } catch (Unread unread) {
                examination.note(new Finding.Eludes(place, "the list of members: " + unread.why()));
            } catch (IOException | RuntimeException broken) {
                examination.note(new Finding.Breaks(place, "the list of members unpacks to its end"));
            }
            return null;
        }

        private void members(Cursor in) throws Malformed {
            var streams = Streams.read(new Cursor(MemorySegment.ofArray(new byte[1])));
            var members = Members.NONE;
            for (var kind = in.u8(); kind != 0; kind = in.u8()) {
                switch (kind) {
                    case PROPERTIES -> {
                        while (in.u8() != 0) {
                            in.skip(Numbers.number(in));
                            examination.note(new Finding.Departs(
                                    specimen.place(), "its list has properties, which no writer gives it"));
                        }
                    }
                    case STREAMS_OF_THE_LIST -> throw new Malformed(in.offset(), "a list needs no streams of its own");
                    case STREAMS -> streams = Streams.read(in);
                    case MEMBERS -> members = Members.read(in);
                    default -> in.require(false, "a list has streams and members");
                }
            }
            if (in.left() > 0) {
                examination.note(
                        new Finding.Departs(specimen.place(), in.left() + " bytes stand behind the end of its list"));
            }
            take(HEADER + streams.position(), streams.length(in));
            new Unpacking(specimen, examination, streams, members).unpack();
        }

        private MemorySegment packed(Streams streams) throws Malformed {
            var from = HEADER + streams.position();
            var size = streams.packed().length > 0 ? streams.packed()[0] : 0;
            specimen.cursor().at(from).require(size <= specimen.size() - from, "packed streams fit in the archive");
            return specimen.bytes().asSlice(from, size);
        }

        /// Nothing belongs to two, and nothing to none.
        private void take(long from, long size) throws Malformed {
            if (size == 0) {
                return;
            }
            specimen.cursor().at(from).require(size <= specimen.size() - from, "packed streams fit in the archive");
            var before = taken.lowerEntry(from + size);
            if (before != null && before.getValue() > from) {
                examination.note(new Finding.Differs(specimen.place().at(from), "parts of the archive overlap"));
            }
            taken.merge(from, from + size, Math::max);
            examination.covers(specimen, from, from + size);
        }

        private void rest() {
            var from = 0L;
            for (var it : taken.entrySet()) {
                gap(from, it.getKey());
                from = Math.max(from, it.getValue());
            }
            gap(from, specimen.size());
        }

        private void gap(long from, long to) {
            if (from < to) {
                var behind = to == specimen.size();
                examination.covers(specimen, from, to);
                examination.note(new Finding.Departs(
                        specimen.place().at(from),
                        to - from + " bytes " + (behind ? "behind the archive" : "that belong to no member")));
                examination.enter(specimen.part(behind ? "trailing" : "gap@" + from, from, to));
            }
        }
    }
}
