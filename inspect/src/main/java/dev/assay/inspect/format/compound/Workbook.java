package dev.assay.inspect.format.compound;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;

/// The stream of a workbook of Excel 5 to 2003: records, in substreams for what the sheets share and for each sheet.
///
/// Macros older than VBA are sheets of their own, whose cells run; they have no storage that would name them.
///
/// @see <a href="https://learn.microsoft.com/openspecs/office_file_formats/ms-xls">MS-XLS 2.1.7.20, 2.4.21, 2.4.28,
///     2.4.271</a>
final class Workbook {

    private static final int BEGINNING = 0x0809;
    private static final int END = 0x000a;
    private static final int PASSWORD = 0x002f;
    private static final int SHEET = 0x0085;
    private static final int SUPPORTING = 0x01ae;
    private static final int SHARED = 0x0005;
    private static final int MACROS = 0x0040;
    private static final int MODULE = 0x0006;
    private static final int MACRO_SHEET = 1;
    private static final int MODULE_SHEET = 6;

    /// Between the name of a program and that of what it is asked for, in a link to that program.
    private static final int LINK = 3;

    private Workbook() {}

    static boolean isOne(String stream) {
        return stream.equalsIgnoreCase("Workbook") || stream.equalsIgnoreCase("Book");
    }

    /// @throws Malformed for a record that ends outside, or a stream that begins with no workbook
    static void read(Specimen stream, Place place, Examination examination) throws Malformed {
        var in = stream.cursor();
        var macros = false;
        var password = false;
        var linked = false;
        var open = 0;
        while (in.left() >= 4 && !(open == 0 && in.offset() > 0 && stream.byteAt(in.offset()) == 0)) {
            var kind = in.u16();
            var length = in.u16();
            in.require(length <= in.left(), "a record is inside its stream");
            var at = in.offset();
            in.require(at > 4 || kind == BEGINNING, "a workbook begins with what its sheets share");
            switch (kind) {
                case BEGINNING -> {
                    in.require(length >= 4, "a beginning says of what");
                    var of = in.at(at + 2).u16();
                    in.require(at > 4 || of == SHARED, "a workbook begins with what its sheets share");
                    macros |= of == MACROS || of == MODULE;
                    open++;
                }
                case END -> open = Math.max(0, open - 1);
                case SHEET -> {
                    in.require(length >= 6, "a sheet says what it is");
                    var type = in.at(at + 5).u8();
                    macros |= type == MACRO_SHEET || type == MODULE_SHEET;
                }
                case PASSWORD -> password = true;
                case SUPPORTING -> linked |= length > 4 && holdsLink(stream, at + 4, at + length);
                default -> {}
            }
            in.at(at + length);
        }
        say(macros, "macros of Excel 4, in cells of a sheet of their own", place, examination);
        say(linked, "a link to another program (DDE)", place, examination);
        say(password, "a workbook under a password, so that nobody reads it here", place, examination);
    }

    private static boolean holdsLink(Specimen stream, long from, long to) {
        for (var at = from; at < to; at++) {
            if (stream.byteAt(at) == LINK) {
                return true;
            }
        }
        return false;
    }

    private static void say(boolean is, String what, Place place, Examination examination) {
        if (is) {
            examination.note(new Finding.Carries(place, what));
        }
    }
}
