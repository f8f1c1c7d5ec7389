package dev.assay.inspect;

import java.util.regex.Pattern;

/// Where in a blob something was found: `archive/data.pkl@0x1f`, through containers, down to a byte.
///
/// A place does not know the name of the file: a name is a claim, the same bytes may bear several, and an
/// inspection is true of the bytes. Whoever prints a place adds the name ([#in(String)]).
///
/// @param inner the path through containers, members separated by `!/`; empty for the blob itself
/// @param offset byte offset inside the innermost member
public record Place(String inner, long offset) {

    /// Longest member path we repeat; names come from the attacker.
    private static final int LONGEST = 512;

    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    public static final Place START = new Place("", 0);

    public Place {
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is not negative: " + offset);
        }
    }

    public Place inside(String member) {
        var path = inner.isEmpty() ? printable(member) : inner + "!/" + printable(member);
        return new Place(path.length() > LONGEST ? path.substring(0, LONGEST) + "…" : path, 0);
    }

    public Place at(long there) {
        return new Place(inner, there);
    }

    /// The place as people read it, in a file of this name: `model.pt!/archive/data.pkl@0x1f`.
    public String in(String name) {
        var path = inner.isEmpty() ? printable(name) : printable(name) + "!/" + inner;
        return offset == 0 ? path : path + "@0x" + Long.toHexString(offset);
    }

    @Override
    public String toString() {
        return in("");
    }

    /// Names come from the attacker and end on someone's terminal: no control, format or surrogate character survives.
    public static String printable(String text) {
        return isPlain(text) ? text : UNPRINTABLE.matcher(text).replaceAll("?");
    }

    private static boolean isPlain(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
