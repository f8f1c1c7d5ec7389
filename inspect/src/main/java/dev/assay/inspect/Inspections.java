package dev.assay.inspect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/// Many inspections as one stream: what was found, for whoever judges it again without opening a file.
///
/// A line that says what follows; each inspection with its length in front; a length of 0 at the end, so
/// that a stream that broke off is not taken for a short one.
public final class Inspections {

    private static final byte[] HEAD = "assay inspections 1\n".getBytes(US_ASCII);
    private static final int LONGEST = 64 << 20;

    private Inspections() {}

    /// Writes them; [#close] ends the stream, and closes what is beneath.
    public static final class Writer implements Closeable {

        private final DataOutputStream out;

        public Writer(OutputStream out) throws IOException {
            this.out = new DataOutputStream(out);
            this.out.write(HEAD);
        }

        public void write(Inspection inspection) throws IOException {
            var bytes = InspectionCodec.encode(inspection);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        @Override
        public void close() throws IOException {
            try (out) {
                out.writeInt(0);
            }
        }
    }

    /// Is told of each inspection.
    public interface Each {
        void inspection(Inspection inspection) throws IOException;
    }

    /// Reads them to the end of the stream's last, and no further.
    ///
    /// @throws IOException if it is no such stream, or breaks off
    public static void read(InputStream in, Each each) throws IOException {
        var data = new DataInputStream(in);
        try {
            var head = new byte[HEAD.length];
            data.readFully(head);
            if (!Arrays.equals(head, HEAD)) {
                throw new IOException("these are no inspections, or those of another release");
            }
            for (var length = data.readInt(); length != 0; length = data.readInt()) {
                if (length < 0 || length > LONGEST) {
                    throw new IOException("an inspection of " + length + " bytes");
                }
                var bytes = new byte[length];
                data.readFully(bytes);
                each.inspection(InspectionCodec.decode(bytes));
            }
        } catch (EOFException early) {
            throw new IOException("the inspections break off", early);
        }
    }
}
