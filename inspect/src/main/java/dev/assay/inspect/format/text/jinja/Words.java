package dev.assay.inspect.format.text.jinja;

import dev.assay.inspect.format.text.jinja.Token.Kind;
import org.jspecify.annotations.Nullable;

/// The words of one tag, with a look at the one to come.
final class Words {

    private final Lexer lexer;
    private @Nullable Token ahead;

    Words(Lexer lexer) {
        this.lexer = lexer;
    }

    Token peek() throws NotTemplate {
        if (ahead == null) {
            ahead = lexer.token();
        }
        return ahead;
    }

    Token next() throws NotTemplate {
        var it = peek();
        if (it.kind() != Kind.END) { // the tag's end stays: whoever asks again is told again
            ahead = null;
        }
        return it;
    }

    /// Leaves the tag, which must be at its end.
    void end() throws NotTemplate {
        if (peek().kind() != Kind.END) {
            throw new NotTemplate("a tag ends behind its last word", peek().at());
        }
        ahead = null;
    }

    boolean skip(String signOrName) throws NotTemplate {
        var it = peek();
        if (it.is(signOrName) || it.word(signOrName)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String signOrName) throws NotTemplate {
        if (!skip(signOrName)) {
            throw new NotTemplate("'" + signOrName + "' follows", peek().at());
        }
    }

    String name() throws NotTemplate {
        var it = next();
        if (it.kind() != Kind.NAME) {
            throw new NotTemplate("a name follows", it.at());
        }
        return it.text();
    }
}
