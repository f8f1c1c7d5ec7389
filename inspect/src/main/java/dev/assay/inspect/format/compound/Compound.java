package dev.assay.inspect.format.compound;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import java.util.Locale;
import java.util.Map;

/// A header, a table of which sector follows which, and a directory of storages and streams.
///
/// What their names say is said. A stream that looks like a file of its own is examined as one; what is written in a
/// document is up to the program that shows it.
public final class Compound implements Format {

    private static final String MAGIC = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";

    /// Says of an object whether it is embedded or linked (MS-OLEDS 2.3.3); there is one in documents without any.
    private static final String LINK = "\1Ole";

    private static final int ENTRY = 128;
    private static final int STREAM = 2;
    private static final int HEAD = 4 << 10;
    private static final int LONGEST_STREAM = 1 << 30;

    /// Names of storages and streams, in small letters, that say that the document acts.
    private static final Map<String, String> ACTS = Map.of(
            "_vba_project", "macros of Office (VBA)",
            "_vba_project_cur", "macros of Office (VBA)",
            "vba", "macros of Office (VBA)",
            "macros", "macros of Office (VBA)",
            "\1ole10native", "an embedded object, which may be a program",
            "objectpool", "embedded objects",
            "equation native", "an equation, for an editor known for its holes (CVE-2017-11882)");

    /// The class of the root: what kind of installer it is.
    private static final String INSTALLER = "\u0084\u0010\u000c\0\0\0\0\0\u00c0\0\0\0\0\0\0F";

    private static final String PATCH = "\u0086\u0010\u000c\0\0\0\0\0\u00c0\0\0\0\0\0\0F";

    @Override
    public String name() {
        return "compound";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith(MAGIC);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var sectors = Sectors.of(specimen);
        var directory = new Specimen(specimen.place(), sectors.directory());
        directory.cursor().require(directory.size() >= ENTRY, "a document has a root");
        root(directory, specimen, examination);
        for (long at = 0; at + ENTRY <= directory.size(); at += ENTRY) {
            entry(directory, at, sectors, specimen, examination);
        }
        examination.covers(specimen, 0, specimen.size());
        examination.behind(specimen, sectors.end(), "its sectors");
    }

    private static void root(Specimen directory, Specimen specimen, Examination examination) {
        if (directory.holdsAt(80, INSTALLER) || directory.holdsAt(80, PATCH)) {
            examination.note(new Finding.Carries(specimen.place(), "an installer of Windows (MSI)"));
        }
    }

    private static void entry(Specimen directory, long at, Sectors sectors, Specimen specimen, Examination examination)
            throws Malformed {
        var in = directory.cursor().at(at + 64);
        var length = in.u16();
        var kind = in.u8();
        if (kind == 0) {
            return;
        }
        in.require(length >= 2 && length <= 64 && length % 2 == 0, "a name is at most 31 letters");
        var name = new String(directory.bytes().asSlice(at, length - 2).toArray(JAVA_BYTE), UTF_16LE);
        var what = ACTS.get(name.toLowerCase(Locale.ROOT));
        if (what != null) {
            examination.note(new Finding.Carries(specimen.place(), what + ", in '" + Place.printable(name) + "'"));
        }
        if (kind == STREAM) {
            var first = in.at(at + 116).u32();
            var size = sectors.isLarge() ? in.u64() : in.u32();
            in.require(size <= Math.min(LONGEST_STREAM, specimen.size()), "a stream is inside the document");
            var shown = Place.printable(name);
            var head = specimen.member(shown, sectors.stream(first, size, HEAD));
            if (name.equalsIgnoreCase(LINK) && head.size() > 8 && (head.byteAt(4) & 1) != 0) {
                examination.note(new Finding.Names(specimen.place(), "an object of another file, in its stream 'Ole'"));
            }
            if (Workbook.isOne(name)) {
                Workbook.read(specimen.member(shown, sectors.stream(first, size, size)), specimen.place(), examination);
            }
            if (Beginnings.ofAFile(head, 0, head.size())) {
                examination.plain(specimen.member(shown, sectors.stream(first, size, size)));
            }
        }
    }
}
