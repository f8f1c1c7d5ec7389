package dev.assay.inspect.worker;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.InspectionCodec;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Limits;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.format.Formats;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The inspector's own process: reads requests from standard input, answers on standard output, one at a time, until
/// nobody asks any more.
///
/// Standard output belongs to the protocol; whatever else prints goes to standard error. The subject of an inspection
/// is the digest under which the bytes were sealed read-only: they were hashed on their way in and nothing may write
/// them
/// since, so they are not hashed a second time here.
public final class Worker {

    /// Room for the nonce and the frame around an inspection.
    private static final int FRAME = 64;

    private final Inspector inspector;
    private final String generation;

    /// @param generation which set of formats looks; told to whoever asks
    public Worker(Inspector inspector, String generation) {
        this.inspector = inspector;
        this.generation = generation;
    }

    /// Arguments: how many bytes of memory the process may have, and the folders and files it may read, besides those
    /// of
    /// the Java runtime; everything else is shut off, as far as this system can.
    public static void main(String[] args) throws IOException {
        var in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
        var out = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        var worker = new Worker(new Inspector(Formats.ALL, Limits.STANDARD, Formats.GENERATION), Formats.GENERATION);
        warmUp(worker);
        var memory = Long.parseLong(args[0]);
        var readable = Stream.of(args).skip(1).map(Path::of).toList();
        System.err.println(Sandbox.enter(readable, Path.of(System.getProperty("java.io.tmpdir")), memory));
        worker.serve(in, out);
    }

    /// Loads what the first file would load, while nobody waits and before the process is shut in: the runtime's file
    /// channels make a pair of sockets when they are first used.
    private static void warmUp(Worker worker) throws IOException {
        var file = Path.of(System.getProperty("java.home"), "release");
        var subject = Digest.of(Files.readAllBytes(file));
        var request = new Exchange.Request(new Exchange.Nonce(0, 0), file, subject, Files.size(file));
        var answer = new Exchange.Answer(request.nonce(), fitting(worker.inspect(request)));
        Exchange.answer(answer, OutputStream.nullOutputStream());
    }

    /// Answers until the requests end.
    ///
    /// @throws IOException if what came in is not a request, or the file is not the one it speaks of
    public void serve(InputStream in, OutputStream out) throws IOException {
        while (true) {
            Exchange.Request request;
            try {
                request = Exchange.asked(in);
            } catch (EOFException nobodyAsks) {
                return;
            }
            Exchange.answer(new Exchange.Answer(request.nonce(), fitting(inspect(request))), out);
        }
    }

    private Inspection inspect(Exchange.Request request) throws IOException {
        try (var arena = Arena.ofConfined();
                var file = FileChannel.open(request.file(), StandardOpenOption.READ)) {
            if (file.size() != request.size()) {
                throw new IOException(
                        request.subject() + " has " + file.size() + " bytes where " + request.size() + " were sealed");
            }
            var bytes = request.size() == 0
                    ? MemorySegment.ofArray(new byte[0])
                    : file.map(MapMode.READ_ONLY, 0, request.size(), arena);
            return inspector.inspect(new Specimen(Place.START, bytes.asReadOnly()), request.subject());
        } catch (OutOfMemoryError tooMuch) {
            return unread(request, "it takes more memory than an inspector has");
        }
    }

    private Inspection unread(Exchange.Request request, String why) {
        return new Inspection(
                request.subject(),
                request.size(),
                0,
                "unknown",
                generation,
                List.of(new Finding.Eludes(Place.START, why)));
    }

    /// Halves the findings until the answer is short enough, and says so: what is cut can hide nothing, since what
    /// eludes us is held.
    private static Inspection fitting(Inspection whole) throws IOException {
        var fitting = whole;
        for (var kept = whole.findings().size(); length(fitting) > Exchange.LONGEST_ANSWER - FRAME; kept /= 2) {
            var findings = new ArrayList<>(whole.findings().subList(0, kept / 2));
            findings.add(new Finding.Eludes(Place.START, "there is more to say than fits in an answer"));
            fitting = new Inspection(
                    whole.subject(), whole.size(), whole.covered(), whole.format(), whole.generation(), findings);
        }
        return fitting;
    }

    private static int length(Inspection inspection) throws IOException {
        var bytes = new ByteArrayOutputStream();
        InspectionCodec.write(inspection, new DataOutputStream(bytes));
        return bytes.size();
    }
}
