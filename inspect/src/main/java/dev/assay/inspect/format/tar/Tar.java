package dev.assay.inspect.format.tar;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tape archives: blocks of 512 bytes, a header before each member.
///
/// A member's name can be in its header, in a GNU long name before it or in a POSIX extended header before that;
/// readers that know only the first see another name. All of them are checked for where they would write.
///
/// @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax interchange format</a>
public final class Tar implements Format {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 64 << 10;
    private static final int LONGEST_EXTENSION = 1 << 20;
    private static final int MOST_MEMBERS = 200_000;

    @Override
    public String name() {
        return "tar";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.size() >= BLOCK
                && (specimen.holdsAt(257, "ustar") || specimen.byteAt(0) > 0x20 && specimen.byteAt(99) == 0)
                && Header.sums(specimen, 0);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        Map<String, String> next = new HashMap<>();
        Set<String> seen = new HashSet<>();
        var at = 0L;
        for (var members = 0; at + BLOCK <= specimen.size() && specimen.byteAt(at) != 0; members++) {
            if (members == MOST_MEMBERS) {
                examination.note(
                        new Finding.Outgrows(specimen.place().at(at), MOST_MEMBERS + " members of an archive"));
                return;
            }
            specimen.cursor().at(at).require(Header.sums(specimen, at), "a tar header adds up to its checksum");
            var header = Header.read(specimen, at);
            var size = next.containsKey("size") && header.isFile() ? number(next.get("size"), at) : header.size();
            var data = at + BLOCK;
            specimen.cursor().at(data).require(size <= specimen.size() - data, "a member ends inside the archive");
            var end = Math.min(specimen.size(), data + (size + BLOCK - 1) / BLOCK * BLOCK);
            examination.covers(specimen, at, end);
            switch (header.type()) {
                case 'L', 'K' -> {
                    var text = text(specimen, data, size, LONGEST_NAME);
                    next.put(header.type() == 'L' ? "path" : "linkpath", text.replaceAll("\0+$", ""));
                }
                case 'x', 'g' -> next.putAll(Header.extended(bytes(specimen, data, size, LONGEST_EXTENSION)));
                default -> {
                    member(specimen, examination, header, next, seen, size);
                    next.clear();
                }
            }
            at = end;
        }
        ends(specimen, examination, at);
    }

    private static void member(
            Specimen specimen,
            Examination examination,
            Header header,
            Map<String, String> extended,
            Set<String> seen,
            long size) {
        var name = extended.getOrDefault("path", header.name());
        var link = extended.getOrDefault("linkpath", header.link());
        var there = specimen.place().at(header.at());
        for (var path : name.equals(header.name()) ? List.of(name) : List.of(name, header.name())) {
            if (Header.leaves(path)) {
                examination.note(new Finding.Escapes(there, Place.printable(path)));
            }
        }
        if (!seen.add(name) && header.isFile()) {
            examination.note(
                    new Finding.Differs(there, "the name '" + Place.printable(name) + "' stands twice in the archive"));
        }
        switch (header.type()) {
            case '1', '2' -> {
                var from = name.lastIndexOf('/');
                var path = header.type() == '2' && from >= 0 ? name.substring(0, from + 1) + link : link;
                if (link.startsWith("/") || Header.leaves(path)) {
                    examination.note(new Finding.Escapes(there, Place.printable(link) + " by a link"));
                } else {
                    examination.note(new Finding.Departs(there, "a link to " + Place.printable(link)));
                }
            }
            case '3', '4', '6' -> examination.note(new Finding.Departs(there, "a device or a pipe"));
            case 'S' -> examination.note(new Finding.Eludes(there, "it is a sparse member, which we do not read yet"));
            default -> {
                var sparse = extended.keySet().stream().anyMatch(it -> it.startsWith("GNU.sparse"));
                if (sparse) {
                    examination.note(new Finding.Eludes(there, "it is a sparse member, which we do not read yet"));
                }
            }
        }
        if (size > 0) {
            examination.enter(specimen.part(name, header.at() + BLOCK, header.at() + BLOCK + size));
        }
    }

    private static void ends(Specimen specimen, Examination examination, long at) {
        for (var end = at; end < specimen.size(); end++) {
            if (specimen.byteAt(end) != 0) {
                examination.note(new Finding.Departs(
                        specimen.place().at(end), (specimen.size() - end) + " bytes behind the archive"));
                examination.enter(specimen.part("trailing", end, specimen.size()));
                break;
            }
        }
        examination.covers(specimen, at, specimen.size());
    }

    private static String text(Specimen specimen, long from, long length, int most) throws Malformed {
        return new String(bytes(specimen, from, length, most), UTF_8);
    }

    private static byte[] bytes(Specimen specimen, long from, long length, int most) throws Malformed {
        specimen.cursor().at(from).require(length <= most, "this text is at most " + most + " bytes");
        return specimen.bytes().asSlice(from, length).toArray(JAVA_BYTE);
    }

    private static long number(String digits, long at) throws Malformed {
        if (digits.length() > 18 || digits.isEmpty() || !digits.chars().allMatch(it -> it >= '0' && it <= '9')) {
            throw new Malformed(at, "a size is a number");
        }
        return Long.parseLong(digits);
    }
}
