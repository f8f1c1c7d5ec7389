package dev.assay.inspect.format.text.jinja;

/// One word of a tag.
///
/// @param text the word; of a string what it stands for, its escapes undone
/// @param at where it begins
record Token(Kind kind, String text, long at) {

    enum Kind {
        /// Letters, digits and underscores: a variable, a keyword, an attribute.
        NAME,
        STRING,
        INTEGER,
        FLOAT,
        /// An operator or a bracket.
        SIGN,
        /// The tag ends.
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean word(String name) {
        return kind == Kind.NAME && text.equals(name);
    }
}
