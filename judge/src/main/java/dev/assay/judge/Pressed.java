package dev.assay.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A policy that was read and checked when the house was built, so that whoever looks at one file does not read ten
/// thousand rules first: a table from what a rule is about to where the rule stands, and nothing is decoded that nobody
/// asks for.
///
/// It says of which text it was made, by length and checksum, and counts for no other.
///
/// Integers are big-endian, texts are their length in two bytes and UTF-8. In order: the mark; length
/// and CRC-32 of the policy's text; where the head is; bodies and entries; the head. A body is a rule
/// but for what it is about. An entry is a key, and for each rule under it the number and where its
/// body is. The head: name and digest of the policy; the rules [Rules] keeps in lists, by verb; the
/// count of slots, a power of two, and for each slot where its entry is, or 0. A key is in the first
/// free slot from its hash on.
final class Pressed {

    static final int MARK = 0x41505231;
    static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    static final List<Word> WORDS = List.of(Word.values());

    private final ByteBuffer bytes;
    private final String title;
    private final Digest digest;
    private final Map<String, List<Numbered>> starred = new HashMap<>();
    private final int slots;
    private final int table;

    private Pressed(ByteBuffer bytes) {
        this.bytes = bytes;
        bytes.position(bytes.getInt());
        this.title = text(bytes);
        this.digest = new Digest(text(bytes));
        for (var verbs = bytes.getInt(); verbs > 0; verbs--) {
            var verb = text(bytes);
            var rules = new ArrayList<Numbered>();
            for (var left = bytes.getInt(); left > 0; left--) {
                var about = text(bytes);
                rules.add(numbered(bytes, verb, about));
            }
            starred.put(verb, rules);
        }
        this.slots = bytes.getInt();
        this.table = bytes.position();
    }

    /// @return null if these are not the rules of this text
    static @Nullable Pressed of(byte[] text, byte[] pressed) {
        var bytes = ByteBuffer.wrap(pressed);
        return pressed.length > 16
                        && bytes.getInt() == MARK
                        && bytes.getInt() == text.length
                        && bytes.getInt() == sum(text)
                ? new Pressed(bytes)
                : null;
    }

    String title() {
        return title;
    }

    Digest digest() {
        return digest;
    }

    Map<String, List<Numbered>> starred() {
        return starred;
    }

    /// The rules under this key, in their order; none if there is no such key.
    List<Numbered> at(String key) {
        for (var slot = key.hashCode() & slots - 1; ; slot = slot + 1 & slots - 1) {
            var at = bytes.getInt(table + 4 * slot);
            if (at == 0) {
                return List.of();
            }
            var entry = bytes.duplicate().position(at);
            if (text(entry).equals(key)) {
                return rules(entry, key);
            }
        }
    }

    /// Every key there is.
    List<String> keys() {
        var keys = new ArrayList<String>();
        for (var slot = 0; slot < slots; slot++) {
            var at = bytes.getInt(table + 4 * slot);
            if (at != 0) {
                keys.add(text(bytes.duplicate().position(at)));
            }
        }
        return keys;
    }

    private List<Numbered> rules(ByteBuffer entry, String key) {
        var rules = new ArrayList<Numbered>();
        for (var left = entry.getShort(); left > 0; left--) {
            rules.add(
                    key.startsWith(Rules.CLASS)
                            ? numbered(entry, rules.isEmpty() ? "imports" : "calls", "")
                            : numbered(entry, key.substring(0, key.indexOf(' ')), key.substring(key.indexOf(' ') + 1)));
        }
        return rules;
    }

    private Numbered numbered(ByteBuffer entry, String verb, String about) {
        var number = entry.getInt();
        var body = bytes.duplicate().position(entry.getInt());
        var line = body.getInt();
        var then = OUTCOMES.get(body.get());
        var word = WORDS.get(body.get());
        var given = text(body);
        return new Numbered(
                number,
                new Rule(
                        line,
                        verb,
                        about,
                        given.isEmpty() ? null : Contract.of(given),
                        then,
                        word,
                        text(body),
                        text(body)));
    }

    private static String text(ByteBuffer bytes) {
        var content = new byte[Short.toUnsignedInt(bytes.getShort())];
        bytes.get(content);
        return new String(content, UTF_8);
    }

    static int sum(byte[] text) {
        var crc = new CRC32();
        crc.update(text);
        return (int) crc.getValue();
    }
}
