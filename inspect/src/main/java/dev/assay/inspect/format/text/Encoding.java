package dev.assay.inspect.format.text;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.assay.inspect.Specimen;
import java.lang.foreign.MemorySegment;

/// How bytes can be text.
enum Encoding {
    UTF8,
    UTF16_LITTLE,
    UTF16_BIG,
    /// Some single-byte encoding of the west: what old read-me files are in.
    LATIN,
    /// Not text.
    NONE;

    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    static Encoding of(Specimen specimen) {
        if (specimen.startsWith("\u00ff\u00fe")) {
            return specimen.size() % 2 == 0 && !specimen.startsWith("\u00ff\u00fe\0\0") ? UTF16_LITTLE : NONE;
        }
        if (specimen.startsWith("\u00fe\u00ff")) {
            return specimen.size() % 2 == 0 ? UTF16_BIG : NONE;
        }
        return specimen.size() == 0 ? NONE : ascii(specimen.bytes());
    }

    /// A NUL is never text. Other control characters are, in vocabularies, but not many of them.
    private static Encoding ascii(MemorySegment bytes) {
        var size = bytes.byteSize();
        var controls = 0L;
        var high = 0L;
        var utf8 = true;
        for (long at = 0; at < size; ) {
            if (at + 8 <= size && isPlain(bytes.get(JAVA_LONG_UNALIGNED, at))) {
                at += 8;
                continue;
            }
            var it = bytes.get(JAVA_BYTE, at);
            if (it >= 0) {
                if (it == 0) {
                    return NONE;
                }
                if (it < 0x20 && it != '\n' && it != '\r' && it != '\t' && it != '\f' || it == 0x7f) {
                    controls++;
                    if (at < 4096 && controls > 64) {
                        return NONE;
                    }
                }
                at++;
                continue;
            }
            var length = utf8 ? sequence(bytes, at) : 0;
            if (length == 0) {
                utf8 = false;
                high++;
                if (controls > 0 || at < 4096 && high > 2048) {
                    return NONE;
                }
                at++;
            } else {
                at += length;
                high += length;
            }
        }
        if (utf8) {
            return controls * 32 <= size ? UTF8 : NONE;
        }
        return controls == 0 && size > 16 && high * 4 <= size ? LATIN : NONE;
    }

    /// Whether eight bytes are all ASCII and none is a control character; DEL passes, as one control more or less.
    private static boolean isPlain(long word) {
        return ((word | word - EACH * 0x20) & HIGH) == 0;
    }

    /// The length of the well-formed UTF-8 sequence here (RFC 3629), or 0.
    private static int sequence(MemorySegment bytes, long at) {
        var first = Byte.toUnsignedInt(bytes.get(JAVA_BYTE, at));
        var length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        if (first < 0xc2 || length == 0 || at + length > bytes.byteSize()) {
            return 0;
        }
        for (var i = 1; i < length; i++) {
            if ((bytes.get(JAVA_BYTE, at + i) & 0xc0) != 0x80) {
                return 0;
            }
        }
        var second = Byte.toUnsignedInt(bytes.get(JAVA_BYTE, at + 1));
        return switch (first) {
            case 0xe0 -> second >= 0xa0 ? 3 : 0;
            case 0xf0 -> second >= 0x90 ? 4 : 0;
            case 0xf4 -> second < 0x90 ? 4 : 0;
            default -> length;
        };
    }
}
