package dev.assay.inspect.format.tar;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.HashMap;
import java.util.Map;

/// Tape archives: blocks of 512 bytes, a header before each member.
///
/// A member's name can be in its header, in a GNU long name before it or in a POSIX extended header before that;
/// readers that know only the first see another name. All of them are checked for where they would write.
///
/// @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax interchange format</a>
public final class Tar implements Format {

    static final int BLOCK = 512;
    private static final int LONGEST_NAME = 64 << 10;
    private static final int LONGEST_EXTENSION = 1 << 20;
    private static final int MOST_MEMBERS = 200_000;

    @Override
    public String name() {
        return "tar";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.size() >= BLOCK && Header.sums(specimen, 0);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        Map<String, String> always = new HashMap<>();
        Map<String, String> next = new HashMap<>();
        var members = new Members(specimen, examination);
        var at = 0L;
        for (var i = 0; at + BLOCK <= specimen.size() && !Header.isEnd(specimen, at); i++) {
            if (i == MOST_MEMBERS) {
                examination.note(
                        new Finding.Outgrows(specimen.place().at(at), MOST_MEMBERS + " members of an archive"));
                return;
            }
            specimen.cursor().at(at).require(Header.sums(specimen, at), "a tar header adds up to its checksum");
            var header = Header.read(specimen, at);
            next.putAll(missing(always, next));
            var size = next.containsKey("size") && header.isFile() ? number(next.get("size"), at) : header.size();
            var data = at + BLOCK + Sparse.blocks(specimen, header) * BLOCK;
            specimen.cursor().at(data).require(size <= specimen.size() - data, "a member ends inside the archive");
            var end = Math.min(specimen.size(), data + (size + BLOCK - 1) / BLOCK * BLOCK);
            examination.covers(specimen, at, end);
            switch (header.type()) {
                case 'L', 'K' -> {
                    var text = text(specimen, data, size, LONGEST_NAME);
                    next.put(header.type() == 'L' ? "path" : "linkpath", text.replaceAll("\0+$", ""));
                }
                case 'x', 'X' -> next.putAll(Header.extended(bytes(specimen, data, size, LONGEST_EXTENSION)));
                case 'g' -> {
                    always.putAll(Header.extended(bytes(specimen, data, size, LONGEST_EXTENSION)));
                    if (always.containsKey("path") || always.containsKey("linkpath") || always.containsKey("size")) {
                        examination.note(new Finding.Departs(
                                specimen.place().at(at), "a header for all members gives them one name or length"));
                    }
                }
                default -> {
                    members.member(header, next, data, size);
                    next.clear();
                }
            }
            at = end;
        }
        ends(specimen, examination, at);
    }

    private static Map<String, String> missing(Map<String, String> always, Map<String, String> next) {
        Map<String, String> missing = new HashMap<>(always);
        missing.keySet().removeAll(next.keySet());
        return missing;
    }

    private static void ends(Specimen specimen, Examination examination, long at) {
        for (var end = at; end < specimen.size(); end++) {
            if (specimen.byteAt(end) != 0) {
                // Blocks are whole, so that another archive behind this one is seen from its first byte.
                var from = Math.max(at, end - (end - at) % BLOCK);
                examination.note(new Finding.Departs(
                        specimen.place().at(end), (specimen.size() - end) + " bytes behind the archive"));
                examination.enter(specimen.part("trailing", from, specimen.size()));
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
