package dev.assay.inspect;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// An [Inspection] as bytes: what a worker answers, and what the database keeps.
///
/// Reading trusts nothing: every count and length is bounded before anything is allocated, since the writer
/// may be a worker that hostile bytes have taken over.
public final class InspectionCodec {

    private static final int VERSION = 1;
    private static final int MOST_FINDINGS = 100_000;
    private static final int MOST_PARTS = 10_000;
    private static final int LONGEST_TEXT = 60_000;

    private InspectionCodec() {}

    public static byte[] encode(Inspection it) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write(it, out);
        } catch (IOException impossible) {
            throw new AssertionError("memory takes what is written to it", impossible);
        }
        return bytes.toByteArray();
    }

    /// @throws IOException if the bytes are not exactly one well-formed inspection
    public static Inspection decode(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        var inspection = read(in);
        if (in.read() >= 0) {
            throw new IOException("bytes follow the inspection");
        }
        return inspection;
    }

    public static void write(Inspection it, DataOutput out) throws IOException {
        out.writeByte(VERSION);
        out.writeUTF(it.subject().hex());
        out.writeLong(it.size());
        out.writeLong(it.covered());
        text(it.format(), out);
        text(it.generation(), out);
        out.writeInt(it.findings().size());
        for (var finding : it.findings()) {
            write(finding, out);
        }
    }

    /// @throws IOException if the next bytes are not a well-formed inspection
    public static Inspection read(DataInput in) throws IOException {
        if (in.readByte() != VERSION) {
            throw new IOException("not an inspection of version " + VERSION);
        }
        try {
            var subject = new Digest(in.readUTF());
            var size = in.readLong();
            var covered = in.readLong();
            var format = in.readUTF();
            var generation = in.readUTF();
            var count = bounded(in.readInt(), MOST_FINDINGS);
            var findings = new ArrayList<Finding>();
            for (var i = 0; i < count; i++) {
                findings.add(finding(in));
            }
            return new Inspection(subject, size, covered, format, generation, findings);
        } catch (IllegalArgumentException nonsense) {
            throw new IOException("not an inspection: " + nonsense.getMessage(), nonsense);
        }
    }

    /// One finding, for whoever keeps findings with something of his own.
    public static void write(Finding finding, DataOutput out) throws IOException {
        var at = finding.at();
        switch (finding) {
            case Finding.Calls it -> {
                head('c', at, it.function(), out);
                texts(it.arguments(), out);
            }
            case Finding.Imports it -> head('i', at, it.name(), out);
            case Finding.Runs it -> head('r', at, it.what(), out);
            case Finding.Names it -> head('n', at, it.what(), out);
            case Finding.Carries it -> head('y', at, it.payload(), out);
            case Finding.Escapes it -> head('x', at, it.target(), out);
            case Finding.PosesAs it -> {
                head('p', at, "", out);
                texts(it.formats(), out);
            }
            case Finding.Differs it -> head('d', at, it.how(), out);
            case Finding.Departs it -> head('t', at, it.how(), out);
            case Finding.Outgrows it -> head('o', at, it.limit(), out);
            case Finding.Breaks it -> head('b', at, it.rule(), out);
            case Finding.Eludes it -> head('e', at, it.why(), out);
        }
    }

    /// @throws IOException if the bytes are not a finding
    /// @throws IllegalArgumentException if they are one that makes no sense
    public static Finding finding(DataInput in) throws IOException {
        var verb = (char) in.readUnsignedByte();
        var at = new Place(in.readUTF(), in.readLong());
        var text = in.readUTF();
        return switch (verb) {
            case 'c' -> new Finding.Calls(at, text, texts(in));
            case 'i' -> new Finding.Imports(at, text);
            case 'r' -> new Finding.Runs(at, text);
            case 'n' -> new Finding.Names(at, text);
            case 'y' -> new Finding.Carries(at, text);
            case 'x' -> new Finding.Escapes(at, text);
            case 'p' -> new Finding.PosesAs(at, texts(in));
            case 'd' -> new Finding.Differs(at, text);
            case 't' -> new Finding.Departs(at, text);
            case 'o' -> new Finding.Outgrows(at, text);
            case 'b' -> new Finding.Breaks(at, text);
            case 'e' -> new Finding.Eludes(at, text);
            default -> throw new IOException("no finding begins with " + (int) verb);
        };
    }

    private static void head(char verb, Place at, String text, DataOutput out) throws IOException {
        out.writeByte(verb);
        text(at.inner(), out);
        out.writeLong(at.offset());
        text(text, out);
    }

    private static void texts(List<String> texts, DataOutput out) throws IOException {
        out.writeInt(Math.min(texts.size(), MOST_PARTS));
        for (var text : texts.subList(0, Math.min(texts.size(), MOST_PARTS))) {
            text(text, out);
        }
    }

    private static List<String> texts(DataInput in) throws IOException {
        var count = bounded(in.readInt(), MOST_PARTS);
        var texts = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    /// `writeUTF` holds 65,535 bytes; a longer text is cut, since no sentence of ours needs more.
    private static void text(String text, DataOutput out) throws IOException {
        out.writeUTF(text.length() <= LONGEST_TEXT / 3 ? text : text.substring(0, LONGEST_TEXT / 3) + "…");
    }

    private static int bounded(int count, int most) throws IOException {
        if (count < 0 || count > most) {
            throw new IOException("a count of " + count + " where at most " + most + " make sense");
        }
        return count;
    }
}
