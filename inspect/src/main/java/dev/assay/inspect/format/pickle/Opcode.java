package dev.assay.inspect.format.pickle;

import static dev.assay.inspect.format.pickle.Opcode.Argument.*;

import org.jspecify.annotations.Nullable;

/// The pickle machine's instructions, as CPython's own table has them: a byte, the protocol that brought it, and what
/// follows it in the stream.
///
/// Protocols 0 and 1 are older than the marker that names a protocol; any reader takes any opcode whatever the
/// marker says.
enum Opcode {
    INT('I', 0, NUMBER_LINE),
    LONG('L', 0, NUMBER_LINE),
    STRING('S', 0, LINE),
    NONE('N', 0, NOTHING),
    UNICODE('V', 0, LINE),
    FLOAT('F', 0, NUMBER_LINE),
    APPEND('a', 0, NOTHING),
    LIST('l', 0, NOTHING),
    TUPLE('t', 0, NOTHING),
    DICT('d', 0, NOTHING),
    SETITEM('s', 0, NOTHING),
    POP('0', 0, NOTHING),
    DUP('2', 0, NOTHING),
    MARK('(', 0, NOTHING),
    GET('g', 0, NUMBER_LINE),
    PUT('p', 0, NUMBER_LINE),
    GLOBAL('c', 0, TWO_LINES),
    REDUCE('R', 0, NOTHING),
    BUILD('b', 0, NOTHING),
    INST('i', 0, TWO_LINES),
    STOP('.', 0, NOTHING),
    PERSID('P', 0, LINE),
    BININT('J', 1, FOUR_BYTES),
    BININT1('K', 1, BYTE),
    BININT2('M', 1, TWO_BYTES),
    BINSTRING('T', 1, COUNTED),
    SHORT_BINSTRING('U', 1, SHORT_COUNTED),
    BINUNICODE('X', 1, COUNTED),
    BINFLOAT('G', 1, EIGHT_BYTES),
    EMPTY_LIST(']', 1, NOTHING),
    APPENDS('e', 1, NOTHING),
    EMPTY_TUPLE(')', 1, NOTHING),
    EMPTY_DICT('}', 1, NOTHING),
    SETITEMS('u', 1, NOTHING),
    POP_MARK('1', 1, NOTHING),
    BINGET('h', 1, BYTE),
    LONG_BINGET('j', 1, FOUR_BYTES),
    BINPUT('q', 1, BYTE),
    LONG_BINPUT('r', 1, FOUR_BYTES),
    OBJ('o', 1, NOTHING),
    BINPERSID('Q', 1, NOTHING),
    LONG1(0x8a, 2, SHORT_COUNTED),
    LONG4(0x8b, 2, COUNTED),
    NEWTRUE(0x88, 2, NOTHING),
    NEWFALSE(0x89, 2, NOTHING),
    TUPLE1(0x85, 2, NOTHING),
    TUPLE2(0x86, 2, NOTHING),
    TUPLE3(0x87, 2, NOTHING),
    EXT1(0x82, 2, BYTE),
    EXT2(0x83, 2, TWO_BYTES),
    EXT4(0x84, 2, FOUR_BYTES),
    NEWOBJ(0x81, 2, NOTHING),
    PROTO(0x80, 2, BYTE),
    BINBYTES('B', 3, COUNTED),
    SHORT_BINBYTES('C', 3, SHORT_COUNTED),
    BINBYTES8(0x8e, 4, LONG_COUNTED),
    SHORT_BINUNICODE(0x8c, 4, SHORT_COUNTED),
    BINUNICODE8(0x8d, 4, LONG_COUNTED),
    EMPTY_SET(0x8f, 4, NOTHING),
    ADDITEMS(0x90, 4, NOTHING),
    FROZENSET(0x91, 4, NOTHING),
    MEMOIZE(0x94, 4, NOTHING),
    STACK_GLOBAL(0x93, 4, NOTHING),
    NEWOBJ_EX(0x92, 4, NOTHING),
    FRAME(0x95, 4, EIGHT_BYTES),
    BYTEARRAY8(0x96, 5, LONG_COUNTED),
    NEXT_BUFFER(0x97, 5, NOTHING),
    READONLY_BUFFER(0x98, 5, NOTHING);

    /// What follows the opcode.
    enum Argument {
        NOTHING,
        BYTE,
        TWO_BYTES,
        FOUR_BYTES,
        EIGHT_BYTES,
        /// Text up to a newline.
        LINE,
        /// A number as text, up to a newline.
        NUMBER_LINE,
        /// A module and a name, a line each.
        TWO_LINES,
        /// A length in one byte, then as many bytes.
        SHORT_COUNTED,
        /// A length in four bytes, then as many bytes.
        COUNTED,
        /// A length in eight bytes, then as many bytes.
        LONG_COUNTED
    }

    private static final @Nullable Opcode[] BY_BYTE = new @Nullable Opcode[256];

    static {
        for (var opcode : values()) {
            BY_BYTE[opcode.code] = opcode;
        }
    }

    private final int code;
    private final int protocol;
    private final Argument argument;

    Opcode(int code, int protocol, Argument argument) {
        this.code = code;
        this.protocol = protocol;
        this.argument = argument;
    }

    /// The opcode of this byte, or null if no protocol knows it.
    static @Nullable Opcode of(int code) {
        return BY_BYTE[code];
    }

    int code() {
        return code;
    }

    int protocol() {
        return protocol;
    }

    Argument argument() {
        return argument;
    }
}
