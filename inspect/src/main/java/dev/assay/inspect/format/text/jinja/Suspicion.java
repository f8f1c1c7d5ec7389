package dev.assay.inspect.format.text.jinja;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.function.LongFunction;

/// A second look at a text that our parser does not take for a template: if only the parser objects, and the lexer of
/// the engine would not, then an engine of another version may still render it, and names that lead out count.
final class Suspicion {

    private Suspicion() {}

    static Optional<Finding> of(MemorySegment text, LongFunction<Place> where, boolean rendered) {
        var lexer = new Lexer(text);
        var suspicious = -1L;
        var name = "";
        var chat = false;
        try {
            for (var piece = lexer.piece(); piece != Lexer.Piece.DONE; piece = lexer.piece()) {
                var dot = false;
                for (var it = lexer.token(); it.kind() != Token.Kind.END; it = lexer.token()) {
                    var asked = it.kind() == Token.Kind.STRING || it.kind() == Token.Kind.NAME && dot;
                    if (suspicious < 0
                            && (asked && Names.isWayOut(it.text()) && it.text().length() < 100
                                    || it.kind() == Token.Kind.NAME && dot && Names.leadsOut(it.text()))) {
                        suspicious = it.at();
                        name = it.text();
                    }
                    dot = it.is(".");
                    chat |= it.kind() == Token.Kind.NAME && Names.isOfChats(it.text());
                }
            }
        } catch (NotTemplate refused) {
            return Optional.empty();
        }
        if (suspicious < 0) {
            return rendered && chat
                    ? Optional.of(
                            new Finding.Eludes(where.apply(0), "a template that we do not read as the engine would"))
                    : Optional.empty();
        }
        return Optional.of(new Finding.Runs(
                where.apply(suspicious), "a template that leaves its sandbox: " + Place.printable(name)));
    }
}
