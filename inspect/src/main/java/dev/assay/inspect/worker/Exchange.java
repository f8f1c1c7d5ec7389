package dev.assay.inspect.worker;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.InspectionCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/// The words between the one who asks and the inspector that answers: frames of a magic number, a length and as many
/// bytes, one request and one answer at a time.
///
/// Reading trusts nothing: lengths are bounded before anything is allocated, and a frame that holds one byte more than
/// it should is refused whole.
public final class Exchange {

    /// The longest answer, in bytes. A worker with more to say cuts its findings and says that it did.
    public static final int LONGEST_ANSWER = 8 << 20;

    private static final int LONGEST_REQUEST = 64 << 10;
    private static final int ASKING = 0x61736B31;
    private static final int ANSWERING = 0x73617931;

    private Exchange() {}

    /// @param nonce makes an answer the answer to this request and to no other
    /// @param file the sealed bytes
    /// @param subject the digest they were sealed under
    /// @param size how many they are
    public record Request(Nonce nonce, Path file, Digest subject, long size) {}

    public record Answer(Nonce nonce, Inspection inspection) {}

    /// 16 bytes that nobody could guess before they were sent.
    public record Nonce(long high, long low) {}

    public static void ask(Request request, OutputStream out) throws IOException {
        var frame = new ByteArrayOutputStream();
        var data = new DataOutputStream(frame);
        data.writeLong(request.nonce().high());
        data.writeLong(request.nonce().low());
        data.writeUTF(request.file().toString());
        data.writeUTF(request.subject().hex());
        data.writeLong(request.size());
        send(ASKING, frame.toByteArray(), out);
    }

    /// @throws EOFException if nobody asks any more
    public static Request asked(InputStream in) throws IOException {
        var frame = receive(ASKING, LONGEST_REQUEST, in);
        var data = new DataInputStream(new ByteArrayInputStream(frame));
        try {
            var request = new Request(
                    new Nonce(data.readLong(), data.readLong()),
                    Path.of(data.readUTF()),
                    new Digest(data.readUTF()),
                    data.readLong());
            nothingMore(data);
            return request;
        } catch (InvalidPathException nonsense) {
            throw new IOException("not a path: " + nonsense.getMessage(), nonsense);
        } catch (IllegalArgumentException nonsense) {
            throw new IOException("not a request: " + nonsense.getMessage(), nonsense);
        }
    }

    public static void answer(Answer answer, OutputStream out) throws IOException {
        var frame = new ByteArrayOutputStream();
        var data = new DataOutputStream(frame);
        data.writeLong(answer.nonce().high());
        data.writeLong(answer.nonce().low());
        InspectionCodec.write(answer.inspection(), data);
        send(ANSWERING, frame.toByteArray(), out);
    }

    /// @throws IOException if this is not exactly one well-formed answer; an [EOFException] if the answer breaks off
    public static Answer answered(InputStream in) throws IOException {
        var frame = receive(ANSWERING, LONGEST_ANSWER, in);
        var data = new DataInputStream(new ByteArrayInputStream(frame));
        var answer = new Answer(new Nonce(data.readLong(), data.readLong()), InspectionCodec.read(data));
        nothingMore(data);
        return answer;
    }

    private static void send(int magic, byte[] frame, OutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(8).putInt(magic).putInt(frame.length).array());
        out.write(frame);
        out.flush();
    }

    private static byte[] receive(int magic, int longest, InputStream in) throws IOException {
        var head = in.readNBytes(8);
        if (head.length < 8) {
            throw new EOFException(
                    head.length == 0
                            ? "it said nothing more"
                            : "it broke off after " + head.length + " bytes: " + Arrays.toString(head));
        }
        var header = ByteBuffer.wrap(head);
        if (header.getInt() != magic) {
            throw new IOException("it said something else than the protocol knows: " + Arrays.toString(head));
        }
        var length = header.getInt();
        if (length < 0 || length > longest) {
            throw new IOException("it announced " + length + " bytes where at most " + longest + " make sense");
        }
        var frame = in.readNBytes(length);
        if (frame.length < length) {
            throw new EOFException("it broke off after " + frame.length + " of " + length + " bytes");
        }
        return frame;
    }

    private static void nothingMore(DataInputStream data) throws IOException {
        if (data.read() >= 0) {
            throw new IOException("there is more in the frame than belongs there");
        }
    }
}
