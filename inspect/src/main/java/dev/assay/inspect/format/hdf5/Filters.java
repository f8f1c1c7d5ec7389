package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.wire.OtherFile;
import java.util.Map;

/// Through what chunks were put before they were written (specification, IV.A.2.l). The library brings six of its own;
/// any other is looked for among the plug-ins of whoever reads.
final class Filters {

    /// Built in, or registered by the HDF Group and brought by h5py, PyTables or `hdf5plugin`.
    private static final Map<Integer, String> KNOWN = Map.ofEntries(
            Map.entry(1, "deflate"),
            Map.entry(2, "shuffle"),
            Map.entry(3, "fletcher32"),
            Map.entry(4, "szip"),
            Map.entry(5, "nbit"),
            Map.entry(6, "scaleoffset"),
            Map.entry(305, "lzo"),
            Map.entry(307, "bzip2"),
            Map.entry(32000, "lzf"),
            Map.entry(32001, "blosc"),
            Map.entry(32004, "lz4"),
            Map.entry(32008, "bitshuffle"),
            Map.entry(32013, "zfp"),
            Map.entry(32015, "zstd"),
            Map.entry(32017, "sz"),
            Map.entry(32026, "blosc2"));

    private Filters() {}

    /// Reads a filter message, and says which filters nobody is known to bring.
    static void read(Source source, Message message) throws Malformed {
        var in = message.cursor();
        var version = in.u8();
        in.require(version == 1 || version == 2, "a list of filters is of version 1 or 2");
        var count = in.u8();
        in.skip(version == 1 ? 6 : 0);
        for (var i = 0; i < count; i++) {
            filter(source, message, in, version);
        }
    }

    private static void filter(Source source, Message message, Cursor in, int version) throws Malformed {
        var id = in.u16();
        var nameLength = version == 1 || id >= 256 ? in.u16() : 0;
        in.skip(2);
        var values = in.u16();
        var name = in.text(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength, 65_536);
        in.skip(4L * values + (version == 1 && values % 2 == 1 ? 4 : 0));
        if (!KNOWN.containsKey(id)) {
            var end = name.indexOf(0);
            var said = end < 0 ? name : name.substring(0, end);
            source.note(new Finding.Names(
                    source.specimen().place().at(message.at()),
                    "a filter that a plug-in brings: " + id
                            + (said.isEmpty() ? "" : " '" + OtherFile.shown(said) + "'")));
        }
    }
}
