import dev.assay.forge.FlatForge;
import dev.assay.forge.Hdf5Forge;
import dev.assay.forge.MarshalForge;
import dev.assay.forge.ModelForge;
import dev.assay.forge.PickleForge;
import dev.assay.forge.ProtoForge;
import dev.assay.forge.RarForge;
import dev.assay.forge.SevenZipForge;
import dev.assay.forge.Spelling;
import dev.assay.forge.TarForge;
import dev.assay.forge.ZipForge;
import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Limits;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.format.Formats;
import dev.assay.judge.Policy;
import dev.assay.judge.Word;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;

/// Does any input make the inspector fail, hang, outgrow its heap, clear what it did not read, or say two things of the same
/// bytes? `fuzz/totality.sh` builds and starts it.
///
/// Inputs are pickles by a grammar, and mutants of seeds of every kind that module `forge` writes and of the files of a
/// folder. What makes a report of a kind not seen before becomes a seed itself: reports tell which way the readers took.
public final class Totality {

    private static final Limits LIMITS = new Limits(12, 20_000, 64L << 20, 32L << 20, 1L << 30, 2_000);
    private static final int LARGEST = 1 << 14;
    private static final int MOST_SEEDS = 6_000;

    private final Inspector inspector = new Inspector(Formats.ALL, LIMITS, "totality");
    private final Policy policy = Policy.standard();
    private final List<byte[]> seeds = new ArrayList<>();
    private final Set<Integer> kinds = new HashSet<>();
    private final Map<String, Integer> defects = new HashMap<>();
    private final Map<String, Long> formats = new HashMap<>();
    private final Path kept;
    private final long deadline;
    private final long base;
    private volatile Thread worker;
    private volatile byte[] input = {};
    private volatile long since = System.nanoTime();
    private volatile long done;
    private volatile String failure = "";
    private long slowest;
    private int again;

    private Totality(Path kept, long base, long deadline) {
        this.kept = kept;
        this.base = base;
        this.deadline = deadline;
    }

    /// Arguments: how many inputs, the seed, seconds for one input, the longest time for all of them in seconds, where to
    /// keep what fails, and folders with more seeds.
    public static void main(String[] arguments) throws Exception {
        var it = new Totality(Path.of(arguments[4]), Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
        it.listen();
        it.forged();
        for (var folder : Arrays.asList(arguments).subList(5, arguments.length)) {
            it.files(Path.of(folder));
        }
        System.out.println(it.seeds.size() + " seeds; seed of the numbers " + it.base);
        it.run(Long.parseLong(arguments[0]), Long.parseLong(arguments[3]));
    }

    private void listen() {
        var logger = Logger.getLogger(Inspector.class.getName());
        logger.setUseParentHandlers(false);
        logger.addHandler(new Handler() {
            @Override
            public void publish(LogRecord record) {
                var text = new StringWriter();
                if (record.getThrown() != null) {
                    record.getThrown().printStackTrace(new PrintWriter(text));
                }
                failure = record.getMessage() + "\n" + text;
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
    }

    private void run(long wanted, long seconds) throws Exception {
        var begun = System.nanoTime();
        start(wanted);
        var told = begun;
        while (done < wanted && System.nanoTime() - begun < seconds * 1_000_000_000L && worker.isAlive()) {
            Thread.sleep(200);
            if (System.nanoTime() - since > deadline * 1_000_000_000L) {
                var stuck = worker;
                defect("hangs over " + deadline + " s at " + stuck.getStackTrace()[0].getClassName(),
                        Arrays.toString(stuck.getStackTrace()).replace(", ", "\n"), input);
                start(wanted);
            }
            if (System.nanoTime() - told > 30_000_000_000L) {
                told = System.nanoTime();
                tell(begun);
            }
        }
        tell(begun);
        var line = new StringBuilder();
        formats.entrySet().stream()
                .sorted((one, other) -> Long.compare(other.getValue(), one.getValue()))
                .limit(100)
                .forEach(format -> line.append(format.getKey()).append(' ').append(format.getValue()).append(", "));
        System.out.println(line);
        System.exit(defects.isEmpty() ? 0 : 1);
    }

    private void tell(long begun) {
        System.out.printf("%d inputs in %d s, %d inspected twice, %d kinds of report, %d seeds, slowest %d ms, %d defects%n",
                done, (System.nanoTime() - begun) / 1_000_000_000L, again, kinds.size(), seeds.size(),
                slowest / 1_000_000, defects.size());
    }

    private void start(long wanted) {
        since = System.nanoTime();
        worker = new Thread(() -> {
            while (done < wanted && Thread.currentThread() == worker) {
                var random = new Random(base * 1_000_003 + done);
                input = next(random);
                since = System.nanoTime();
                one(input, done % 8 == 0);
                done++;
            }
        });
        worker.setDaemon(true);
        worker.start();
    }

    private void one(byte[] bytes, boolean twice) {
        failure = "";
        try {
            var inspection = inspect(bytes);
            var took = System.nanoTime() - since;
            slowest = Math.max(slowest, took);
            if (!failure.isEmpty()) {
                defect(failure.lines().skip(1).limit(3).toList().toString(), failure, bytes);
            }
            var report = inspection.report("input");
            if (report.contains("more memory than we have")) {
                defect("out of memory as " + inspection.format(), report, bytes);
            }
            if (policy.judge(inspection).word() == Word.SAFE && !inspection.complete()) {
                defect("cleared what was not covered: " + inspection.format(), report, bytes);
            }
            if (twice) {
                again++;
                var other = inspect(bytes.clone());
                if (!other.equals(inspection)) {
                    defect("two reports of the same bytes: " + inspection.format(), report + other.report("input"), bytes);
                }
            }
            formats.merge(inspection.format(), 1L, Long::sum);
            if (kinds.add(kind(inspection)) && seeds.size() < MOST_SEEDS && took < 50_000_000L) {
                seeds.add(bytes);
            }
        } catch (Throwable escaped) {
            var text = new StringWriter();
            escaped.printStackTrace(new PrintWriter(text));
            defect("escapes: " + text.toString().lines().limit(3).toList(), text.toString(), bytes);
        }
    }

    private Inspection inspect(byte[] bytes) {
        return inspector.inspect(new Specimen(Place.START, MemorySegment.ofArray(bytes).asReadOnly()), Digest.of(bytes));
    }

    /// What a report says without its numbers and names.
    private static int kind(Inspection inspection) {
        var said = new StringBuilder(inspection.format());
        said.append(64 - Long.numberOfLeadingZeros(inspection.size() - inspection.covered()) / 4);
        inspection.findings().stream()
                .map(it -> it instanceof Finding.Breaks breaks ? breaks.rule() : it.getClass().getSimpleName())
                .limit(20)
                .distinct()
                .sorted()
                .forEach(it -> said.append(it.replaceAll("[0-9]+", "")));
        return said.toString().hashCode();
    }

    private synchronized void defect(String kind, String why, byte[] bytes) {
        if (defects.merge(kind, 1, Integer::sum) > 1) {
            return;
        }
        try {
            Files.createDirectories(kept);
            Files.write(kept.resolve("defect-" + defects.size() + ".bin"), bytes);
            Files.writeString(kept.resolve("defect-" + defects.size() + ".txt"), kind + "\ninput " + done + "\n" + why);
        } catch (IOException full) {
            System.out.println(full);
        }
        System.out.println("DEFECT " + defects.size() + " at input " + done + ": " + kind);
    }

    private byte[] next(Random random) {
        var which = random.nextInt(10);
        if (which < 3) {
            return new Grammar(random).pickle();
        }
        var bytes = seeds.get(random.nextInt(seeds.size()));
        for (var times = 1 + random.nextInt(which < 7 ? 2 : 6); times > 0; times--) {
            bytes = mutant(bytes, random);
        }
        return bytes.length > LARGEST ? Arrays.copyOf(bytes, LARGEST) : bytes;
    }

    private static final long[] ODD = {0, 1, 2, 3, 7, 8, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffffL,
        0x80000000L, 0xffffffffL, 0x100000000L, Long.MAX_VALUE, Long.MIN_VALUE, -1, -2};

    private byte[] mutant(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return new byte[1 + random.nextInt(64)];
        }
        var it = bytes.clone();
        var at = random.nextInt(it.length);
        switch (random.nextInt(9)) {
            case 0 -> it[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> it[at] = (byte) random.nextInt(256);
            case 2 -> it = Arrays.copyOf(it, at);
            case 3, 4 -> { // a number of any width and order, where one is likely to stand
                at = random.nextBoolean() ? at : Math.min(at, random.nextInt(64));
                var number = ODD[random.nextInt(ODD.length)] + random.nextInt(3) - 1;
                var width = 1 << random.nextInt(4);
                var big = random.nextInt(4) == 0;
                for (var i = 0; i < width && at + i < it.length; i++) {
                    it[at + i] = (byte) (number >>> 8 * (big ? width - 1 - i : i));
                }
            }
            case 5 -> it = joined(Arrays.copyOf(it, at), part(it, random), Arrays.copyOfRange(it, at, it.length));
            case 6 -> { // many times the same
                var part = part(it, random);
                var out = new ByteArrayOutputStream();
                out.write(it, 0, at);
                for (var i = random.nextInt(1 << random.nextInt(10)); i >= 0 && out.size() < LARGEST; i--) {
                    out.writeBytes(part);
                }
                out.write(it, at, bytes.length - at);
                it = out.toByteArray();
            }
            case 7 -> {
                var from = random.nextInt(it.length);
                it = joined(Arrays.copyOf(it, Math.min(at, from)), Arrays.copyOfRange(it, Math.max(at, from), it.length));
            }
            default -> {
                var other = seeds.get(random.nextInt(seeds.size()));
                var from = random.nextInt(other.length + 1);
                it = joined(Arrays.copyOf(it, at), Arrays.copyOfRange(other, from, other.length));
            }
        }
        return it;
    }

    private static byte[] part(byte[] bytes, Random random) {
        var from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(1 << random.nextInt(9))));
    }

    private static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// Pickles that keep the rules of the machine often enough to get far: every opcode of every protocol.
    private static final class Grammar {

        private static final String[] MODULES = {"os", "posix", "builtins", "collections", "torch._utils", "copyreg", "_codecs",
            "numpy.core.multiarray", "numpy", "functools", "operator", "acme.layers", "joblib.numpy_pickle", "a b", ""};
        private static final String[] NAMES = {"system", "eval", "getattr", "OrderedDict", "_rebuild_tensor_v2",
            "_reconstructor", "encode", "_reconstruct", "dtype", "ndarray", "partial", "attrgetter", "Layer", "__import__",
            "NumpyArrayWrapper", "a.b.c", ""};
        private static final String SIMPLE = "NIJKMLFSVUXTBCG\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u0096])}\u008f";
        private static final String WORKING = "atldsueR b02(1opqrghjQP\u0081\u0092\u0093ci\u0082\u0083\u0084\u0085\u0086\u0087"
                + "\u0090\u0091\u0094\u0095\u0097\u0098\u0080.";

        private final Random random;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int memo;

        Grammar(Random random) {
            this.random = random;
        }

        byte[] pickle() {
            var many = 1 + random.nextInt(3) / 2;
            for (var i = 0; i < many; i++) {
                if (random.nextInt(5) > 0) {
                    raw("\u0080").byteOf(random.nextInt(7));
                }
                switch (random.nextInt(12)) {
                    case 0 -> nested();
                    case 1 -> memoGame();
                    default -> values(1 + random.nextInt(1 << random.nextInt(9)));
                }
                raw(random.nextInt(20) == 0 ? "" : ".");
            }
            return out.toByteArray();
        }

        private void values(int count) {
            for (var i = 0; i < count && out.size() < LARGEST; i++) {
                switch (random.nextInt(8)) {
                    case 0, 1 -> op(SIMPLE.charAt(random.nextInt(SIMPLE.length())));
                    case 2, 3 -> op(WORKING.charAt(random.nextInt(WORKING.length())));
                    case 4 -> global();
                    case 5 -> {
                        global();
                        raw("(");
                        values(random.nextInt(3));
                        raw(random.nextBoolean() ? "tR" : "t\u0081");
                    }
                    case 6 -> {
                        raw(random.nextBoolean() ? "](" : "}(");
                        values(random.nextInt(5));
                        op(random.nextBoolean() ? 'e' : 'u');
                    }
                    default -> {
                        op(SIMPLE.charAt(random.nextInt(SIMPLE.length())));
                        remember();
                    }
                }
            }
        }

        private void nested() {
            var open = new String[] {"(", "]", "}", "](", ")", "\u008f(", "]\u0094"}[random.nextInt(7)];
            var close = new String[] {"t", "l", "a", "e", "\u0085", "\u0090", "\u0091", "\u0086", "R"}[random.nextInt(9)];
            var deep = random.nextInt(1 << random.nextInt(15));
            raw(open.repeat(deep)).raw("N").raw(close.repeat(deep));
        }

        /// Values that grow by doubling, hold themselves, or are put under the same number again and again.
        private void memoGame() {
            raw("]q\0");
            for (var i = random.nextInt(200); i >= 0; i--) {
                raw(new String[] {"h\0h\0\u0086q\0", "h\0a", "h\0\u0085q\0", "2\u0094", "h\0h\0a", "K\1q\0", "r\377\377\377\177",
                    "j\377\377\377\377", "h\0h\0R", "h\0h\0b", "p4000000000\n", "g-1\n", "0h\0"}[random.nextInt(13)]);
            }
        }

        private void global() {
            var module = MODULES[random.nextInt(MODULES.length)];
            var name = NAMES[random.nextInt(NAMES.length)];
            switch (random.nextInt(4)) {
                case 0 -> raw("c" + module + "\n" + name + "\n");
                case 1 -> raw("(i" + module + "\n" + name + "\n");
                default -> raw("\u008c").byteOf(module.length()).raw(module).raw("\u008c").byteOf(name.length()).raw(name)
                        .raw("\u0093");
            }
        }

        private void remember() {
            switch (random.nextInt(4)) {
                case 0 -> raw("q").byteOf(memo++ & 255);
                case 1 -> raw("p" + memo++ + "\n");
                case 2 -> raw("\u0094");
                default -> raw("h").byteOf(memo == 0 ? 0 : random.nextInt(memo) & 255);
            }
        }

        private void op(char code) {
            raw(String.valueOf(code));
            switch (code) {
                case 'I', 'L', 'F', 'p', 'g' -> raw(new String[] {"1", "-1", "01", "00", "1e400", "99999999999999999999", "0x1",
                    "1L", "", "nan", "1_0"}[random.nextInt(11)] + "\n");
                case 'S' -> raw(new String[] {"'a'", "\"\\x41\"", "'", "''", "'\\", "'\\777'"}[random.nextInt(6)] + "\n");
                case 'V' -> raw(new String[] {"a", "\\u0041", "\\ud800", "\\U00110000", "\\u00", ""}[random.nextInt(6)] + "\n");
                case 'P' -> raw("id\n");
                case 'c', 'i' -> raw("os\nsystem\n");
                case 'K', 'q', 'h', '\u0080', '\u0082' -> byteOf(random.nextInt(256));
                case 'M', '\u0083' -> number(random.nextInt(0x10000), 2);
                case 'J', 'r', 'j', '\u0084' -> number(odd(), 4);
                case 'G' -> number(random.nextLong(), 8);
                case 'U', 'C', '\u008c', '\u008a' -> counted(1);
                case 'X', 'T', 'B', '\u008b' -> counted(4);
                case '\u008d', '\u008e', '\u0096' -> counted(8);
                case '\u0095' -> number(odd(), 8);
                default -> {}
            }
        }

        private void counted(int width) {
            var length = random.nextInt(20);
            number(random.nextInt(20) == 0 ? odd() : length, width);
            for (var i = 0; i < length; i++) {
                byteOf(random.nextInt(4) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26));
            }
        }

        private long odd() {
            return random.nextBoolean() ? random.nextInt(100) : ODD[random.nextInt(ODD.length)];
        }

        private void number(long number, int width) {
            for (var i = 0; i < width; i++) {
                byteOf((int) (number >>> 8 * i));
            }
        }

        private Grammar byteOf(int it) {
            out.write(it);
            return this;
        }

        private Grammar raw(String bytes) {
            out.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }
    }

    private void files(Path folder) throws IOException {
        try (var walk = Files.walk(folder)) {
            for (var file : walk.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) <= LARGEST) {
                    seeds.add(Files.readAllBytes(file));
                }
            }
        }
    }

    private void forged() throws IOException {
        var pickle = PickleForge.pickle(4).calling("posix", "system", "echo assay-marker").stop().done();
        seeds.add(ModelForge.safetensors("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 16));
        seeds.add(ModelForge.torch(pickle).done());
        seeds.add(ModelForge.npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", new byte[16]));
        seeds.add(ModelForge.npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", pickle));
        seeds.add(ModelForge.gguf("{% for m in messages %}{{ m['content'] }}{% endfor %}"));
        seeds.add(ModelForge.sentencePiece());
        seeds.add(ModelForge.png());
        seeds.add(ModelForge.elf());
        seeds.add(Hdf5Forge.old().attribute("model_config", "{}").numbers("a", new byte[16]).done());
        seeds.add(Hdf5Forge.recent().attributeInHeap("model_config", "{\"class_name\": \"Lambda\"}").done());
        seeds.add(Hdf5Forge.recent().external("a", "x.bin", "/data").elsewhere(new byte[32]).done());
        seeds.add(new TarForge().file("a.pkl", pickle).symbolicLink("l", "/etc").extended("p", "n", pickle).done());
        seeds.add(new ZipForge().stored("a.pkl", pickle).deflated("b.json", "{\"a\": [1, 2]}".getBytes()).comment("c").done());
        seeds.add(new ZipForge().link("l", "/etc/passwd").withWrongChecksum("w", pickle).withoutDirectory());
        seeds.add(new RarForge().stored("a.pkl", pickle).packed("b", new byte[4_000]).link("l", "/etc").done());
        seeds.add(new RarForge().differences("d", pickle, 2).solid("s", pickle, new byte[99]).done());
        seeds.add(SevenZipForge.of("a.pkl", pickle));
        seeds.add(new ProtoForge().number(1, 8).text(2, "pytorch").message(7, new ProtoForge().text(2, "g")
                .message(1, new ProtoForge().text(1, "x").text(4, "Add"))).message(8, new ProtoForge().number(2, 17)).done());
        for (var identifier : List.of("TFL3", "ET12")) {
            seeds.add(FlatForge.buffer(identifier, 3, List.of((Object) new Object[] {"name", 1}), List.of("a", "b"), new byte[16]));
        }
        for (var spelling : Spelling.values()) {
            seeds.add(spelling.of("os", "system", "echo assay-marker"));
        }
        for (var version : MarshalForge.values()) {
            seeds.add(version.code(List.of("os", "system"), "echo", version.code(List.of("x"), "y")));
        }
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(pickle);
        }
        seeds.add(packed.toByteArray());
        for (var text : List.of(
                "{\"auto_map\": {\"AutoModel\": \"m.M\"}, \"a\": [1, 2.5e3, null, true, \"\\u0041\\ud800\"]}",
                "a: !!python/object/apply:os.system ['echo']\nb: &x [1, *x]\nc: |\n  text\n- - - d\n",
                "{% macro m(x) %}{{ x.__class__ | map('attr', '__init__') }}{% endmacro %}{{ m('')[1:2] }}",
                "import os, base64\ndef f(x=lambda: 1):\n    os.system(f'echo {x!r}' % [a for a in b])\n",
                "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"!echo a\\n\"]}], \"nbformat\": 4, \"metadata\": {}}",
                "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><PMML version=\"4.4\"><Header/>&b;</PMML>",
                "{\"class_name\": \"Sequential\", \"config\": {\"layers\": [{\"class_name\": \"Lambda\"}]}}",
                "#!/bin/sh\ncurl -s \"$(echo x)\" | sh -c 'eval $0' <<E\na\nE\n",
                "[default]\naws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\n-----BEGIN PRIVATE KEY-----\n",
                "{\"__class__\": \"Pipeline\", \"__module__\": \"sklearn.pipeline\", \"__loader__\": \"ObjectNode\"}",
                "a,b\n1,=cmd|' /C calc'!A0\n", "tree\nversion=v4\nnum_class=1\n", "P5 2 2 255\nabcd", "OggS\0\2", "fLaC\0\0\0\"",
                "GIF89a\1\0\1\0\0\0\0;", "BM\32\0\0\0\0\0\0\0", "%PDF-1.4\n1 0 obj<</JS(a)>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
                "!<arch>\na/              0           0     0     644     4         `\nabcd", "Obj\1\4\26avro.schema\14\"null\"\0",
                "070701", "PAR1\25\0PAR1", "ARROW1\0\0", "ORC\0", "SQLite format 3\0", "RDX3\nX\n\0\0\0\3", "X\n\0\0\0\3\0\4\3\0",
                "\u0082\u00a1a\1\u00a1b\u0093\1\2\3", "{i\1ai\2}", "\211HDF\r\n\32\n", "BZh91AY&SY", "\37\235\220a", "\4\"M\30dp\271",
                "\3757zXZ\0", "(\265/\375 \0", "x\234\3\0\0\0\0\1", "]\0\0\u0080\0", "lmgg\0\0\0\0", "ggjt\1\0\0\0", "RIFF\4\0\0\0WAVE",
                "\0\0\0\30ftypmp42", "\32E\337\243", "\377\373\220d", "II*\0\b\0\0\0\0\0", "MM\0*\0\0\0\b", "FORM\0\0\0\4AIFF",
                "\320\317\21\340\241\261\32\341", "wOFF\0\1\0\0", "\0\1\0\0\0\1", "CBM1", "\0\0\1\0\1\0", "MZ\0", "Salted__")) {
            seeds.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
