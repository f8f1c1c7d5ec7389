package dev.assay.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// A file that is recognised wherever a part of it turns up: it holds a word that nothing else says, in bytes that no
/// finding quotes.
final class Exhibit {

    private final String path;
    private final String word;
    private final byte[] bytes;
    private final boolean large;

    /// @param word lower-case letters and digits
    private Exhibit(String path, String word, byte[] bytes, boolean large) {
        this.path = path;
        this.word = word;
        this.bytes = bytes;
        this.large = large;
    }

    /// Plain text, which the standard policy clears.
    static Exhibit text(String path, String word, boolean large) {
        return new Exhibit(path, word, ("A plain line.\n" + (word + "\n").repeat(20)).getBytes(UTF_8), large);
    }

    /// A card that says the word in its front matter, in a tag and in its text.
    static Exhibit card(String word) {
        var text = "---\nlicense: mit\ntags:\n- " + word + "\npipeline_tag: " + word + "\nlibrary_name: " + word
                + "\n---\n# " + word + "\n\n" + (word + " ").repeat(20) + "\n";
        return new Exhibit("README.md", word, text.getBytes(UTF_8), false);
    }

    /// A pickle that runs a command.
    static Exhibit hostile(String path, String word, boolean large) {
        return pickle(path, word, "cos\nsystem\nX\u0011\0\0\0echo assay-marker\u0085R", large);
    }

    /// A pickle that names a class of nobody we know: inert, and not for us to vouch for.
    static Exhibit unknown(String path, String word, boolean large) {
        return pickle(path, word, "cacme.layers\nBlock\n", large);
    }

    /// A pair of what this does and of a string that holds the word.
    private static Exhibit pickle(String path, String word, String first, boolean large) {
        var text = (word + " ").repeat(20);
        var length = new String(new byte[] {(byte) text.length(), (byte) (text.length() >> 8), 0, 0}, ISO_8859_1);
        return new Exhibit(
                path, word, ("\u0080\u0002" + first + "X" + length + text + "\u0086.").getBytes(ISO_8859_1), large);
    }

    String path() {
        return path;
    }

    String word() {
        return word;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    boolean large() {
        return large;
    }

    Digest digest() {
        return Digest.of(bytes);
    }

    /// Whether the word is in this answer: as it is, in base64 at any of its three offsets, in hexadecimal, or
    /// compressed.
    boolean in(byte[] answer) {
        var text = new String(answer, ISO_8859_1);
        return said(text)
                || answer.length > 2 && answer[0] == 0x1f && answer[1] == (byte) 0x8b && said(unzipped(answer));
    }

    private boolean said(String text) {
        return text.toLowerCase(Locale.ROOT).contains(word)
                || text.contains(HexFormat.of().formatHex(word.getBytes(UTF_8)))
                || Stream.of("", ".", "..").anyMatch(before -> text.contains(base64(before)));
    }

    /// The middle of it, which does not depend on what stands around.
    private String base64(String before) {
        var encoded = Base64.getEncoder().withoutPadding().encodeToString((before + word).getBytes(UTF_8));
        return encoded.substring(4, encoded.length() - 2);
    }

    private static String unzipped(byte[] answer) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(answer))) {
            return new String(in.readAllBytes(), ISO_8859_1);
        } catch (IOException notThat) {
            return "";
        }
    }
}
