package dev.assay.inspect.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.source.Value.Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// The ways in which source hides a text, undone: encodings, and compression, within [#MOST] letters.
final class Decoding {

    /// Longer texts are not kept.
    static final int MOST = 1 << 20;

    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("base64.b64decode", "base64"),
            Map.entry("base64.standard_b64decode", "base64"),
            Map.entry("base64.urlsafe_b64decode", "base64"),
            Map.entry("base64.decodebytes", "base64"),
            Map.entry("base64.decodestring", "base64"),
            Map.entry("binascii.a2b_base64", "base64"),
            Map.entry("base64.b32decode", "base32"),
            Map.entry("base64.b16decode", "hex"),
            Map.entry("binascii.unhexlify", "hex"),
            Map.entry("binascii.a2b_hex", "hex"),
            Map.entry("bytes.fromhex", "hex"),
            Map.entry("bytearray.fromhex", "hex"),
            Map.entry("base64.b85decode", "base85"),
            Map.entry("base64.a85decode", "base85"),
            Map.entry("zlib.decompress", "zlib"),
            Map.entry("gzip.decompress", "gzip"),
            Map.entry("bz2.decompress", "bz2"),
            Map.entry("lzma.decompress", "lzma"),
            Map.entry("marshal.loads", "marshal"),
            Map.entry("urllib.parse.unquote", "URL escapes"),
            Map.entry("codecs.decode", "a codec"),
            Map.entry("cryptography.fernet.Fernet().decrypt", "a cipher"));

    private static final String BASE85 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";

    private Decoding() {}

    /// What this function undoes: `base64`; null if it does not.
    static Optional<String> undoneBy(String function) {
        return Optional.ofNullable(FUNCTIONS.get(function));
    }

    /// The text without this encoding; empty if it does not have it, or if we cannot undo it.
    static Optional<Text> undone(Text text, String encoding) {
        try {
            var chars = text.chars();
            var bytes = chars.getBytes(text.bytes() ? ISO_8859_1 : UTF_8);
            return switch (encoding) {
                case "base64" ->
                    raw(Base64.getMimeDecoder().decode(chars.replace('-', '+').replace('_', '/')), text, encoding);
                case "base32" -> raw(base32(chars), text, encoding);
                case "hex" -> raw(HexFormat.of().parseHex(chars.replaceAll("\\s", "")), text, encoding);
                case "base85" -> raw(base85(chars), text, encoding);
                case "zlib" -> raw(inflated(bytes), text, encoding);
                case "gzip" -> raw(read(new GZIPInputStream(new ByteArrayInputStream(bytes))), text, encoding);
                case "URL escapes" -> Optional.of(new Text(unquoted(chars), false, text.how()).as(encoding));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException | IOException not) {
            return Optional.empty();
        }
    }

    private static Optional<Text> raw(byte[] bytes, Text text, String encoding) {
        return bytes.length > MOST
                ? Optional.empty()
                : Optional.of(new Text(new String(bytes, ISO_8859_1), true, text.how()).as(encoding));
    }

    /// `str.encode`, `bytes.decode` and `codecs.decode`: with a codec of letters, or with one that hides
    /// them.
    static Optional<Text> recoded(Text text, String codec, boolean toBytes) {
        var name = codec.toLowerCase(Locale.ROOT).replace('_', '-');
        return switch (name) {
            case "utf-8",
                    "utf8",
                    "ascii",
                    "us-ascii",
                    "latin-1",
                    "latin1",
                    "iso-8859-1",
                    "l1",
                    "charmap",
                    "utf-8-sig" -> letters(text, toBytes, name.startsWith("utf"));
            case "rot13", "rot-13" ->
                Optional.of(new Text(rotated(text.chars()), text.bytes(), text.how()).as("rot13"));
            case "base64", "base-64", "base64-codec" -> toBytes ? Optional.empty() : undone(text, "base64");
            case "hex", "hex-codec" -> toBytes ? Optional.empty() : undone(text, "hex");
            case "zip", "zlib", "zlib-codec" -> toBytes ? Optional.empty() : undone(text, "zlib");
            case "unicode-escape", "raw-unicode-escape", "string-escape" ->
                toBytes
                        ? Optional.empty()
                        : Optional.of(new Text(unescaped(text.chars()), false, text.how()).as("escapes"));
            default -> Optional.empty();
        };
    }

    private static Optional<Text> letters(Text text, boolean toBytes, boolean utf8) {
        if (toBytes == text.bytes()) {
            return Optional.of(text);
        }
        if (toBytes) {
            return Optional.of(new Text(
                    new String(text.chars().getBytes(utf8 ? UTF_8 : ISO_8859_1), ISO_8859_1), true, text.how()));
        }
        try {
            var chars = utf8
                    ? UTF_8.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(text.chars().getBytes(ISO_8859_1)))
                            .toString()
                    : text.chars();
            return Optional.of(new Text(chars, false, text.how()));
        } catch (CharacterCodingException not) {
            return Optional.empty();
        }
    }

    private static String rotated(String chars) {
        var turned = new StringBuilder(chars.length());
        for (var i = 0; i < chars.length(); i++) {
            var it = chars.charAt(i);
            var base = it >= 'a' && it <= 'z' ? 'a' : 'A';
            turned.append(it >= base && it < base + 26 ? (char) (base + (it - base + 13) % 26) : it);
        }
        return turned.toString();
    }

    private static String unescaped(String chars) {
        var quoted = '"' + chars.replace("\"", "\\\"") + '"';
        var source = Source.of(quoted, 0);
        var length = source.text().byteSize();
        return Literals.string(source.text(), new Token(Token.Kind.STRING, "", 0, length)) instanceof Text it
                ? it.chars()
                : chars;
    }

    private static String unquoted(String chars) {
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < chars.length(); i++) {
            if (chars.charAt(i) == '%'
                    && i + 2 < chars.length()
                    && HexFormat.isHexDigit(chars.charAt(i + 1))
                    && HexFormat.isHexDigit(chars.charAt(i + 2))) {
                bytes.write(HexFormat.fromHexDigits(chars, i + 1, i + 3));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(chars.charAt(i)).getBytes(UTF_8));
            }
        }
        return bytes.toString(UTF_8);
    }

    private static byte[] base32(String chars) {
        var bytes = new ByteArrayOutputStream();
        var bits = 0;
        var value = 0L;
        for (var i = 0; i < chars.length() && chars.charAt(i) != '='; i++) {
            var digit = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(chars.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("no digit of base32");
            }
            value = (value << 5 | digit) & 0xfffff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write((int) (value >> bits) & 0xff);
            }
        }
        return bytes.toByteArray();
    }

    /// RFC 1924's digits, as `base64.b85decode` has them.
    private static byte[] base85(String chars) {
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < chars.length(); i += 5) {
            var value = 0L;
            for (var j = i; j < i + 5; j++) {
                var digit = j < chars.length() ? BASE85.indexOf(chars.charAt(j)) : 84;
                if (digit < 0) {
                    throw new IllegalArgumentException("no digit of base85");
                }
                value = value * 85 + digit;
            }
            var length = Math.min(4, chars.length() - i - 1);
            for (var j = 0; j < length; j++) {
                bytes.write((int) (value >> 24 - 8 * j) & 0xff);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] inflated(byte[] bytes) throws IOException {
        var zlib =
                bytes.length > 1 && (bytes[0] & 0x0f) == 8 && ((bytes[0] & 0xff) * 256 + (bytes[1] & 0xff)) % 31 == 0;
        var inflater = new Inflater(!zlib);
        try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes), inflater)) {
            return in.readNBytes(MOST + 1);
        } finally {
            inflater.end();
        }
    }

    private static byte[] read(InputStream packed) throws IOException {
        try (packed) {
            return packed.readNBytes(MOST + 1);
        }
    }
}
