package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.shell.Deed;
import dev.assay.inspect.shell.Shell;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Commands that a text tells its reader to type, where they come to more than they seem.
///
/// Nothing of it runs by itself, so it is said as something the text names. Of a download that goes into
/// a shell the address is named, so that a policy can know the installers people know.
final class Advice implements Reading {

    private static final int MOST = 100;
    private static final int LONGEST_LINE = 4_000;
    private static final Pattern MARK = Pattern.compile(
            "curl|wget|fetch |base64|/dev/tcp|\\bnc |ncat|iex\\b|invoke-|powershell|mshta|certutil|bitsadmin|regsvr32"
                    + "|xxd|openssl|socat|\\| *(?:sudo )?(?:ba|z)?sh|rm -|authorized_keys",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern SPAN = Pattern.compile("`([^`\\n]{4,2000})`");
    private static final Pattern PROMPT =
            Pattern.compile("^\\s*(?:[-*>]\\s+)?(?:[$#%>]\\s+|PS [^>]*>\\s*|[A-Z]:\\\\[^>]*>\\s*)?");
    private static final Pattern ADDRESS = Pattern.compile("(?:https?|ftp)://[^\\s'\"`)<>|;,]+");

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var findings = new ArrayList<Finding>();
        var said = new HashSet<String>();
        var bytes = Deeds.bytes(text);
        for (var from = 0; from < bytes.length() && findings.size() < MOST; ) {
            var newline = bytes.indexOf('\n', from);
            var end = newline < 0 ? bytes.length() : newline;
            var whole = end;
            while (whole < bytes.length()
                    && whole > from
                    && bytes.charAt(whole - 1) == '\\'
                    && whole - from < LONGEST_LINE) {
                var next = bytes.indexOf('\n', whole + 1);
                whole = next < 0 ? bytes.length() : next;
            }
            var line = bytes.substring(from, Math.min(whole, from + LONGEST_LINE));
            if (hasWord(line) && MARK.matcher(line).find()) {
                for (var deed : deeds(line)) {
                    var found = named(deed, place.at(from));
                    if (said.add(found.predicate())) {
                        findings.add(found);
                    }
                }
            }
            from = Math.max(end, whole) + 1;
        }
        if (findings.size() >= MOST) {
            findings.add(new Finding.Eludes(place, "it advises more than the " + MOST + " commands we keep"));
        }
        return findings.isEmpty() ? Optional.empty() : Optional.of(new Read("", findings));
    }

    /// Whether three letters stand in a row, as in nearly every mark, or two in a line with a space or a bar, as in the
    /// others: data in lines of numbers has none of these.
    private static boolean hasWord(String line) {
        var letters = 0;
        var most = 0;
        var parted = false;
        for (var i = 0; i < line.length() && most < 3; i++) {
            var it = line.charAt(i);
            var small = it | 0x20;
            letters = small >= 'a' && small <= 'z' ? letters + 1 : 0;
            most = Math.max(most, letters);
            parted |= it == ' ' || it == '|';
        }
        return most == 3 || most == 2 && parted;
    }

    /// Of the line without its prompt, and of each piece of it that is marked as code.
    private static List<Deed> deeds(String line) {
        var deeds = new ArrayList<Deed>();
        var span = SPAN.matcher(line);
        while (span.find()) {
            deeds.addAll(Shell.deeds(PROMPT.matcher(span.group(1)).replaceFirst("")));
        }
        if (deeds.isEmpty()) {
            deeds.addAll(Shell.deeds(PROMPT.matcher(line).replaceFirst("")));
        }
        return deeds;
    }

    private static Finding named(Deed it, Place at) {
        var words = Place.printable(Deeds.letters(it.what()));
        var address = ADDRESS.matcher(words);
        return new Finding.Names(
                at,
                it.sense().equals(Shell.INTO_SHELL) && address.find()
                        ? "a download for a shell to run: " + address.group()
                        : "a command for its reader, " + it.sense() + ": " + words);
    }
}
