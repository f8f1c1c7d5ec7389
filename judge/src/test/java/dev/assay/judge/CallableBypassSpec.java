package dev.assay.judge;

import static dev.assay.forge.PickleForge.pickle;
import static dev.assay.judge.Museum.MARKER;
import static dev.assay.judge.Museum.convicts;
import static dev.assay.judge.Museum.holds;
import static dev.assay.judge.Museum.hostile;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.PickleForge;
import dev.assay.forge.Spelling;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Evasions by what is called, C1 to C15.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CallableBypassSpec {

    @Test
    void C1_C2_whatever_the_callable_what_it_is_handed_tells_what_it_does() {
        for (var callable : List.of(
                "acme:f",
                "acme.deep.module:Class.method",
                "statistics:NormalDist.samples",
                "scipy.linalg:solve",
                "torch.fx:wrap",
                "sympy.core.symbol:Symbol")) {
            var colon = callable.indexOf(':');
            for (var spelling : EnumSet.complementOf(
                    EnumSet.of(Spelling.IMPORT, Spelling.NEWOBJ, Spelling.NEWOBJ_EX, Spelling.BUILD))) {
                var module = callable.substring(0, colon);
                var name = callable.substring(colon + 1);
                convicts(spelling.of(module, name, MARKER), "runs a command or starts a process");
                convicts(spelling.of(module, name, "__import__('os').system('" + MARKER + "')"), "evaluates code");
            }
        }
        convicts(Spelling.OBJ.of("pandas.io.common", "f", "http://127.0.0.1/"), "opens a connection");
        convicts(
                pickle(4)
                        .stackGlobal("acme", "f")
                        .raw("](")
                        .text("/bin/sh")
                        .text("-c")
                        .raw("e\u0085R.")
                        .done(),
                "runs a command or starts a process");
    }

    @Test
    void C1_data_that_speaks_of_commands_is_data() {
        for (var text : List.of(MARKER, "import os", "http://127.0.0.1/")) {
            safe(pickle(4).raw("](").text(text).raw("e.").done());
            assertThat(Museum.verdict(pickle(4)
                                    .stackGlobal("acme", "Text")
                                    .raw(")\u0081}")
                                    .text("text")
                                    .text(text)
                                    .raw("sb.")
                                    .done())
                            .word())
                    .isEqualTo(Word.UNKNOWN);
        }
    }

    @Test
    void C1_C2_C13_C14_functions_that_reach_a_sink_over_some_steps_are_known_by_name() {
        for (var it : List.of(
                "nntplib.NNTP:body|opens a connection",
                "tempfile:mkdtemp|writes, moves or deletes files",
                "wave:openfp|writes, moves or deletes files",
                "numpy.lib._utils_impl:safe_eval|evaluates code, starts a process or loads a file",
                "sklearn.datasets._base:_fetch_remote|opens a connection",
                "pandas:to_pickle|writes, moves or deletes files")) {
            var colon = it.indexOf(':');
            var bar = it.indexOf('|');
            var verdict =
                    Museum.verdict(Spelling.STACK_GLOBAL.of(it.substring(0, colon), it.substring(colon + 1, bar), "x"));
            assertThat(verdict.word()).as(it + Museum.report(verdict)).isEqualTo(Word.MALICIOUS);
            assertThat(Museum.report(verdict)).contains(it.substring(bar + 1));
        }
    }

    @Test
    void C4_what_a_module_has_imported_is_judged_by_what_it_is() {
        for (var it : List.of(
                "glob:os.system",
                "random:_os.system",
                "tarfile:shutil.rmtree",
                "logging:os.popen",
                "webbrowser:subprocess.Popen",
                "sklearn.utils:os.execv",
                "acme:builtins.eval",
                "numpy.random:mtrand.__builtins__",
                "acme.f:__globals__")) {
            var colon = it.indexOf(':');
            var verdict =
                    Museum.verdict(Spelling.STACK_GLOBAL.of(it.substring(0, colon), it.substring(colon + 1), "/x"));
            assertThat(verdict.word()).as(it).isEqualTo(Word.MALICIOUS);
        }
    }

    @Test
    void C2_C3_CVE_2025_10157_what_is_near_a_cleared_name_is_not_cleared() {
        for (var name : List.of(
                "torch._utils._rebuild_tensor_v2.__globals__",
                "torch._utils.classproperty",
                "numpy.core.multiarray.frompyfunc",
                "collections.OrderedDict.fromkeys",
                "collections.OrderedDict.update",
                "sklearn.linear_model._logistic.LogisticRegression.fit",
                "sklearn.base.clone",
                "argparse.Namespace.__init__")) {
            var dot = name.lastIndexOf('.');
            for (var spelling : Spelling.values()) {
                holds(spelling.of(name.substring(0, dot), name.substring(dot + 1), MARKER), name);
            }
        }
    }

    @Test
    void C4_GHSA_5j3x_jp52_966f_a_dotted_name_is_judged_by_where_it_leads() {
        convicts(Spelling.STACK_GLOBAL.of("torch.serialization", "os.system", MARKER), "torch.serialization.os.system");
        for (var name : List.of(
                "collections:_sys.modules",
                "numpy:__builtins__",
                "collections:abc.sys.exit",
                "torch:os.system",
                "numpy.random:mtrand.__builtins__")) {
            var colon = name.indexOf(':');
            for (var spelling : Spelling.values()) {
                holds(spelling.of(name.substring(0, colon), name.substring(colon + 1), MARKER), name.replace(':', '.'));
            }
        }
    }

    @Test
    void C5_names_of_python_2_are_judged_as_what_they_become() {
        for (var name : List.of(
                "__builtin__:eval",
                "__builtin__:execfile",
                "__builtin__:raw_input",
                "copy_reg:add_extension",
                "cPickle:loads",
                "urllib2:urlopen",
                "commands:getoutput",
                "httplib:HTTPConnection",
                "os:popen2",
                "__builtin__:apply")) {
            var colon = name.indexOf(':');
            convicts(Spelling.GLOBAL.of(name.substring(0, colon), name.substring(colon + 1), MARKER), "calls ");
        }
        holds(Spelling.GLOBAL.of("UserDict", "UserDict", MARKER), "calls collections.UserDict");
        convicts(
                pickle(4)
                        .global("__builtin__", "reduce")
                        .stackGlobal("acme", "f")
                        .raw("]\u0086R.")
                        .done(),
                "runs code it is handed");
    }

    @Test
    void C6_ShadowPickle_importing_a_module_runs_it() {
        for (var module : List.of("antigravity", "this", "idlelib.idle", "turtledemo.__main__", "pip.__main__")) {
            convicts(Spelling.IMPORT.of(module, "x"), "imports " + module);
        }
        for (var module : List.of("__main__", "payload", "external", "model")) {
            holds(Spelling.IMPORT.of(module, "x"), "imports " + module);
        }
    }

    @Test
    void C7_a_module_nobody_knows_is_held_whatever_it_is_used_for() {
        for (var spelling : Spelling.values()) {
            holds(spelling.of("acme", "build", MARKER), "acme.build");
        }
    }

    @Test
    void C9_cleared_callables_are_cleared_with_their_own_arguments_only() {
        var command = pickle(4).stackGlobal("acme", "f").raw("0");
        holds(call("collections", "OrderedDict").stackGlobal("acme", "f").raw("\u0085R."), "OrderedDict(acme.f)");
        holds(call("collections", "defaultdict").stackGlobal("acme", "f").raw("\u0085R."), "defaultdict(acme.f)");
        holds(call("_codecs", "encode").text("a").text("rot13").raw("\u0086R."), "rot13");
        holds(call("_codecs", "encode").text("a").text("zlib_codec").raw("\u0086R."), "zlib_codec");
        holds(
                call("copyreg", "_reconstructor")
                        .stackGlobal("acme", "A")
                        .stackGlobal("acme", "B")
                        .raw("N\u0087R."),
                "acme.B.__init__");
        holds(
                call("torch._tensor", "_rebuild_from_type_v2")
                        .stackGlobal("acme", "f")
                        .stackGlobal("torch", "Tensor")
                        .raw(")N(")
                        .raw("t\u0086R."),
                "_rebuild_from_type_v2");
        holds(command, "acme.f");
    }

    @Test
    void C9_GHSA_of_numpy_a_type_says_what_its_elements_are_before_they_are_made() {
        holds(dtype("V8", objects(0)), "does not say whether they hold objects");
        holds(dtype("V8", objects(1)), "does not say whether they hold objects");
        holds(dtype("V8", "K\3X\1\0\0\0|NNNK\10K\1K\77t"), "does not say whether they hold objects");
        holds(dtype("V8", "X\1\0\0\0|NNK\10K\1t"), "is of another kind");
        holds(
                dtype("O8", "K\3X\1\0\0\0|NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0t"),
                "does not say whether they hold objects");
        safe(dtype("O8", "K\3X\1\0\0\0|NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\77t"));
        safe(dtype("V8", objects(63)));
        safe(dtype("f8", "K\3X\1\0\0\0<NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\0t"));
    }

    @Test
    void C9_a_number_is_no_object_and_an_array_begins_empty() {
        var number = pickle(2).global("numpy.core.multiarray", "scalar");
        holds(
                number.raw(type("O8", "K\3X\1\0\0\0|NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\77t"))
                        .raw("U\10aaaaaaaa\u0086R."),
                "a number is of a type that holds objects");
        for (var empty : List.of("K\10\u0085U\1b", "K\0\u0085U\1O", "K\0K\0\u0086U\1b")) {
            holds(
                    pickle(2)
                            .global("numpy.core.multiarray", "_reconstruct")
                            .global("numpy", "ndarray")
                            .raw(empty + "\u0087R."),
                    "an array begins otherwise than empty");
        }
        holds(
                pickle(2)
                        .global("numpy.core.multiarray", "scalar")
                        .raw("cnumpy\ndtype\nX\2\0\0\0f8K\0K\1\u0087RU\10aaaaaaaa\u0086R."),
                "is used before it has its state");
    }

    @Test
    void C9_what_a_class_is_cleared_for_is_not_cleared_as_a_function() {
        for (var method : List.of("torch.optim.adam:Adam.__setstate__", "collections:OrderedDict.__setitem__")) {
            var colon = method.indexOf(':');
            for (var spelling : List.of(Spelling.GLOBAL, Spelling.STACK_GLOBAL, Spelling.INST, Spelling.OBJ)) {
                holds(spelling.of(method.substring(0, colon), method.substring(colon + 1), "x"), ".__call__('x')");
                convicts(spelling.of(method.substring(0, colon), method.substring(colon + 1), MARKER), ".__call__(");
            }
        }
    }

    @Test
    void C10_a_pickle_in_bytes_is_read_however_it_is_handed_on() {
        var inner = hostile();
        for (var loader : List.of(
                "torch.storage:_load_from_bytes",
                "pickle:loads",
                "_pickle:loads",
                "cloudpickle:loads",
                "dill:loads",
                "joblib:_pickle_load")) {
            var colon = loader.indexOf(':');
            convicts(call(loader.substring(0, colon), loader.substring(colon + 1))
                    .bytes(inner)
                    .raw("\u0085R."));
        }
        convicts(pickle(4).raw("]").bytes(inner).raw("a."));
        convicts(call("pickle", "loads")
                .stackGlobal("base64", "b64decode")
                .text(Base64.getEncoder().encodeToString(inner))
                .raw("\u0085R\u0085R."));
        convicts(call("pickle", "loads")
                .stackGlobal("builtins", "bytes.fromhex")
                .text(HexFormat.of().formatHex(inner))
                .raw("\u0085R\u0085R."));
        convicts(pickle(4)
                .bytes(pickle(4)
                        .bytes(pickle(4).bytes(inner).stop().done())
                        .stop()
                        .done())
                .stop());
    }

    @Test
    void C11_getattr_is_judged_by_what_it_finds() {
        convicts(call("builtins", "getattr")
                .stackGlobal("builtins", "__import__")
                .text("posix")
                .raw("\u0085R")
                .text("system")
                .raw("\u0086R(")
                .text(MARKER)
                .raw("tR."));
        holds(
                call("builtins", "getattr")
                        .stackGlobal("acme", "Detect")
                        .text("forward")
                        .raw("\u0086R."),
                "imports acme.Detect.forward");
    }

    @Test
    void C12_GHSA_9m3x_qqw2_h32h_making_code_is_running_code() {
        for (var maker : List.of(
                "types:FunctionType",
                "types:CodeType",
                "marshal:loads",
                "cloudpickle.cloudpickle:_make_function",
                "dill._dill:_create_function",
                "dill._dill:_create_code")) {
            var colon = maker.indexOf(':');
            convicts(
                    Spelling.STACK_GLOBAL.of(maker.substring(0, colon), maker.substring(colon + 1), MARKER),
                    "evaluates code");
        }
    }

    @Test
    void C13_GHSA_m273_6v24_x4m4_GHSA_m7j5_r2p5_c39r_writing_a_file_is_said() {
        for (var writer : List.of(
                "distutils.file_util:write_file",
                "logging:FileHandler",
                "pathlib:Path.write_text",
                "shutil:copyfile",
                "numpy:save",
                "numpy:savetxt",
                "io:open",
                "_io:FileIO",
                "zipfile:ZipFile",
                "sqlite3:connect")) {
            var colon = writer.indexOf(':');
            var verdict = Museum.verdict(
                    Spelling.STACK_GLOBAL.of(writer.substring(0, colon), writer.substring(colon + 1), "/x"));
            assertThat(verdict.word()).as(writer).isEqualTo(Word.MALICIOUS);
        }
        convicts(Spelling.STACK_GLOBAL.of("site", "addpackage", "/x"), "finds code by name");
    }

    @Test
    void C14_modelscan_338_reaching_the_network_is_said() {
        for (var caller : List.of(
                "ssl:get_server_certificate",
                "http.client:HTTPSConnection",
                "socket:create_connection",
                "urllib.request:urlopen",
                "smtplib:SMTP")) {
            var colon = caller.indexOf(':');
            convicts(
                    Spelling.STACK_GLOBAL.of(caller.substring(0, colon), caller.substring(colon + 1), "127.0.0.1"),
                    "opens a connection");
        }
        convicts(
                Spelling.STACK_GLOBAL.of("pandas", "read_csv", "http://127.0.0.1/"),
                "reads files or addresses it names");
    }

    @Test
    void C15_CVE_2025_1716_package_managers_are_commands() {
        for (var manager : List.of(
                "pip:main",
                "pip._internal:main",
                "pip._internal.cli.main:main",
                "ensurepip:_run_pip",
                "setuptools.sandbox:run_setup")) {
            var colon = manager.indexOf(':');
            convicts(
                    Spelling.STACK_GLOBAL.of(manager.substring(0, colon), manager.substring(colon + 1), "install x"),
                    "runs a command or starts a process");
        }
    }

    @Test
    void A4_nothing_that_loads_or_runs_is_cleared() {
        for (var name : List.of(
                "torch:load",
                "joblib:load",
                "builtins:map",
                "functools:partial",
                "numpy:load",
                "builtins:getattr",
                "builtins:print")) {
            var colon = name.indexOf(':');
            holds(
                    Spelling.STACK_GLOBAL.of(name.substring(0, colon), name.substring(colon + 1), "x"),
                    name.replace(':', '.'));
        }
    }

    private static PickleForge call(String module, String name) {
        return pickle(4).stackGlobal(module, name);
    }

    private static String objects(int flags) {
        return "K\3X\1\0\0\0|NX\1\0\0\0a\u0085}X\1\0\0\0a"
                + type("O8", "K\3X\1\0\0\0|NNNJ\u00ff\u00ff\u00ff\u00ffJ\u00ff\u00ff\u00ff\u00ffK\77t")
                + "K\0\u0086sK\10K\1K" + (char) flags + "t";
    }

    private static String type(String name, String state) {
        return "cnumpy\ndtype\nX\2\0\0\0" + name + "K\0K\1\u0087R(" + state + "b";
    }

    private static byte[] dtype(String name, String state) {
        return pickle(2).raw(type(name, state) + ".").done();
    }

    private static void safe(byte[] bytes) {
        var verdict = Museum.verdict(bytes);
        assertThat(verdict.word())
                .as(Museum.report(verdict) + new String(bytes, UTF_8))
                .isEqualTo(Word.SAFE);
    }
}
