package dev.assay.server.huggingface;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.gate.Gate;
import dev.assay.inspect.Digest;
import dev.assay.repo.Operation;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Problem;
import dev.assay.server.http.Reserve;
import dev.assay.server.http.Spool;
import dev.assay.server.http.Traffic;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// A commit as clients send it: one JSON object a line, the header first (`application/x-ndjson`).
///
/// Read line by line and never whole: a line holds at most one file of 10 MiB, and its bytes go to the gate and to a
/// spool on disk. A long line waits on disk too until it is whole; only then it takes one of few places in memory,
/// which
/// all requests share, so that a slow sender keeps no other waiting.
final class CommitBody implements Closeable {

    /// Base64 of the largest file, its path, and some room.
    private static final int LONGEST_LINE = (int) (Operation.Put.LARGEST / 3 * 4) + (1 << 16);

    private static final int SHORT_LINE = 1 << 18;
    private static final int LONG_LINES_AT_A_TIME = 8;
    private static final int MOST_LINES = 200_000;
    private static final long LARGEST_COMMIT = 4L << 30;

    /// Small files are sealed together, since they share their flushes to the disk.
    private static final int BATCH = 4 << 20;

    private static final int BATCH_FILES = 500;
    private static final int BLANK = 100;
    private static final Semaphore longLines = new Semaphore(LONG_LINES_AT_A_TIME, true);

    private static final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(LONGEST_LINE)
                    .build())
            .build();

    /// @param parent empty if the author does not care where the branch is
    record Header(String summary, String description, Optional<String> parent) {}

    private final Gate gate;
    private final Traffic traffic;
    private final Reserve reserve;
    private final Spool spool;
    private final Spool unread;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Small> batch = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();
    private int batched;
    private Optional<Header> header = Optional.empty();

    /// @param index its place among the operations
    private record Small(int index, String path) {}

    CommitBody(Gate gate, Traffic traffic, Path spoolFolder, Reserve reserve) throws IOException {
        this.gate = gate;
        this.traffic = traffic;
        this.reserve = reserve;
        reserve.check();
        this.spool = new Spool(spoolFolder);
        try {
            this.unread = new Spool(spoolFolder);
        } catch (IOException | RuntimeException failed) {
            spool.close();
            throw failed;
        }
    }

    Header header() {
        return header.orElseThrow(() -> new Failure(400, "A commit begins with a header line."));
    }

    List<Operation> operations() {
        return operations;
    }

    /// Reads it all; afterwards every file's bytes are in quarantine.
    void read(InputStream body) throws IOException {
        var in = new BufferedInputStream(body, 1 << 16);
        for (int number = 1; ; number++) {
            var line = new Line(number);
            try {
                if (!line.read(in)) {
                    break;
                }
                if (number > MOST_LINES) {
                    throw new Failure(413, "A commit has at most " + MOST_LINES + " lines; send several.");
                }
                take(line);
            } catch (JacksonException malformed) {
                throw new Failure(
                        400, "Line " + number + " of the commit is not valid JSON: " + malformed.getOriginalMessage());
            } finally {
                line.release();
            }
        }
        seal();
        header();
    }

    /// One line: short ones in memory, long ones on disk until they are whole.
    private final class Line {

        private final int number;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 12);
        private final List<Spool.Kept> kept = new ArrayList<>();
        private boolean counted;

        Line(int number) {
            this.number = number;
        }

        /// @return false at the end of the body
        boolean read(BufferedInputStream in) throws IOException {
            var chunk = new byte[1 << 13];
            while (true) {
                in.mark(chunk.length);
                var read = in.read(chunk, 0, chunk.length);
                if (read < 0) {
                    return length() > 0;
                }
                var end = 0;
                while (end < read && chunk[end] != '\n') {
                    end++;
                }
                bytes.write(chunk, 0, end);
                if (end < read) {
                    in.reset();
                    in.skipNBytes(end + 1L);
                    return true;
                }
                if (bytes.size() > SHORT_LINE) {
                    reserve.check(bytes.size());
                    kept.add(unread.keep(bytes.toByteArray()));
                    bytes.reset();
                }
                if (length() > LONGEST_LINE) {
                    throw new Failure(new Problem(
                            413,
                            "",
                            "Line " + number + " of the commit holds a file larger than 10 MiB",
                            "Send larger files by LFS, as preupload says."));
                }
            }
        }

        private long length() {
            return unread.size() + bytes.size();
        }

        /// The line, in memory.
        byte[] whole() throws IOException {
            if (kept.isEmpty()) {
                return bytes.toByteArray();
            }
            count();
            var whole = new byte[(int) length()];
            var at = 0;
            for (var part : kept) {
                try (var in = part.open()) {
                    at += in.readNBytes(whole, at, whole.length - at);
                }
            }
            var tail = bytes.toByteArray();
            System.arraycopy(tail, 0, whole, at, tail.length);
            return whole;
        }

        private void count() throws IOException {
            try {
                if (!longLines.tryAcquire(60, TimeUnit.SECONDS)) {
                    throw new Failure(new Problem(503, "Too many large commits are being read; try again in a moment.")
                            .with("Retry-After", "10"));
                }
                counted = true;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", stop);
            }
        }

        void release() throws IOException {
            if (counted) {
                counted = false;
                longLines.release();
            }
            if (!kept.isEmpty()) {
                unread.clear();
            }
        }
    }

    /// Members of `value`, except the content, which may be long and stays where it is.
    private record Value(String key, Map<String, String> members, boolean content) {

        String required(String member, Line line) {
            var text = members.get(member);
            if (text == null || text.isEmpty()) {
                throw new Failure(400, "Line " + line.number + " of the commit has no \"" + member + "\".");
            }
            return text;
        }
    }

    private void take(Line line) throws IOException {
        var bytes = line.whole();
        if (bytes.length < BLANK && new String(bytes, UTF_8).isBlank()) {
            return;
        }
        var value = value(bytes);
        switch (value.key) {
            case "header" ->
                header = Optional.of(new Header(
                        value.required("summary", line),
                        value.members.getOrDefault("description", ""),
                        Optional.ofNullable(value.members.get("parentCommit")).filter(it -> !it.isEmpty())));
            case "file" -> put(line, value, bytes);
            case "lfsFile" -> operations.add(new Operation.PutLarge(value.required("path", line), digest(value, line)));
            case "deletedFile", "deletedEntry" -> operations.add(new Operation.Delete(value.required("path", line)));
            case "deletedFolder" ->
                operations.add(
                        new Operation.DeleteFolder(value.required("path", line).replaceAll("/+$", "")));
            default ->
                throw new Failure(
                        400, "Line " + line.number + " of the commit is a \"" + value.key + "\", which is not known.");
        }
    }

    private static Digest digest(Value value, Line line) {
        if (!value.members.getOrDefault("algo", "sha256").equals("sha256")) {
            throw new Failure(400, "Line " + line.number + " of the commit: large files are named by sha256.");
        }
        try {
            return new Digest(value.required("oid", line));
        } catch (IllegalArgumentException invalid) {
            throw new Failure(400, "Line " + line.number + " of the commit: " + invalid.getMessage());
        }
    }

    private void put(Line line, Value value, byte[] json) throws IOException {
        if (!value.content) {
            throw new Failure(400, "Line " + line.number + " of the commit has no \"content\".");
        }
        var path = value.required("path", line);
        var encoding = value.members.getOrDefault("encoding", "utf-8");
        var base64 = encoding.equals("base64");
        if (!base64 && !encoding.equals("utf-8")) {
            throw new Failure(400, "Line " + line.number + " of the commit: encoding is base64 or utf-8.");
        }
        var content = content(json, base64);
        if (content.length > Operation.Put.LARGEST) {
            throw new Failure(413, "'" + path + "' is larger than 10 MiB; send it by LFS, as preupload says.");
        }
        if (spool.size() + content.length > LARGEST_COMMIT) {
            throw new Failure(413, "The files of this commit are more than 4 GiB; send several commits.");
        }
        traffic.received(content.length);
        // Its place in the order is taken now: of two lines about one path, the later counts.
        operations.add(new Operation.Delete(path));
        batch.add(new Small(operations.size() - 1, path));
        contents.add(content);
        batched += content.length;
        if (batched > BATCH || batch.size() >= BATCH_FILES) {
            seal();
        }
    }

    private void seal() throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        reserve.check(2L * batched);
        var received = gate.receive(contents);
        for (int i = 0; i < batch.size(); i++) {
            var small = batch.get(i);
            Spool.Kept kept = spool.keep(contents.get(i));
            operations.set(
                    small.index,
                    new Operation.Put(
                            small.path,
                            received.get(i).digest(),
                            received.get(i).size(),
                            kept::open));
        }
        batch.clear();
        contents.clear();
        batched = 0;
    }

    private static Value value(byte[] line) {
        try (var parser = json.createParser(ObjectReadContext.empty(), line)) {
            var key = "";
            var members = new LinkedHashMap<String, String>();
            var content = false;
            expect(parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                var token = parser.nextToken();
                if ("key".equals(name) && token == JsonToken.VALUE_STRING) {
                    key = parser.getString();
                } else if ("value".equals(name) && token == JsonToken.START_OBJECT) {
                    content = members(parser, members);
                } else {
                    parser.skipChildren();
                }
            }
            return new Value(key, members, content);
        }
    }

    private static boolean members(JsonParser parser, Map<String, String> members) {
        var content = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if ("content".equals(name)) {
                content = token == JsonToken.VALUE_STRING;
            } else if (token == JsonToken.VALUE_STRING) {
                members.put(name, parser.getString());
            } else {
                parser.skipChildren();
            }
        }
        return content;
    }

    private static byte[] content(byte[] line, boolean base64) {
        try (var parser = json.createParser(ObjectReadContext.empty(), line)) {
            var depth = 0;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> depth++;
                    case END_OBJECT, END_ARRAY -> depth--;
                    case PROPERTY_NAME -> {
                        if (depth == 2 && "content".equals(parser.currentName())) {
                            parser.nextToken();
                            return base64
                                    ? parser.getBinaryValue()
                                    : parser.getString().getBytes(UTF_8);
                        }
                    }
                    default -> {
                        // A value we already know, or do not need.
                    }
                }
            }
        }
        throw new IllegalStateException("the content was there a moment ago");
    }

    private static void expect(JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw new Failure(400, "Each line of a commit must be a JSON object, not " + found + ".");
        }
    }

    @Override
    public void close() throws IOException {
        try (spool) {
            unread.close();
        }
    }
}
