package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Letters that machines read and people do not see.
///
/// A few joiners are part of many scripts and of emoji, and marks of direction part of right-to-left
/// texts. What no writing needs: letters of the tag block outside a flag, long rows of letters without
/// width, and changes of direction in code, which is then run in another order than it is shown.
///
/// @see <a href="https://nvd.nist.gov/vuln/detail/CVE-2021-42574">CVE-2021-42574</a>
final class Unseen {

    private static final int LONGEST = 1 << 20;
    private static final int ROW = 8;
    private static final int FLAG = 0x1f3f4;

    private Unseen() {}

    static List<Finding> letters(MemorySegment text, Place place, boolean code) {
        var findings = new ArrayList<Finding>();
        if (text.byteSize() > LONGEST) {
            return findings;
        }
        var letters = Letters.slice(text, 0, text.byteSize());
        if (letters.length() == text.byteSize()) {
            return findings; // all ASCII
        }
        var at = 0L;
        var row = 0;
        var flag = false;
        var tags = false;
        var rows = false;
        var turned = false;
        for (var i = 0; i < letters.length(); ) {
            var it = letters.codePointAt(i);
            var tag = it >= 0xe0001 && it <= 0xe007f;
            row = it >= 0x200b && it <= 0x200d
                            || it == 0x2060
                            || it == 0xfeff
                            || it == 0x180e
                            || it >= 0x2061 && it <= 0x2064
                    ? row + 1
                    : 0;
            if (tag && !flag && !tags) {
                tags = true;
                findings.add(new Finding.Differs(place.at(at), "letters of the Unicode tag block, which nobody sees"));
            }
            if (row == ROW && !rows) {
                rows = true;
                findings.add(new Finding.Differs(place.at(at), "a row of letters without width, which nobody sees"));
            }
            if (code && !turned && (it >= 0x202a && it <= 0x202e || it >= 0x2066 && it <= 0x2069)) {
                turned = true;
                findings.add(new Finding.Differs(place.at(at), "code is shown in another order than it is run"));
            }
            flag = it == FLAG || flag && tag;
            at += it < 0x80 ? 1 : it < 0x800 ? 2 : it < 0x10000 ? 3 : 4;
            i += Character.charCount(it);
        }
        return findings;
    }
}
