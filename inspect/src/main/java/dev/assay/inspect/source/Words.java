package dev.assay.inspect.source;

import dev.assay.inspect.source.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The words of a source with one in view, and the two bounds every rule of the grammar keeps: depth and
/// number.
final class Words {

    /// What nests deeper than this no Python reads (brackets), or nobody writes (operators).
    private static final int DEEPEST = 420;

    /// More expressions than this, in one statement or in all functions and classes, are not kept.
    private static final int MOST = 1_000_000;

    private final Lexer lexer;
    private final Deque<Token> ahead = new ArrayDeque<>();
    private Token now;
    private long last;
    private int depth;
    private int count;

    Words(Lexer lexer) throws NotPython {
        this.lexer = lexer;
        this.now = lexer.next();
    }

    Token now() {
        return now;
    }

    /// Where the last word that was taken ends.
    long last() {
        return last;
    }

    Token peek() throws NotPython {
        if (ahead.isEmpty()) {
            ahead.add(lexer.next());
        }
        return ahead.getFirst();
    }

    /// A word further on, without taking any; for the few rules that need to see more than the next.
    List<Token> rest(int most) throws NotPython {
        var seen = new ArrayList<Token>();
        for (var it : ahead) {
            if (seen.size() == most || it.kind() == Kind.NEWLINE || it.kind() == Kind.END) {
                return seen;
            }
            seen.add(it);
        }
        while (seen.size() < most) {
            var it = lexer.next();
            ahead.add(it);
            if (it.kind() == Kind.NEWLINE || it.kind() == Kind.END) {
                return seen;
            }
            seen.add(it);
        }
        return seen;
    }

    Token take() throws NotPython {
        var taken = now;
        last = taken.end();
        if (taken.kind() != Kind.END) {
            now = ahead.isEmpty() ? lexer.next() : ahead.removeFirst();
        }
        return taken;
    }

    boolean is(String word) {
        return now.is(word);
    }

    boolean is(Kind kind) {
        return now.kind() == kind;
    }

    boolean takes(String word) throws NotPython {
        if (now.is(word)) {
            take();
            return true;
        }
        return false;
    }

    void expect(String word) throws Broken, NotPython {
        if (!takes(word)) {
            throw new Broken(now.at());
        }
    }

    String name() throws Broken, NotPython {
        if (now.kind() != Kind.NAME) {
            throw new Broken(now.at());
        }
        return take().text();
    }

    void deeper() throws TooDeep {
        if (++depth > DEEPEST) {
            throw new TooDeep(now.at());
        }
    }

    void back() {
        depth--;
    }

    /// A statement that could not be read leaves nothing open.
    void level(int there) {
        depth = there;
    }

    int depth() {
        return depth;
    }

    void counts() throws TooDeep {
        if (++count > MOST) {
            throw new TooDeep(now.at());
        }
    }

    /// What was counted is not kept.
    void uncount(int kept) {
        count = kept;
    }

    int counted() {
        return count;
    }

    /// A statement that is none we know, in a text whose words are Python's.
    static final class Broken extends Exception {
        private final long at;

        Broken(long at) {
            super("no statement we know", null, false, false);
            this.at = at;
        }

        long at() {
            return at;
        }
    }
}
