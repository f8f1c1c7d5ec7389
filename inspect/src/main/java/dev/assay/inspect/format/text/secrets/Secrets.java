package dev.assay.inspect.format.text.secrets;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Looks for secrets in a text, front to back, in one pass.
public final class Secrets {

    private static final int MOST = 20;
    private static final int LONGEST = 6_000;

    /// Keys are believed in files of the size of a configuration only: in the books and the code that data sets are
    /// made of, `password` is a word like any other.
    private static final int LARGEST_SETTINGS = 256 << 10;

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (?:[A-Z0-9]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\\\\[rn]|\\s|[A-Za-z-]+: ?[^\\r\\n]*[\\r\\n]){0,40}+"
                    + "[0-9A-Za-z+/=]{40}");

    private static final Pattern SETTING = Pattern.compile(
            "(?im)(?:^|[\\s,{;])(?:export[ \\t]{1,9})?[\"']?([a-z0-9_.-]{0,40}"
                    + "(?:api_?-?key|secret|passw(?:or)?d|access_?-?key|private_?-?key|auth_?-?token|access_?-?token"
                    + "|bot_?-?token|_token))[\"']?[ \\t]{0,20}[:=][ \\t]{0,20}[\"']?([0-9A-Za-z+/=_.~-]{20,200})[\"']?[ \\t]{0,20}\\r?(?:$|[,;}#])");

    private static final Pattern NETRC = Pattern.compile(
            "(?m)^[ \\t]{0,40}machine[ \\t]+(\\S{1,200})\\s{1,40}login[ \\t]+\\S{1,200}\\s{1,40}password[ \\t]+(\\S{8,200})");

    private static final Pattern ADDRESS = Pattern.compile(
            "\\b[a-z][a-z0-9+]{2,11}://[^\\s:/@'\"<>{}$]{1,64}:([^\\s:/@'\"<>{}$]{12,128})@[a-z0-9.-]{4,80}");

    private static final Set<String> OWN = Set.of("bos_token", "eos_token", "pad_token", "unk_token", "sep_token");

    private static final List<Form> FORMS = List.of(Form.values());

    /// Which two letters a token may begin with: hardly any word of a text does, and the rest is passed at once.
    private static final boolean[] BEGINNINGS = beginnings();

    private Secrets() {}

    /// @param text UTF-8, or another encoding that has ASCII where UTF-8 has it
    public static List<Finding> in(MemorySegment text, Place place) {
        var findings = new ArrayList<Finding>();
        var size = text.byteSize();
        var before = 0;
        for (long at = 0; at < size && findings.size() < MOST; at++) {
            var it = text.get(JAVA_BYTE, at);
            if (isWord(before)) {
                before = it;
                continue;
            }
            var length = 0;
            if (it == '-') {
                length = before == '-' ? 0 : key(text, at, place, findings);
            } else if (it > 0 && at + 1 < size && mayBegin(it, text.get(JAVA_BYTE, at + 1))) {
                length = token(text, at, place, findings);
            }
            if (length > 0) {
                at += length - 1;
                before = 'a';
            } else {
                before = it;
            }
        }
        if (size <= LARGEST_SETTINGS) {
            settings(new String(text.toArray(JAVA_BYTE), ISO_8859_1), place, findings);
        }
        return findings;
    }

    private static boolean[] beginnings() {
        var pairs = new boolean[128 * 128];
        for (var form : FORMS) {
            pairs[form.begins.charAt(0) * 128 + form.begins.charAt(1)] = true;
        }
        return pairs;
    }

    private static boolean mayBegin(int first, int second) {
        return second > 0 && BEGINNINGS[first * 128 + second];
    }

    private static boolean isWord(int it) {
        return it >= '0' && it <= '9' || it >= 'a' && it <= 'z' || it >= 'A' && it <= 'Z' || it == '_';
    }

    /// @return how long the token here is; 0 if there is none
    private static int token(MemorySegment text, long at, Place place, List<Finding> findings) {
        for (var form : FORMS) {
            if (!stands(text, form.begins, at)) {
                continue;
            }
            var rest = slice(text, at);
            var matcher = form.pattern.matcher(rest);
            if (matcher.lookingAt()
                    && (matcher.end() == rest.length() || !isWord(rest.charAt(matcher.end())))
                    && form.genuine(matcher.group())) {
                findings.add(carries(place.at(at), form.words, matcher.group(), form.begins.length()));
                return matcher.end();
            }
        }
        return 0;
    }

    private static int key(MemorySegment text, long at, Place place, List<Finding> findings) {
        if (!stands(text, "-----BEGIN ", at)) {
            return 0;
        }
        var matcher = PEM.matcher(slice(text, at));
        if (!matcher.lookingAt()) {
            return 0;
        }
        findings.add(new Finding.Carries(place.at(at), "a secret: a private key"));
        return matcher.end();
    }

    private static void settings(String text, Place place, List<Finding> findings) {
        var said = findings.size();
        var setting = SETTING.matcher(text);
        while (findings.size() < MOST && setting.find()) {
            var name = setting.group(1).toLowerCase(Locale.ROOT);
            var value = setting.group(2);
            if (!OWN.contains(name)
                    && isChance(value)
                    && Form.varied(value)
                    && !told(findings, said, setting.start(2))) {
                findings.add(carries(place.at(setting.start(2)), "the value of " + name, value, 0));
            }
        }
        var login = NETRC.matcher(text);
        while (findings.size() < MOST && login.find()) {
            if (Form.varied("    " + login.group(2)) && !told(findings, said, login.start(2))) {
                findings.add(carries(place.at(login.start(2)), "a password for a machine", login.group(2), 0));
            }
        }
        var address = ADDRESS.matcher(text);
        while (findings.size() < MOST && address.find()) {
            if (isChance(address.group(1)) && Form.varied("    " + address.group(1))) {
                findings.add(carries(place.at(address.start(1)), "a password in an address", address.group(1), 0));
            }
        }
    }

    private static boolean told(List<Finding> findings, int most, long at) {
        return findings.stream().limit(most).anyMatch(it -> Math.abs(it.at().offset() - at) < 40);
    }

    /// Letters of each kind in a disorder that names and words do not have: four bits a letter, as Shannon counts them.
    private static boolean isChance(String value) {
        var counts = new int[256];
        value.chars().forEach(it -> counts[it & 0xff]++);
        var bits = 0.0;
        for (var count : counts) {
            if (count > 0) {
                var share = (double) count / value.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        var digits = value.chars().filter(it -> it >= '0' && it <= '9').count();
        var capitals = value.chars().filter(it -> it >= 'A' && it <= 'Z').count();
        var small = value.chars().filter(it -> it >= 'a' && it <= 'z').count();
        var hexadecimal = value.length() >= 32 && value.matches("[0-9a-f]+") && bits > 3.2;
        return hexadecimal || bits >= 4 && digits >= 2 && capitals >= 2 && small >= 2;
    }

    /// The value itself is never repeated: what it begins with, and how long it is.
    private static Finding carries(Place at, String words, String value, int shown) {
        return new Finding.Carries(
                at, "a secret: " + words + ", " + value.substring(0, shown) + "… (" + value.length() + " letters)");
    }

    /// What stands here, without a copy: most of what begins like a secret goes on like none.
    private static CharSequence slice(MemorySegment text, long at) {
        return new Ascii(text.asSlice(at, Math.min(LONGEST, text.byteSize() - at)));
    }

    private record Ascii(MemorySegment bytes) implements CharSequence {

        @Override
        public int length() {
            return (int) bytes.byteSize();
        }

        @Override
        public char charAt(int index) {
            return (char) Byte.toUnsignedInt(bytes.get(JAVA_BYTE, index));
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Ascii(bytes.asSlice(from, to - from));
        }

        @Override
        public String toString() {
            return new String(bytes.toArray(JAVA_BYTE), ISO_8859_1);
        }
    }

    private static boolean stands(MemorySegment text, String wanted, long at) {
        if (at + wanted.length() > text.byteSize()) {
            return false;
        }
        for (var i = 0; i < wanted.length(); i++) {
            if (text.get(JAVA_BYTE, at + i) != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
