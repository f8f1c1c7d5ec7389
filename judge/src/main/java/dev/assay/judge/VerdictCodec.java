package dev.assay.judge;

import dev.assay.inspect.Digest;
import dev.assay.inspect.InspectionCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;

/// A [Verdict] as bytes, for whoever keeps it. Reading trusts nothing, as in [InspectionCodec].
public final class VerdictCodec {

    private static final int VERSION = 1;
    private static final int MOST_RULINGS = 100_002;

    private VerdictCodec() {}

    public static void write(Verdict verdict, DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeUTF(verdict.subject().hex());
        out.writeUTF(verdict.policy());
        out.writeUTF(verdict.outcome().name());
        out.writeUTF(verdict.word().name());
        out.writeInt(verdict.rulings().size());
        for (var ruling : verdict.rulings()) {
            InspectionCodec.write(ruling.finding(), out);
            out.writeUTF(ruling.outcome().name());
            out.writeUTF(ruling.word().name());
            out.writeUTF(ruling.because());
        }
    }

    /// @throws IOException if the bytes are not exactly one well-formed verdict, as grave as its rulings
    public static Verdict read(DataInput in) throws IOException {
        if (in.readByte() != VERSION) {
            throw new IOException("not a verdict of version " + VERSION);
        }
        try {
            var subject = new Digest(in.readUTF());
            var policy = in.readUTF();
            var outcome = Outcome.valueOf(in.readUTF());
            var word = Word.valueOf(in.readUTF());
            var count = in.readInt();
            if (count < 0 || count > MOST_RULINGS) {
                throw new IOException("a verdict of " + count + " rulings");
            }
            var rulings = new ArrayList<Ruling>();
            for (var i = 0; i < count; i++) {
                rulings.add(new Ruling(
                        InspectionCodec.finding(in),
                        Outcome.valueOf(in.readUTF()),
                        Word.valueOf(in.readUTF()),
                        in.readUTF()));
            }
            return new Verdict(subject, policy, outcome, word, rulings);
        } catch (IllegalArgumentException nonsense) {
            throw new IOException("not a verdict: " + nonsense.getMessage(), nonsense);
        }
    }
}
