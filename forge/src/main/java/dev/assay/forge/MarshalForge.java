package dev.assay.forge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/// Marshalled Python code, as each version of Python lays it out. The byte code in it does nothing; what it would use
/// stands in its names and constants.
public enum MarshalForge {
    PYTHON_2,
    PYTHON_3_0,
    PYTHON_3_8,
    PYTHON_3_11;

    /// A function of these names, with texts, or code in turn, as constants.
    ///
    /// @param constants each a text or the bytes of another code object
    public byte[] code(List<String> names, Object... constants) {
        var numbers = switch (this) {
            case PYTHON_2 -> 4;
            case PYTHON_3_0, PYTHON_3_11 -> 5;
            case PYTHON_3_8 -> 6;
        };
        var out = new Bytes().u8('c' | 0x80);
        for (var i = 0; i < numbers; i++) {
            out.u32(i == numbers - 1 ? 0x43 : 0);
        }
        out.u8('s').u32(4).raw("d\0S\0");
        out.u8('(').u32(constants.length + 1).u8('N');
        for (var constant : constants) {
            if (constant instanceof byte[] code) {
                out.raw(code);
            } else {
                text(out, constant.toString());
            }
        }
        texts(out, names);
        texts(out, List.of());
        if (this == PYTHON_3_11) {
            out.u8('s').u32(0);
        } else {
            texts(out, List.of());
            texts(out, List.of());
        }
        text(out, "<string>");
        text(out, "<lambda>");
        if (this == PYTHON_3_11) {
            text(out, "<lambda>");
        }
        out.u32(1).u8('s').u32(0);
        return this == PYTHON_3_11 ? out.u8('s').u32(0).done() : out.done();
    }

    private void texts(Bytes out, List<String> texts) {
        out.u8('(').u32(texts.size());
        texts.forEach(it -> text(out, it));
    }

    private void text(Bytes out, String text) {
        var bytes = text.getBytes(UTF_8);
        if (this == PYTHON_2) {
            out.u8('s').u32(bytes.length).raw(bytes);
        } else {
            out.u8('z').u8(bytes.length).raw(bytes);
        }
    }
}
