package dev.assay.inspect.format.zip;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Zip archives, as all their readers see them.
///
/// A zip says everything twice, in a central directory and in a header before each entry, and may begin after
/// something and end before something; readers believe one or the other. So both are read, entries of every directory
/// are examined, and where they disagree is a finding. Bytes between entries are examined too.
///
/// PyTorch keeps a model in such an archive, its tensors stored unpacked under `data/`: numbers that nobody interprets.
///
/// Specification: PKWARE's APPNOTE 6.3.10.
public final class Zip implements Format {

    private static final int MOST_ENTRIES = 200_000;
    private static final Pattern STORAGE =
            Pattern.compile("[^/]+/(?:data|constants|tensors)/\\d+|[^/]+/\\.data/\\d+\\.storage");
    private static final Pattern PICKLE = Pattern.compile("[^/]+/(?:data|constants)\\.pkl");

    @Override
    public String name() {
        return "zip";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith("PK\3\4") || specimen.startsWith("PK\5\6") || Directory.endsHere(specimen);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var ends = Directory.ends(specimen);
        if (ends.isEmpty()) {
            new Stream(specimen, examination).read();
            return;
        }
        ends = withoutPacked(ends, specimen);
        if (ends.size() > 1) {
            examination.note(new Finding.Differs(
                    specimen.place().at(ends.getLast().end()), "the archive has " + ends.size() + " directories"));
        }
        var extents = new Extents(specimen, examination);
        for (var end : ends) {
            var entries = end.read(specimen, examination, MOST_ENTRIES);
            extents.is(end.where(specimen), end.where(specimen) + end.size());
            ending(specimen, examination, end, extents);
            Names.check(entries, specimen, examination);
            kind(entries, specimen, examination);
            var torch =
                    entries.stream().anyMatch(it -> PICKLE.matcher(it.name()).matches());
            for (var entry : entries) {
                entry(entry, end, specimen, examination, extents, torch);
            }
        }
        extents.gaps();
    }

    /// An archive stored in this one, as it is, brings its own directory along. Every reader that looks for the last
    /// directory passes it by, and what it lists is examined when the member is entered.
    private static List<Directory> withoutPacked(List<Directory> ends, Specimen specimen) throws Malformed {
        var last = ends.getFirst();
        if (ends.size() == 1 || last.behind() != specimen.size()) {
            return ends;
        }
        var stored = last.stored(specimen, MOST_ENTRIES);
        return ends.stream()
                .filter(end -> end.equals(last)
                        || stored.stream().noneMatch(it -> it.from() <= end.end() && end.behind() <= it.to()))
                .toList();
    }

    private static void ending(Specimen specimen, Examination examination, Directory end, Extents extents) {
        if (specimen.holdsAt(end.end() - 20, "PK\6\7")) {
            extents.is(end.where(specimen) + end.size(), end.end());
        }
        extents.is(end.end(), end.behind());
        if (end.behind() > end.end() + 22) {
            examination.enter(specimen.part("comment", end.end() + 22, end.behind()));
        }
        if (end.shift() > 0) {
            examination.note(new Finding.Departs(specimen.place(), end.shift() + " bytes before the archive"));
        }
    }

    /// What programs are known by.
    private static void kind(List<Entry> entries, Specimen specimen, Examination examination) {
        Set<String> names = new HashSet<>();
        var classes = false;
        for (var entry : entries) {
            names.add(entry.name());
            classes |= entry.name().endsWith(".class");
        }
        if (names.contains("AndroidManifest.xml") || names.contains("classes.dex")) {
            examination.note(new Finding.Carries(specimen.place(), "an Android app"));
        } else if (classes || names.contains("META-INF/MANIFEST.MF")) {
            examination.note(new Finding.Carries(specimen.place(), "a Java archive"));
        }
    }

    private static void entry(
            Entry entry, Directory end, Specimen specimen, Examination examination, Extents extents, boolean torch)
            throws Malformed {
        var at = specimen.holdsAt(entry.header() + end.shift(), "PK\3\4")
                ? entry.header() + end.shift()
                : entry.header();
        var place = specimen.place().at(entry.at());
        if (!specimen.holdsAt(at, "PK\3\4")) {
            examination.note(new Finding.Breaks(place, "an entry of the directory has a local header"));
            return;
        }
        var in = specimen.cursor().at(at + 6);
        var flags = in.u16();
        var method = in.u16();
        in.skip(4);
        var crc = in.u32();
        var packed = in.u32();
        in.skip(4);
        var nameLength = in.u16();
        var extraLength = in.u16();
        var name = Entry.name(in.take(nameLength), flags);
        in.skip(extraLength);
        var data = in.offset();
        if (entry.packed() > specimen.size() - data) {
            examination.note(new Finding.Breaks(place, "an entry ends inside the archive"));
            return;
        }
        disagreements(entry, place, flags, method, crc, packed, name).forEach(examination::note);

        var to = data + entry.packed();
        var behind = entry.describedBehind() ? to + Descriptor.length(specimen, to, entry) : to;
        if (!extents.is(at, behind)) {
            examination.note(new Finding.Outgrows(place, "the archive: its entries overlap"));
            return;
        }
        var member = specimen.part(entry.name(), data, to);
        if (PICKLE.matcher(entry.name()).matches()) {
            examination.expects(member.place(), "pickle");
        }
        if (entry.encrypted()) {
            examination.note(new Finding.Eludes(member.place(), "it is encrypted"));
        }
        if (entry.link()) {
            link(member, entry, examination);
        } else if (entry.folder() && entry.packed() == 0) {
            return;
        } else {
            contents(member, entry, entry.method(), examination, torch);
            if (method != entry.method()) {
                contents(member, entry, method, examination, torch);
            }
        }
    }

    private static List<Finding> disagreements(
            Entry entry, Place place, int flags, int method, long crc, long packed, String name) {
        var findings = new ArrayList<Finding>();
        if (!name.equals(entry.name())) {
            findings.add(new Finding.Differs(
                    place,
                    "the directory says '" + Place.printable(entry.name()) + "', the entry '" + Place.printable(name)
                            + "'"));
        }
        if (method != entry.method() || ((flags ^ entry.flags()) & (Entry.ENCRYPTED | Entry.DESCRIPTOR)) != 0) {
            findings.add(new Finding.Differs(place, "the directory and the entry say how it is packed, not the same"));
        }
        var described = (flags & Entry.DESCRIPTOR) != 0;
        if (!described && (crc != entry.crc() || packed != 0xffff_ffffL && packed != entry.packed())) {
            findings.add(new Finding.Differs(place, "the directory and the entry say how long it is, not the same"));
        }
        return findings;
    }

    private static void contents(Specimen member, Entry entry, int method, Examination examination, boolean torch) {
        switch (method) {
            case 0 -> {
                if (entry.packed() != entry.unpacked()) {
                    examination.note(
                            new Finding.Differs(member.place(), "it is stored, and yet of two different lengths"));
                }
                if (torch && STORAGE.matcher(entry.name()).matches()) {
                    if (Beginnings.ofAFile(member, 0, member.size())) {
                        examination.plain(member);
                    }
                } else {
                    Descriptor.check(member, entry, examination);
                    examination.enter(member);
                }
            }
            case 8 -> Descriptor.inflate(member, entry, examination);
            default ->
                examination.note(new Finding.Eludes(
                        member.place(), "it is packed by method " + method + ", which we do not unpack yet"));
        }
    }

    private static void link(Specimen member, Entry entry, Examination examination) {
        var target = entry.method() == 0 && member.size() < 4096
                ? new String(member.bytes().toArray(JAVA_BYTE), UTF_8)
                : "/";
        var from = entry.name().lastIndexOf('/');
        var path = from < 0 ? target : entry.name().substring(0, from + 1) + target;
        if (Names.outside(target.startsWith("/") ? target : path).isPresent()) {
            examination.note(new Finding.Escapes(member.place(), Place.printable(target) + " by a link"));
        } else {
            examination.note(new Finding.Departs(member.place(), "a link to " + Place.printable(target)));
        }
    }
}
