package dev.assay.inspect.source;

/// A word of Python.
///
/// @param text the word; of a string and its pieces, the prefix in small letters
/// @param at where it begins
/// @param end the first byte behind it
record Token(Kind kind, String text, long at, long end) {

    enum Kind {
        NAME,
        NUMBER,
        STRING,
        /// A string with fields begins; its pieces and fields follow, then [#CLOSE_FORMAT].
        FORMAT,
        PIECE,
        FIELD,
        CONVERSION,
        SPECIFICATION,
        CLOSE_FIELD,
        CLOSE_FORMAT,
        OPERATOR,
        NEWLINE,
        INDENT,
        DEDENT,
        END
    }

    boolean is(String word) {
        return (kind == Kind.OPERATOR || kind == Kind.NAME) && text.equals(word);
    }
}
