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
    private static final Pattern PACKAGE = Pattern.compile("[^/]+/\\.data/extern_modules");
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
                    specimen.place().at(ends.getLast().end().at()), "the archive has " + ends.size() + " directories"));
        }
        var extents = new Extents(specimen, examination);
        for (var end : ends) {
            var listing = end.read(specimen, examination, MOST_ENTRIES);
            var entries = listing.entries();
            extents.is(end.where(), listing.to());
            ending(specimen, examination, end, extents);
            Names.check(entries, specimen, examination);
            kind(entries, specimen, examination);
            var torch = entries.stream().anyMatch(Zip::isTorch);
            var weights = Exported.weights(entries, end, specimen);
            for (var entry : entries) {
                var numbers = torch && STORAGE.matcher(entry.name()).matches() || weights.contains(entry.name());
                entry(entry, end, specimen, examination, extents, numbers);
            }
        }
        extents.gaps();
    }

    /// An archive stored in this one, as it is, brings its own directory along. Every reader that looks for the last
    /// directory passes it by, and what it lists is examined when the member is entered.
    private static List<Directory> withoutPacked(List<Directory> ends, Specimen specimen) throws Malformed {
        var last = ends.getFirst();
        if (ends.size() == 1 || last.end().behind() != specimen.size()) {
            return ends;
        }
        var stored = last.stored(specimen, MOST_ENTRIES);
        return ends.stream()
                .filter(it -> it.end().equals(last.end())
                        || stored.stream()
                                .noneMatch(member -> member.from() <= it.end().at()
                                        && it.end().behind() <= member.to()))
                .toList();
    }

    private static void ending(Specimen specimen, Examination examination, Directory directory, Extents extents) {
        var end = directory.end();
        if (end.wide() >= 0) {
            extents.is(end.wide(), end.wide() + EndRecord.WIDE);
            extents.is(end.at() - EndRecord.LOCATOR, end.at());
        }
        if (extents.is(end.at(), end.behind()) && end.behind() > end.at() + EndRecord.LENGTH) {
            examination.enter(specimen.part("comment", end.at() + EndRecord.LENGTH, end.behind()));
        }
        if (directory.shift() > 0) {
            examination.note(new Finding.Departs(specimen.place(), directory.shift() + " bytes before the archive"));
        }
    }

    /// Whether PyTorch keeps a model by an entry of this name.
    private static boolean isTorch(Entry entry) {
        var name = entry.name();
        return name.endsWith(".pkl") && PICKLE.matcher(name).matches()
                || name.endsWith("_modules") && PACKAGE.matcher(name).matches();
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
            Entry entry, Directory end, Specimen specimen, Examination examination, Extents extents, boolean numbers)
            throws Malformed {
        var at = end.header(entry, specimen);
        var place = specimen.place().at(entry.at());
        if (!specimen.holdsAt(at, "PK\3\4")) {
            examination.note(new Finding.Breaks(place, "an entry of the directory has a local header"));
            return;
        }
        var local = Local.read(specimen.cursor().at(at));
        if (entry.packed() > specimen.size() - local.data()) {
            examination.note(new Finding.Breaks(place, "an entry ends inside the archive"));
            return;
        }
        Disagreements.note(entry, local, place, examination);
        if (!local.name().equals(entry.name()) || local.path() != null) {
            Names.outside(local, place, examination);
        }
        var to = local.data() + entry.packed();
        var behind = to;
        if (entry.describedBehind()) {
            behind += Descriptor.length(specimen, to, entry);
            if (behind == to) {
                examination.note(
                        new Finding.Differs(place, "what is said behind the entry is not what the directory says"));
            }
        }
        if (!extents.is(at, behind)) {
            examination.note(new Finding.Outgrows(place, "the archive: its entries overlap"));
            return;
        }
        var member = specimen.part(entry.name(), local.data(), to);
        if (Names.isPickle(entry.name()) || Names.isPickle(local.name())) {
            examination.expects(member.place(), "pickle");
        }
        if (entry.encrypted()) {
            examination.note(new Finding.Eludes(member.place(), "it is encrypted"));
        }
        if (entry.device()) {
            examination.note(new Finding.Departs(member.place(), "a device or a pipe"));
        }
        if (entry.link()) {
            link(member, entry, examination);
        } else if (entry.folder() && entry.packed() == 0) {
            return;
        } else {
            var storage = numbers
                    && (local.name().equals(entry.name())
                            || STORAGE.matcher(local.name()).matches());
            contents(member, entry, entry.method(), examination, storage);
            if (local.method() != entry.method()) {
                contents(member, entry, local.method(), examination, storage);
            }
        }
    }

    private static void contents(Specimen member, Entry entry, int method, Examination examination, boolean storage) {
        var said = new Methods.Said(entry.unpacked(), entry.crc());
        if (method != Methods.STORED) {
            Methods.unpack(member, method, entry.flags(), said, true, examination);
            return;
        }
        if (entry.packed() != entry.unpacked()) {
            examination.note(new Finding.Differs(member.place(), "it is stored, and yet of two different lengths"));
        }
        if (!storage) {
            Methods.check(member, said, examination);
            examination.enter(member);
        } else if (Beginnings.ofAFile(member, 0, member.size())) {
            examination.plain(member);
        }
    }

    private static void link(Specimen member, Entry entry, Examination examination) {
        var target = entry.method() == Methods.STORED && member.size() < 4096
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
