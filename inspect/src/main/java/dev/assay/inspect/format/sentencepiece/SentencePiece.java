package dev.assay.inspect.format.sentencepiece;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Examination;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Proto;
import java.lang.foreign.MemorySegment;

/// The `tokenizer.model` of many models: a `ModelProto` of pieces, each a string with a score and a type, and the
/// settings of trainer and normalizer. All of it is data.
///
/// @see <a href="https://github.com/google/sentencepiece/blob/master/src/sentencepiece_model.proto">The schema</a>
public final class SentencePiece implements Format {

    private static final int PIECES = 1;
    private static final int SELF_TEST = 4;
    private static final int DENORMALIZER = 5;
    private static final int FIRST_EXTENSION = 200;

    @Override
    public String name() {
        return "sentencepiece";
    }

    /// The first three fields are pieces as the trainer writes them.
    @Override
    public boolean claims(Specimen specimen) {
        if (specimen.byteAt(0) != (PIECES << 3 | Proto.BYTES) || specimen.byteAt(2) != (1 << 3 | Proto.BYTES)) {
            return false;
        }
        try {
            var in = specimen.cursor();
            for (var i = 0; i < 3; i++) {
                var field = Proto.field(in);
                if (field.number() != PIECES || field.type() != Proto.BYTES || !scored(field.bytes())) {
                    return false;
                }
            }
            return true;
        } catch (Malformed other) {
            return false;
        }
    }

    private static boolean scored(MemorySegment piece) throws Malformed {
        var in = new Cursor(piece);
        var text = Proto.field(in);
        var score = Proto.field(in);
        return text.number() == 1 && text.type() == Proto.BYTES && score.number() == 2 && score.type() == Proto.FIXED32;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var in = specimen.cursor();
        while (in.left() > 0) {
            var field = Proto.field(in);
            var known = field.number() <= DENORMALIZER || field.number() >= FIRST_EXTENSION;
            if (!known || field.type() != Proto.BYTES) {
                throw new Malformed(field.at(), "a model has pieces, specifications and test data");
            }
            if (field.number() == PIECES) {
                piece(field);
            } else {
                message(field, field.number() == SELF_TEST ? 1 : 0);
            }
            examination.covers(specimen, field.at(), in.offset());
        }
    }

    private static void piece(Proto.Field piece) throws Malformed {
        var in = new Cursor(piece.bytes());
        while (in.left() > 0) {
            var field = Proto.field(in);
            var right = switch (field.number()) {
                case 1 -> field.type() == Proto.BYTES;
                case 2 -> field.type() == Proto.FIXED32;
                case 3 -> field.type() == Proto.VARINT;
                default -> field.number() >= FIRST_EXTENSION;
            };
            if (!right) {
                throw new Malformed(piece.at(), "a piece has a text, a score and a type");
            }
        }
    }

    private static void message(Proto.Field message, int depth) throws Malformed {
        var in = new Cursor(message.bytes());
        while (in.left() > 0) {
            var field = Proto.field(in);
            if (depth > 0 && field.type() == Proto.BYTES && field.number() == 1) {
                message(field, depth - 1);
            }
        }
    }
}
