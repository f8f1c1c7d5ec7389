package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.format.text.secrets.Secrets;
import dev.assay.inspect.format.text.torchscript.Program;
import dev.assay.inspect.wire.Beginnings;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Text, in whatever way it is read.
///
/// Most text is inert whoever reads it. The exceptions are what the readings look for: a configuration that
/// names code, a template that leaves its sandbox, a script, Python that acts when it is imported.
public final class Text implements Format {

    private static final List<Reading> READINGS = List.of(
            Text::secrets,
            new Notebook(),
            new JsonReading(),
            new XmlModel(),
            new Markup(),
            new Registry(),
            new Yaml(),
            new Jinja(),
            Text::program,
            new Code());

    /// Text in sixteen-bit units is copied to be read; more of it than this nobody writes.
    private static final long LONGEST_WIDE = 64L << 20;

    @Override
    public String name() {
        return "text";
    }

    @Override
    public boolean claims(Specimen specimen) {
        // a document in PDF and a value of R may be all letters, and are no text
        return !specimen.startsWith("%PDF-")
                && Beginnings.ofSavedR(specimen) < 0
                && Encoding.of(specimen) != Encoding.NONE;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        switch (Encoding.of(specimen)) {
            case UTF8, LATIN -> read(withoutMark(specimen), specimen, examination);
            case UTF16_LITTLE, UTF16_BIG -> {
                if (specimen.size() > LONGEST_WIDE) {
                    throw new Malformed(
                            LONGEST_WIDE, "text in sixteen-bit units is at most " + LONGEST_WIDE + " bytes");
                }
                var charset = specimen.startsWith("\u00ff\u00fe") ? UTF_16LE : UTF_16BE;
                var text = new String(specimen.bytes().asSlice(2).toArray(JAVA_BYTE), charset);
                if (text.indexOf('\0') >= 0 || text.indexOf('\ufffd') >= 0) {
                    throw new Malformed(2, "text in sixteen-bit units is well-formed and holds no NUL");
                }
                read(MemorySegment.ofArray(text.getBytes(UTF_8)), specimen, examination);
            }
            case NONE -> {}
        }
    }

    /// A secret is one in whatever kind of text.
    private static Optional<Reading.Read> secrets(MemorySegment text, Place place) {
        var secrets = Secrets.in(text, place);
        return secrets.isEmpty() ? Optional.empty() : Optional.of(new Reading.Read("", secrets));
    }

    private static Optional<Reading.Read> program(MemorySegment text, Place place) {
        return Program.read(text, place).map(findings -> new Reading.Read("torchscript", findings));
    }

    private static MemorySegment withoutMark(Specimen specimen) {
        return specimen.startsWith("\u00ef\u00bb\u00bf") ? specimen.bytes().asSlice(3) : specimen.bytes();
    }

    private static void read(MemorySegment text, Specimen specimen, Examination examination) {
        var said = new HashSet<String>();
        var named = false;
        for (var reading : READINGS) {
            var read = reading.read(text, specimen.place());
            if (read.isEmpty()) {
                continue;
            }
            for (Finding finding : read.get().findings()) {
                if (said.add(finding.predicate())) {
                    examination.note(finding);
                }
            }
            read.get().packed().forEach(it -> unpacked(it, specimen, examination));
            if (!named && !read.get().name().isEmpty()) {
                examination.recognises(specimen, read.get().name());
                named = true;
            }
            if (reading instanceof JsonReading) { // no other reading of whole JSON acts; Json tried its strings
                break;
            }
        }
        examination.covers(specimen, 0, specimen.size());
    }

    private static void unpacked(Reading.Packed packed, Specimen specimen, Examination examination) {
        var member = specimen.member("base64@0x" + Long.toHexString(packed.at()), packed.bytes());
        if (packed.loaded().isEmpty()) {
            examination.plain(member);
        } else {
            examination.expects(member.place(), packed.loaded());
            examination.enter(member);
        }
    }
}
