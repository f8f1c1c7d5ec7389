package dev.assay.inspect.format.text.jinja;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// A text, read as a template.
public final class Template {

    /// Passes over a template until nothing is learned any more; an honest one takes a few.
    private static final int PASSES = 12;

    /// Letters that are not shown and turn the reading round: nobody writes a template with them by accident.
    private static final int[] UNSEEN = {0x200b, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xfeff};

    private Template() {}

    /// What rendering the text would do, or nothing if the engine would refuse it as a whole or there is no tag in it.
    ///
    /// @param where the place of an offset in the text
    /// @param rendered whether the text stands where chat templates stand, so that somebody will render it
    public static Optional<List<Finding>> read(MemorySegment text, LongFunction<Place> where, boolean rendered) {
        if (!mayBe(text)) {
            return Optional.empty();
        }
        var scope = new Scope();
        for (var pass = 0; ; pass++) {
            var facts = new Facts(where, rendered);
            scope.again();
            try {
                var tags = new Tags(new Lexer(text), scope, facts).read();
                if (tags == 0) {
                    return Optional.empty();
                }
            } catch (NotTemplate refused) {
                return Suspicion.of(text, where, rendered).map(List::of);
            }
            if (scope.settled() || pass > PASSES) {
                if (rendered || scope.chat()) {
                    unseen(text, facts);
                }
                return Optional.of(facts.findings());
            }
            if (pass == PASSES - 1) {
                scope.widen();
            }
        }
    }

    /// Whether there is a tag at all.
    static boolean mayBe(MemorySegment text) {
        for (long at = 0; at + 1 < text.byteSize(); at++) {
            if (text.get(JAVA_BYTE, at) == '{') {
                var next = text.get(JAVA_BYTE, at + 1);
                if (next == '{' || next == '%') {
                    return true;
                }
            }
        }
        return false;
    }

    private static void unseen(MemorySegment text, Facts facts) {
        for (long at = 0; at + 2 < text.byteSize(); at++) {
            var first = Byte.toUnsignedInt(text.get(JAVA_BYTE, at));
            if (first == 0xe2 || first == 0xef && at > 0 || first == 0xf3) {
                var letter = letter(text, at);
                var turning = letter >= 0x202a && letter <= 0x202e || letter >= 0x2066 && letter <= 0x2069;
                var tagging = letter >= 0xe0000 && letter <= 0xe007f;
                for (var it : UNSEEN) {
                    turning |= letter == it;
                }
                if (turning || tagging) {
                    facts.carries("letters in a template that nobody sees: U+%04X".formatted(letter), at);
                    return;
                }
            }
        }
    }

    private static int letter(MemorySegment text, long at) {
        var first = Byte.toUnsignedInt(text.get(JAVA_BYTE, at));
        var second = text.get(JAVA_BYTE, at + 1) & 0x3f;
        var third = text.get(JAVA_BYTE, at + 2) & 0x3f;
        if (first != 0xf3) {
            return (first & 0xf) << 12 | second << 6 | third;
        }
        return at + 3 < text.byteSize()
                ? (first & 7) << 18 | second << 12 | third << 6 | text.get(JAVA_BYTE, at + 3) & 0x3f
                : 0;
    }
}
