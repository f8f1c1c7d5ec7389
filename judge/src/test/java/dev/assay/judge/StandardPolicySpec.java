package dev.assay.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Limits;
import dev.assay.inspect.Place;
import dev.assay.inspect.format.pickle.Pickle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StandardPolicySpec {

    private static final Policy POLICY = Policy.standard();

    @TempDir
    Path folder;

    @Test
    void whatever_is_cleared_is_not_cleared_with_something_unknown_in_it() {
        for (var rule : POLICY.clearing()) {
            for (var count = 1; count <= 8; count++) {
                for (var at = 0; at < count; at++) {
                    var arguments = new ArrayList<>(Collections.nCopies(count, "'a'"));
                    arguments.set(at, "?");
                    assertThat(outcome(rule.about(), arguments))
                            .as(rule.when() + arguments)
                            .isNotEqualTo(Outcome.CLEAR);
                    arguments.set(at, "[1, ?]");
                    assertThat(outcome(rule.about(), arguments))
                            .as(rule.when() + arguments)
                            .isNotEqualTo(Outcome.CLEAR);
                }
            }
        }
    }

    @Test
    void whatever_is_cleared_is_not_cleared_with_arguments_no_writer_gives() {
        for (var rule : POLICY.clearing()) {
            var many = Collections.nCopies(12, "posix.system");
            assertThat(outcome(rule.about(), many)).as(rule.when()).isNotEqualTo(Outcome.CLEAR);
            assertThat(outcome(rule.about() + ".more", List.of()))
                    .as(rule.when())
                    .isNotEqualTo(Outcome.CLEAR);
        }
    }

    /// A reason is a phrase; a source names a version, an advisory, or a file, where somebody else can
    /// look.
    @Test
    void whatever_is_cleared_says_why_and_where_that_can_be_checked() throws IOException {
        var text = new String(
                Objects.requireNonNull(Policy.class.getResourceAsStream("/policy/default.yaml"))
                        .readAllBytes(),
                UTF_8);
        var policy = (Map<?, ?>) new Load(LoadSettings.builder()
                        .setCodePointLimit(PolicyText.LARGEST)
                        .build())
                .loadFromString(text);
        var clearing = ((List<?>) Objects.requireNonNull(policy.get("rules")))
                .stream()
                        .map(it -> (Map<?, ?>) it)
                        .filter(it -> "clear".equals(it.get("then")))
                        .toList();

        assertThat(clearing).hasSizeGreaterThan(50).allSatisfy(rule -> {
            assertThat(String.valueOf(rule.get("because")))
                    .hasSizeGreaterThan(7)
                    .contains(" ");
            assertThat(String.valueOf(rule.get("source"))).hasSizeGreaterThan(5).containsPattern("[0-9/]");
        });
    }

    @Test
    void known_ways_to_act_are_convicted_however_they_are_reached() {
        for (var name : List.of(
                "os.system",
                "posix.system",
                "nt.system",
                "os.popen",
                "subprocess.Popen",
                "subprocess.Popen.__init__",
                "builtins.eval",
                "builtins.exec",
                "builtins.__import__",
                "__builtin__.eval",
                "runpy._run_code",
                "importlib.import_module",
                "pty.spawn",
                "socket.create_connection",
                "webbrowser.open",
                "pip.main",
                "timeit.timeit",
                "code.InteractiveInterpreter.runcode",
                "ctypes.CDLL",
                "cffi.FFI",
                "pickle.loads",
                "marshal.loads",
                "shutil.rmtree",
                "operator.methodcaller",
                "torch.hub.load",
                "torch.load",
                "torch.serialization.os.system",
                "types.FunctionType",
                "cloudpickle.cloudpickle._make_function",
                "pkgutil.resolve_name",
                "copyreg.add_extension")) {
            assertThat(outcome(name, List.of("'a'"))).as(name).isEqualTo(Outcome.CONVICT);
            assertThat(POLICY.judge(saying(new Finding.Imports(Place.START, name)))
                            .outcome())
                    .as(name)
                    .isEqualTo(Outcome.CONVICT);
        }
    }

    @Test
    void tools_that_honest_files_use_too_are_held() {
        for (var name :
                List.of("builtins.getattr", "functools.partial", "builtins.map", "itertools.starmap", "numpy.load")) {
            assertThat(outcome(name, List.of("'a'"))).as(name).isNotEqualTo(Outcome.CLEAR);
        }
    }

    @Test
    void every_verb_is_spoken_of() {
        for (var finding : List.<Finding>of(
                new Finding.Runs(Place.START, "x"),
                new Finding.Names(Place.START, "x"),
                new Finding.Carries(Place.START, "x"),
                new Finding.PosesAs(Place.START, List.of("x", "y")),
                new Finding.Differs(Place.START, "x"),
                new Finding.Departs(Place.START, "x"),
                new Finding.Outgrows(Place.START, "x"),
                new Finding.Breaks(Place.START, "x"),
                new Finding.Eludes(Place.START, "x"),
                new Finding.Calls(Place.START, "acme.x", List.of()),
                new Finding.Imports(Place.START, "acme.x"))) {
            var ruling = POLICY.judge(saying(finding)).rulings().getFirst();
            assertThat(ruling.outcome()).isEqualTo(Outcome.HOLD);
            assertThat(ruling.because()).isNotEqualTo("no rule speaks of this");
        }
        assertThat(POLICY.judge(saying(new Finding.Escapes(Place.START, "/etc")))
                        .outcome())
                .isEqualTo(Outcome.CONVICT);
    }

    /// Written by the real pickler, if there is a Python to run it.
    @Test
    void pickles_of_plain_objects_are_safe_in_every_protocol() throws Exception {
        var script = """
                import array, collections, datetime, decimal, fractions, pathlib, pickle, sys, uuid
                own = [1]; own.append(own)
                things = dict(
                    numbers=[0, 255, 256, 65536, -1, 2**40, -2**200, 0.5, float('inf'), 1 + 2j, True, None],
                    texts=['', 'a', 'gr\\u00fc\\u00dfe', '\\n', 'x' * 300, 'y' * 70000],
                    data=[b'', b'a', b'\\x00\\xff' * 200, b'z' * 70000, bytearray(b'abc'), array.array('d', [1, 2])],
                    groups=[(), (1,), (1, 2, 3, 4), {1, 2}, frozenset({3}), {'a': {'b': [1]}}, own, slice(1, 2), range(9)],
                    ordered=collections.OrderedDict(a=1), counted=collections.Counter('hello'),
                    default=collections.defaultdict(list, a=[1]), deque=collections.deque([1], 5),
                    times=[datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc), datetime.timedelta(1), datetime.date(2020, 1, 1)],
                    exact=[decimal.Decimal('1.5'), fractions.Fraction(1, 3), uuid.UUID(int=5), pathlib.PurePosixPath('/a')],
                    vocabulary={'w%d' % i: i for i in range(20000)}, many=[datetime.date(1 + i, 1, 1) for i in range(3000)])
                for name, thing in things.items():
                    for protocol in range(min(5, pickle.HIGHEST_PROTOCOL) + 1):
                        for kind, pickler in (('c', pickle.Pickler), ('py', pickle._Pickler)):
                            with open('%s/%s.%d.%s.pkl' % (sys.argv[1], name, protocol, kind), 'wb') as out:
                                pickler(out, protocol).dump(thing)
                """;
        assumeTrue(python(script), "there is no python3 here");

        var inspector = new Inspector(List.of(new Pickle()), Limits.STANDARD, "1");
        try (var files = Files.list(folder)) {
            var all = files.sorted().toList();
            assertThat(all).hasSize(12 * 6 * 2);
            for (var file : all) {
                var verdict = POLICY.judge(inspector.inspect(file));
                assertThat(verdict.against()).as(file.getFileName().toString()).isEmpty();
                assertThat(verdict.word()).isEqualTo(Word.SAFE);
            }
        }
    }

    private boolean python(String script) throws InterruptedException {
        try {
            var process = new ProcessBuilder("python3", "-c", script, folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor()).as("exit code of python3").isZero();
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    private static Outcome outcome(String function, List<String> arguments) {
        return POLICY.judge(saying(new Finding.Calls(Place.START, function, arguments)))
                .outcome();
    }

    private static Inspection saying(Finding finding) {
        return new Inspection(Digest.of(new byte[0]), 10, 10, "pickle", "1", List.of(finding));
    }
}
