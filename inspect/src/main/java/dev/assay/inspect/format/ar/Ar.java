package dev.assay.inspect.format.ar;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Paths;

/// `ar`, as `ar(5)` describes it: a header of sixty characters before each member. What a linker or `dpkg` makes of one
/// is code, so the archive is said to be carried, and its members are examined.
public final class Ar implements Format {

    private static final String MAGIC = "!<arch>\n";
    private static final int NAME = 16;
    private static final int DATES_AND_OWNERS = 32;
    private static final int SIZE = 10;
    private static final int MOST_MEMBERS = 200_000;

    @Override
    public String name() {
        return "ar";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.startsWith(MAGIC);
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        examination.note(new Finding.Carries(
                specimen.place(),
                specimen.holdsAt(MAGIC.length(), "debian-binary") ? "a Debian package" : "a static library"));
        var in = specimen.cursor().at(MAGIC.length());
        examination.covers(specimen, 0, in.offset());
        for (var i = 0; in.left() > 0; i++) {
            in.require(i < MOST_MEMBERS, "an archive has at most " + MOST_MEMBERS + " members");
            member(specimen, examination, in);
        }
    }

    private static void member(Specimen specimen, Examination examination, Cursor in) throws Malformed {
        var at = in.offset();
        var name = in.text(NAME, NAME).strip();
        in.skip(DATES_AND_OWNERS);
        var digits = in.text(SIZE, SIZE).strip();
        in.require(in.text(2, 2).equals("`\n"), "a header ends with a back quote and a line feed");
        in.require(digits.matches("\\d{1,10}"), "a size is a number");
        var size = Long.parseLong(digits);
        in.require(size <= in.left(), "a member ends inside the archive");
        var from = in.offset();
        in.skip(size);
        in.skip(size % 2 == 1 && in.left() > 0 ? 1 : 0);
        examination.covers(specimen, at, in.offset());
        if (Paths.leave(name) && !name.matches("/\\d*|//|/SYM64/")) { // those are tables of names and symbols
            examination.note(new Finding.Escapes(specimen.place().at(at), Place.printable(name)));
        }
        if (size > 0) {
            var member = specimen.part(name, from, from + size);
            if (name.startsWith("/")) {
                examination.plain(member);
            } else {
                examination.enter(member);
            }
        }
    }
}
