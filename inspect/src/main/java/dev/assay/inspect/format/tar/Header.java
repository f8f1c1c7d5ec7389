package dev.assay.inspect.format.tar;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.HashMap;
import java.util.Map;

/// The block before a member.
///
/// @param at where it is
/// @param type one character: `0` a file, `5` a folder, `1` and `2` links, `L`, `K`, `x`, `g` more about the next
record Header(long at, String name, long size, int type, String link) {

    static Header read(Specimen specimen, long at) throws Malformed {
        var name = field(specimen, at, 100);
        var prefix = specimen.holdsAt(at + 257, "ustar\0") ? field(specimen, at + 345, 155) : "";
        return new Header(
                at,
                prefix.isEmpty() ? name : prefix + "/" + name,
                number(specimen, at + 124, 12),
                specimen.byteAt(at + 156),
                field(specimen, at + 157, 100));
    }

    boolean isFile() {
        return type == '0' || type == 0 || type == '7' || type == 'S';
    }

    /// The block that ends an archive.
    static boolean isEnd(Specimen specimen, long at) {
        for (var i = 0; i < 512; i++) {
            if (specimen.byteAt(at + i) > 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether the header adds up to its own checksum, with either sign that bytes were once given.
    static boolean sums(Specimen specimen, long at) {
        var unsigned = 0L;
        var signed = 0L;
        for (var i = 0; i < 512; i++) {
            var it = i >= 148 && i < 156 ? ' ' : specimen.byteAt(at + i);
            unsigned += it;
            signed += (byte) it;
        }
        try {
            var sum = number(specimen, at + 148, 8);
            return sum > 0 && (sum == unsigned || sum == signed);
        } catch (Malformed other) {
            return false;
        }
    }

    /// Octal digits between spaces before and spaces or NULs behind, or a binary number behind a first byte of 0x80.
    static long number(Specimen specimen, long at, int width) throws Malformed {
        var value = 0L;
        if (specimen.byteAt(at) >= 0x80) {
            for (var i = 1; i < width; i++) {
                if (specimen.byteAt(at) > 0x80 || value > Long.MAX_VALUE >> 9) {
                    throw new Malformed(at, "a number is from 0 to 2^63");
                }
                value = value << 8 | specimen.byteAt(at + i);
            }
            return value;
        }
        var i = 0;
        while (i < width && specimen.byteAt(at + i) == ' ') {
            i++;
        }
        for (; i < width && specimen.byteAt(at + i) >= '0' && specimen.byteAt(at + i) <= '7'; i++) {
            value = value << 3 | specimen.byteAt(at + i) - '0';
        }
        for (; i < width; i++) {
            if (specimen.byteAt(at + i) != ' ' && specimen.byteAt(at + i) != 0) {
                throw new Malformed(at + i, "a number is in octal digits");
            }
        }
        return value;
    }

    private static String field(Specimen specimen, long at, int width) {
        var end = 0;
        while (end < width && specimen.byteAt(at + end) > 0) {
            end++;
        }
        return new String(specimen.bytes().asSlice(at, end).toArray(JAVA_BYTE), UTF_8);
    }

    /// The records `length key=value` of an extended header, each as long as it says: a name may hold a line feed.
    static Map<String, String> extended(byte[] bytes) throws Malformed {
        Map<String, String> records = new HashMap<>();
        var text = new String(bytes, ISO_8859_1);
        var ended = 0;
        for (var at = 0; at < text.length() && text.charAt(at) != 0; ended = at) {
            var space = text.indexOf(' ', at);
            var equals = text.indexOf('=', at);
            var length = space > at && space - at <= 7 ? digits(text.substring(at, space)) : 0;
            if (equals < space || length <= equals + 1 - at || length > text.length() - at) {
                throw new Malformed(at, "a record of an extended header has a length, a key and a value");
            }
            var value = text.substring(equals + 1, at + length - 1).getBytes(ISO_8859_1);
            records.put(text.substring(space + 1, equals), new String(value, UTF_8));
            at += length;
        }
        if (text.chars().skip(ended).anyMatch(it -> it != 0)) {
            throw new Malformed(ended, "an extended header ends with its records");
        }
        return records;
    }

    private static int digits(String text) {
        return text.chars().allMatch(it -> it >= '0' && it <= '9') ? Integer.parseInt(text) : 0;
    }

    /// Whether a path leaves the folder it is unpacked into.
    static boolean leaves(String path) {
        var slashed = path.replace('\\', '/');
        var depth = 0;
        var above = false;
        for (var part : slashed.split("/", -1)) {
            depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
            above |= depth < 0;
        }
        return above || slashed.startsWith("/") || slashed.length() > 1 && slashed.charAt(1) == ':';
    }
}
