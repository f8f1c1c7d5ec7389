package dev.assay.inspect.format.record;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Json;
import dev.assay.inspect.wire.Proto;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// An Avro container: a map that holds the schema, a mark of sixteen bytes, and blocks of records each with that mark
/// behind it.
///
/// Records are data by the schema. The schema may say which Java class makes a text or a collection,
/// and some readers in Java make what it says (CVE-2023-39410, CVE-2024-47561).
public final class Avro implements Format {

    private static final Set<String> JAVA = Set.of("java-class", "java-key-class", "java-element-class");
    private static final Set<String> HARMLESS =
            Set.of("java.lang.String", "java.math.BigDecimal", "java.math.BigInteger");
    private static final int LONGEST_SCHEMA = 16 << 20;
    private static final int MARK = 16;
    private static final int MOST_KEYS = 10_000;
    private static final int MOST_CLASSES = 50;
    private static final int LONGEST_NAME = 300;

    @Override
    public String name() {
        return "avro";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith("Obj\1");
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor().at(4);
        properties(in, specimen, examination);
        var mark = in.take(MARK);
        examination.covers(specimen, 0, in.offset());
        while (in.left() > 0) {
            var at = in.offset();
            in.require(number(in) >= 0, "a block has no fewer than no records");
            in.skip(number(in));
            in.require(in.take(MARK).mismatch(mark) < 0, "the mark of the file stands behind each block");
            examination.covers(specimen, at, in.offset());
        }
    }

    /// Blocks of a map, each behind how many pairs it has; below zero, its length in bytes comes too.
    private static void properties(Cursor in, Specimen specimen, Examination examination) throws Malformed {
        var keys = 0L;
        for (var count = number(in); count != 0; count = number(in)) {
            if (count < 0) {
                count = -count;
                number(in);
            }
            keys += count;
            in.require(count > 0 && keys > 0 && keys <= MOST_KEYS, "a file has at most " + MOST_KEYS + " properties");
            for (var i = 0L; i < count; i++) {
                var key = in.text(number(in), 1 << 10);
                var at = in.offset();
                var value = in.take(number(in));
                if (key.equals("avro.schema")) {
                    in.require(value.byteSize() <= LONGEST_SCHEMA, "a schema is at most 16 MiB");
                    classes(
                            value,
                            in.offset() - value.byteSize(),
                            specimen.place().at(at),
                            examination);
                }
            }
        }
    }

    private static void classes(MemorySegment schema, long at, Place place, Examination examination) throws Malformed {
        var said = new HashSet<String>();
        try {
            Json.value(schema, new Json.Listener() {
                @Override
                public void string(long inside, List<String> path, String value) {
                    if (!path.isEmpty()
                            && JAVA.contains(path.getLast())
                            && !HARMLESS.contains(value)
                            && said.size() < MOST_CLASSES
                            && said.add(value)) {
                        examination.note(new Finding.Names(
                                place, "a Java class for its values: " + Place.printable(shown(value))));
                    }
                }
            });
        } catch (Malformed malformed) {
            throw new Malformed(at + malformed.offset(), malformed.rule());
        }
    }

    private static String shown(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "...";
    }

    /// A number in zigzag, as protocol buffers have it.
    private static long number(Cursor in) throws Malformed {
        var value = Proto.varint(in);
        return value >>> 1 ^ -(value & 1);
    }
}
