package dev.assay.inspect.format.cpio;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Paths;

/// `cpio` in its two forms of today, as `cpio(5)` describes them: numbers in hexadecimal digits and everything aligned
/// by fours, with or without a sum, or numbers in octal digits.
public final class Cpio implements Format {

    private static final String LAST = "TRAILER!!!";
    private static final int LONGEST_NAME = 64 << 10;
    private static final int MOST_MEMBERS = 200_000;
    private static final int KIND = 0xf000;
    private static final int FILE = 0x8000;
    private static final int FOLDER = 0x4000;
    private static final int LINK = 0xa000;

    @Override
    public String name() {
        return "cpio";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return (specimen.startsWith("070701") || specimen.startsWith("070702") || specimen.startsWith("070707"))
                && digits(specimen);
    }

    private static boolean digits(Specimen specimen) {
        for (var at = 6; at < 76; at++) {
            if (Character.digit(specimen.byteAt(at), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor();
        for (var i = 0; ; i++) {
            in.require(i < MOST_MEMBERS, "an archive has at most " + MOST_MEMBERS + " members");
            if (member(specimen, examination, in)) {
                break;
            }
        }
        for (var at = in.offset(); at < specimen.size(); at++) {
            if (specimen.byteAt(at) != 0) {
                examination.behind(specimen, at, "the archive");
                break;
            }
        }
        examination.covers(specimen, in.offset(), specimen.size());
    }

    /// @return whether it was the last
    private static boolean member(Specimen specimen, Examination examination, Cursor in) throws Malformed {
        var at = in.offset();
        var magic = in.text(6, 6);
        var old = magic.equals("070707");
        in.require(old || magic.equals("070701") || magic.equals("070702"), "a member begins with its magic");
        in.skip(old ? 12 : 8);
        var mode = number(in, old);
        in.skip(old ? 35 : 32);
        var size = old ? 0 : number(in, false);
        in.skip(old ? 0 : 32);
        var length = number(in, old);
        if (old) {
            size = number(in, true, 11);
        } else {
            in.skip(8);
        }
        in.require(length > 0 && length <= LONGEST_NAME, "a name is at most " + LONGEST_NAME + " bytes");
        var name = text(in, length - 1);
        in.require(in.u8() == 0, "a name ends with a NUL");
        in.skip(old ? 0 : padding(in.offset() - at));
        var from = in.offset();
        in.require(size <= in.left(), "a member ends inside the archive");
        in.skip(size);
        in.skip(old ? 0 : Math.min(in.left(), padding(in.offset() - at)));
        examination.covers(specimen, at, in.offset());
        if (name.equals(LAST) && size == 0) {
            return true;
        }
        kind(specimen, examination, at, name, (int) mode & KIND, from, size);
        return false;
    }

    private static void kind(
            Specimen specimen, Examination examination, long at, String name, int kind, long from, long size)
            throws Malformed {
        var there = specimen.place().at(at);
        if (Paths.leave(name)) {
            examination.note(new Finding.Escapes(there, Place.printable(name)));
        }
        if (kind == LINK) {
            var target = text(specimen.cursor().at(from), Math.min(size, LONGEST_NAME));
            examination.note(
                    Paths.leave(name, target)
                            ? new Finding.Escapes(there, Place.printable(target) + " by a link")
                            : new Finding.Departs(there, "a link to " + Place.printable(target)));
            return;
        }
        if (kind != FILE && kind != FOLDER) {
            examination.note(new Finding.Departs(there, "a device or a pipe"));
        }
        if (size > 0) {
            examination.enter(specimen.part(name, from, from + size));
        }
    }

    private static long padding(long length) {
        return -length & 3;
    }

    private static String text(Cursor in, long length) throws Malformed {
        return new String(in.take(length).toArray(JAVA_BYTE), UTF_8);
    }

    private static long number(Cursor in, boolean old) throws Malformed {
        return number(in, old, old ? 6 : 8);
    }

    private static long number(Cursor in, boolean old, int width) throws Malformed {
        var digits = in.text(width, width);
        in.require(digits.matches(old ? "[0-7]+" : "[0-9A-Fa-f]+"), "a number is in digits");
        return Long.parseLong(digits, old ? 8 : 16);
    }
}
