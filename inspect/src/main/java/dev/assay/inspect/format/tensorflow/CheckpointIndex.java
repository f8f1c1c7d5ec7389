package dev.assay.inspect.format.tensorflow;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Proto;
import java.lang.foreign.MemorySegment;

/// The `.index` of a checkpoint: a sorted table of tensors' names, each with type, shape, and where its
/// numbers are in the files beside it. All of it is data.
///
/// @see <a href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/lib/io/format.h">The
///     table</a>
public final class CheckpointIndex implements Format {

    private static final String MAGIC = "W\u00fb\u0080\u008b$uG\u00db";
    private static final int FOOTER = 48;
    private static final int TRAILER = 5;
    private static final int MOST_BLOCKS = 1 << 20;

    @Override
    public String name() {
        return "tensorflow-checkpoint";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.size() >= FOOTER && specimen.endsWith(MAGIC);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var start = specimen.size() - FOOTER;
        var in = specimen.cursor().at(start);
        var meta = handle(in);
        var index = handle(in);
        while (in.offset() < specimen.size() - MAGIC.length()) {
            in.require(in.u8() == 0, "the footer is filled with zeros");
        }
        examination.covers(specimen, start, specimen.size());
        new Reading(specimen, examination).read(meta, index);
    }

    private record Handle(long at, long size) {}

    private static Handle handle(Cursor in) throws Malformed {
        return new Handle(Proto.varint(in), Proto.varint(in));
    }

    private static final class Reading {

        private final Specimen specimen;
        private final Examination examination;
        private int blocks;
        private long after;

        Reading(Specimen specimen, Examination examination) {
            this.specimen = specimen;
            this.examination = examination;
        }

        void read(Handle meta, Handle index) throws Malformed {
            block(meta, (at, value) -> {});
            block(index, (at, value) -> {
                var next = handle(new Cursor(value));
                if (next.at < after) {
                    throw new Malformed(at, "blocks follow one another");
                }
                block(next, Reading::entry);
                after = next.at + next.size;
            });
        }

        /// Keys are written as what they have in common with the one before, and the rest.
        private void block(Handle handle, Entries entries) throws Malformed {
            var in = specimen.cursor().at(handle.at);
            in.require(blocks++ < MOST_BLOCKS, "a table has at most " + MOST_BLOCKS + " blocks");
            var block = new Cursor(in.take(handle.size));
            var type = in.u8();
            in.skip(TRAILER - 1);
            if (type != 0) {
                examination.note(new Finding.Eludes(specimen.place().at(handle.at), "the block is compressed"));
                return;
            }
            block.require(block.left() >= 4, "a block ends with a count");
            var restarts = block.at(handle.size - 4).u32();
            var end = handle.size - 4 - restarts * 4;
            block.require(end >= 0, "a count fits in the block");
            block.at(0);
            var key = 0L;
            while (block.offset() < end) {
                var at = handle.at + block.offset();
                var shared = Proto.varint(block);
                var more = Proto.varint(block);
                var length = Proto.varint(block);
                block.require(shared >= 0 && shared <= key, "a key continues the one before");
                block.skip(more);
                key = shared + more;
                entries.entry(at, block.take(length));
            }
            block.require(block.offset() == end, "entries end where their index begins");
            examination.covers(specimen, handle.at, handle.at + handle.size + TRAILER);
        }

        /// `BundleHeaderProto` has the numbers 1 to 3, `BundleEntryProto` 1 to 7.
        private static void entry(long at, MemorySegment value) throws Malformed {
            var in = new Cursor(value);
            while (in.left() > 0) {
                if (Proto.field(in).number() > 7) {
                    throw new Malformed(at, "an entry has type, shape, place, sum and slices");
                }
            }
        }
    }

    @FunctionalInterface
    private interface Entries {
        void entry(long at, MemorySegment value) throws Malformed;
    }
}
