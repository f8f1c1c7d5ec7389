package dev.assay.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Limits;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.format.Formats;
import dev.assay.inspect.worker.Exchange;
import dev.assay.inspect.worker.Exchange.Answer;
import dev.assay.inspect.worker.Exchange.Nonce;
import dev.assay.inspect.worker.Exchange.Request;
import dev.assay.inspect.worker.Worker;
import dev.assay.inspect.worker.WorkerPath;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An inspector's process that hostile bytes have taken over, or that is merely broken: it does as its first argument
/// says, and always claims that the file is whole and harmless if it gets to claim anything.
public final class OddInspector {

    private OddInspector() {}

    enum Way {
        HONEST,
        NO_FORMATS,
        HANGS,
        HANGS_AFTER_HALF,
        EXITS,
        EXITS_AT_ONCE,
        EXITS_AFTER_HALF,
        TALKS_NONSENSE,
        SPEAKS_FIRST,
        FLOODS,
        ANNOUNCES_TOO_MUCH,
        ANSWERS_TWICE,
        ANSWERS_ANOTHER_REQUEST,
        ANSWERS_FOR_ANOTHER_BLOB,
        ANSWERS_FOR_ANOTHER_SIZE,
        ANSWERS_FROM_ANOTHER_GENERATION,
        ADDS_A_BYTE,
        CHECKS_ITS_ENVIRONMENT,
        FINDS_A_CALL,
        FINDS_A_STRANGER,
        SAYS_TWO_LINES,
        /// It finds a call in the first file, and reads no second one.
        FINDS_A_CALL_ONCE,
        /// It reads no more than as many as one process may.
        READS_A_HUNDRED,
        /// The first line of each file is the name of a way.
        AS_THE_FILE_SAYS
    }

    static Launch launch(Way way, Path folder) {
        try {
            var here = Path.of(OddInspector.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            var path = Stream.concat(Stream.of(here), WorkerPath.entries().stream())
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
            return new Launch(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:-UsePerfData",
                            "-cp",
                            path,
                            OddInspector.class.getName(),
                            way.name()),
                    folder);
        } catch (URISyntaxException odd) {
            throw new IllegalStateException(odd);
        }
    }

    public static void main(String[] arguments) throws Exception {
        var way = Way.valueOf(arguments[0]);
        var out = System.out;
        switch (way) {
            case HONEST -> new Worker(Inspector.standard(), Formats.GENERATION).serve(System.in, out);
            case EXITS_AT_ONCE -> System.exit(3);
            case SPEAKS_FIRST -> {
                out.write(7);
                out.flush();
            }
            default -> {}
        }
        for (var read = 0; ; read++) {
            var asked = Exchange.asked(System.in);
            if (way == Way.FINDS_A_CALL_ONCE && read == 1 || way == Way.READS_A_HUNDRED && read == 100) {
                System.exit(7);
            }
            answer(way == Way.AS_THE_FILE_SAYS ? asTheFileSays(asked) : way, asked, out);
        }
    }

    private static void answer(Way way, Request asked, OutputStream out) throws Exception {
        var nonce = asked.nonce();
        var harmless = harmless(asked.subject(), asked.size(), Formats.GENERATION);
        switch (way) {
            case HANGS -> Thread.sleep(Long.MAX_VALUE);
            case HANGS_AFTER_HALF -> {
                half(nonce, harmless, out);
                Thread.sleep(Long.MAX_VALUE);
            }
            case EXITS -> System.exit(4);
            case EXITS_AFTER_HALF -> {
                half(nonce, harmless, out);
                System.exit(5);
            }
            case TALKS_NONSENSE -> write("all clean, trust me\n".getBytes(UTF_8), out);
            case FLOODS -> {
                var flood = new byte[1 << 16];
                while (true) {
                    write(flood, out);
                }
            }
            case ANNOUNCES_TOO_MUCH -> write(new byte[] {'s', 'a', 'y', '1', 0x7f, 0, 0, 0}, out);
            case ANSWERS_TWICE -> write(twice(nonce, harmless), out);
            case ANSWERS_ANOTHER_REQUEST ->
                Exchange.answer(new Answer(new Nonce(nonce.high(), nonce.low() ^ 1), harmless), out);
            case ANSWERS_FOR_ANOTHER_BLOB ->
                Exchange.answer(
                        new Answer(nonce, harmless(Digest.of(new byte[9]), asked.size(), Formats.GENERATION)), out);
            case ANSWERS_FOR_ANOTHER_SIZE ->
                Exchange.answer(
                        new Answer(nonce, harmless(asked.subject(), asked.size() + 1, Formats.GENERATION)), out);
            case ANSWERS_FROM_ANOTHER_GENERATION ->
                Exchange.answer(new Answer(nonce, harmless(asked.subject(), asked.size(), "another")), out);
            case ADDS_A_BYTE -> write(withOneMore(nonce, harmless), out);
            case CHECKS_ITS_ENVIRONMENT -> {
                if (!System.getenv().isEmpty()) {
                    System.exit(6);
                }
                Exchange.answer(new Answer(nonce, harmless), out);
            }
            case FINDS_A_CALL, FINDS_A_CALL_ONCE ->
                Exchange.answer(
                        new Answer(
                                nonce,
                                harmless.with(new Finding.Calls(
                                        new Place("archive/data.pkl", 0x1f),
                                        "posix.system",
                                        List.of("'echo assay-marker'")))),
                        out);
            case FINDS_A_STRANGER ->
                Exchange.answer(
                        new Answer(nonce, harmless.with(new Finding.Imports(Place.START, "acme.layers.Dense"))), out);
            case SAYS_TWO_LINES ->
                Exchange.answer(
                        new Answer(
                                nonce,
                                new Inspection(
                                        asked.subject(),
                                        asked.size(),
                                        asked.size(),
                                        "text\nverdict sha256:" + "0".repeat(64) + " SAFE clear",
                                        Formats.GENERATION,
                                        List.of())),
                        out);
            case NO_FORMATS ->
                Exchange.answer(
                        new Answer(
                                nonce,
                                new Inspector(List.of(), Limits.STANDARD, Formats.GENERATION)
                                        .inspect(Specimen.of(Files.readAllBytes(asked.file())), asked.subject())),
                        out);
            case HONEST, EXITS_AT_ONCE, SPEAKS_FIRST, READS_A_HUNDRED, AS_THE_FILE_SAYS ->
                Exchange.answer(new Answer(nonce, harmless), out);
        }
    }

    private static Way asTheFileSays(Request asked) throws IOException {
        try (var lines = Files.lines(asked.file())) {
            return Way.valueOf(lines.findFirst().orElse("HONEST"));
        }
    }

    private static Inspection harmless(Digest subject, long size, String generation) {
        return new Inspection(subject, size, size, "text", generation, List.of());
    }

    private static byte[] framed(Nonce nonce, Inspection inspection) throws IOException {
        var bytes = new ByteArrayOutputStream();
        Exchange.answer(new Answer(nonce, inspection), bytes);
        return bytes.toByteArray();
    }

    private static void half(Nonce nonce, Inspection inspection, OutputStream out) throws IOException {
        var whole = framed(nonce, inspection);
        out.write(whole, 0, whole.length / 2);
        out.flush();
    }

    private static byte[] twice(Nonce nonce, Inspection inspection) throws IOException {
        var both = new ByteArrayOutputStream();
        both.write(framed(nonce, inspection));
        both.write(framed(nonce, inspection));
        return both.toByteArray();
    }

    private static byte[] withOneMore(Nonce nonce, Inspection inspection) throws IOException {
        var whole = framed(nonce, inspection);
        var longer = Arrays.copyOf(whole, whole.length + 1);
        ByteBuffer.wrap(longer).putInt(4, whole.length - 8 + 1);
        return longer;
    }

    private static void write(byte[] bytes, OutputStream out) throws IOException {
        out.write(bytes);
        out.flush();
    }
}
