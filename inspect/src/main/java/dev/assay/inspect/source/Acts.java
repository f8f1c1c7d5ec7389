package dev.assay.inspect.source;

import dev.assay.inspect.source.Value.Named;
import dev.assay.inspect.source.Value.Origin;
import dev.assay.inspect.source.Value.Text;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Which names act on the machine, as Python's own documentation and that of the libraries describes them.
final class Acts {

    /// Start a program, run a string or load native code: reported wherever they stand.
    private static final Pattern ALWAYS =
            Pattern.compile("(?:.*\\.)?_?(?:os|posix|nt)\\.(?:system|popen\\d?|exec[lv]p?e?|spawn[lv]p?e?"
                    + "|posix_spawnp?|startfile|fork|forkpty)"
                    + "|(?:.*\\.)?_?pty\\.(?:spawn|fork)"
                    + "|(?:.*\\.)?_?subprocess\\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)"
                    + "|(?:commands|popen2)\\.\\w+|asyncio\\.create_subprocess_(?:exec|shell)"
                    + "|asyncio\\.subprocess\\.create_\\w+|_posixsubprocess\\.fork_exec|_winapi\\.CreateProcess"
                    + "|multiprocessing\\.util\\.spawnv_passfds"
                    + "|code\\.(?:InteractiveInterpreter|InteractiveConsole|interact)|codeop\\.\\w+|runpy\\.run_\\w+"
                    + "|(?:c?[pP]ickle|_pickle|dill|cloudpickle|marshal|jsonpickle)\\.(?:loads?|decode|Unpickler)"
                    + "|ctypes\\.(?:CDLL|WinDLL|OleDLL|PyDLL|cdll|windll|pythonapi)(?:\\..*)?"
                    + "|ctypes\\.util\\.find_library|socket\\.(?:socket|create_connection|create_server)"
                    + "|socketserver\\.\\w+|telnetlib\\.Telnet|ftplib\\.FTP\\w*|smtplib\\.SMTP\\w*|paramiko\\.\\w+"
                    + "|pip\\.main|pip\\._internal\\..*|timeit\\.(?:timeit|repeat)|cProfile\\.runctx?|pdb\\.run\\w*"
                    + "|bdb\\.\\w+\\.run|trace\\.Trace|doctest\\.debug\\w*|sys\\.(?:setprofile|settrace)"
                    + "|importlib\\.util\\.spec_from_loader|zipimport\\.\\w+|imp\\.load_\\w+");

    /// Reach out or change the machine: ordinary in a function that was asked for it, not on import.
    private static final Pattern ON_IMPORT = Pattern.compile("urllib\\d?\\.(?:request\\.)?(?:urlopen|urlretrieve)"
            + "|urllib\\.request\\.build_opener|requests\\.(?:get|post|put|request|head|Session)"
            + "|httpx\\.(?:get|post|stream|request|Client)|http\\.client\\.HTTPS?Connection|aiohttp\\.\\w+|urllib3\\.\\w+"
            + "|wget\\.download|webbrowser\\.open\\w*"
            + "|os\\.(?:remove|unlink|rmdir|removedirs|kill|killpg|chmod|chown|symlink|rename|replace|putenv|setuid)"
            + "|shutil\\.(?:rmtree|move|copy\\w*)|atexit\\.register|signal\\.signal|threading\\.(?:Thread|Timer)"
            + "|multiprocessing\\.Process"
            + "|torch\\.hub\\.load|(?:pd|pandas)\\.read_pickle|joblib\\.load|yaml\\.unsafe_load(?:_all)?"
            + "|(?:torch\\.utils\\.)?cpp_extension\\.load(?:_inline)?"
            + "|(?:pathlib\\.(?:Posix|Windows)?Path|.*\\.expanduser)\\(\\)(?:.*\\.)?write_(?:text|bytes)");

    /// Loaders that run what they load if they are told to: by this keyword, unless it has this value.
    private static final Map<String, List<String>> TOLD = Map.of(
            "torch.load", List.of("weights_only", "True"),
            "numpy.load", List.of("allow_pickle", "False"),
            "np.load", List.of("allow_pickle", "False"));

    private static final Set<String> ROOTS = Set.of(
            "commands",
            "popen2",
            "asyncio",
            "_posixsubprocess",
            "_winapi",
            "multiprocessing",
            "code",
            "codeop",
            "runpy",
            "pickle",
            "cPickle",
            "cpickle",
            "Pickle",
            "_pickle",
            "dill",
            "cloudpickle",
            "marshal",
            "jsonpickle",
            "ctypes",
            "socket",
            "socketserver",
            "telnetlib",
            "ftplib",
            "smtplib",
            "paramiko",
            "pip",
            "timeit",
            "cProfile",
            "Profile",
            "pdb",
            "bdb",
            "trace",
            "doctest",
            "sys",
            "importlib",
            "zipimport",
            "imp");
    private static final Pattern TAIL = Pattern.compile("(?:system|popen|exec|spawn|posix_spawn|startfile|fork|run|call"
            + "|check_|Popen|getoutput|getstatusoutput|loads?|decode|Unpickler).{0,12}");

    /// Methods that start a program, and are called nothing else.
    private static final Pattern STARTS = Pattern.compile("system|popen\\d?|exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?"
            + "|Popen|check_call|check_output|getoutput|getstatusoutput|fork_exec");

    /// One of the modules that are loaded, and we do not know which.
    static final String SOME_MODULE = "sys.modules[…]";

    private static final Set<String> PASSED_ON =
            Set.of("os", "posix", "nt", "sys", "subprocess", "pty", "builtins", "importlib");

    private static final Set<String> KEYS = Set.of("__builtins__", "__globals__", "__subclasses__");

    static final Set<String> BUILTINS = Set.of("eval", "exec", "__import__", "execfile");

    private static final Set<String> POWERFUL = Set.of(
            "os",
            "posix",
            "nt",
            "subprocess",
            "builtins",
            "__builtins__",
            "__builtin__",
            "importlib",
            "pickle",
            "marshal",
            "ctypes",
            "pty",
            "socket",
            "shutil");

    private static final Set<String> INNER =
            Set.of("__subclasses__", "__globals__", "__builtins__", "f_builtins", "load_module", "exec_module");

    private static final Pattern DOWNLOADED =
            Pattern.compile("(?:urllib\\d?\\.(?:request\\.)?(?:urlopen|Request|build_opener)"
                    + "|requests\\.(?:get|post|request|Session)|httpx\\.(?:get|post|request|Client)|aiohttp\\.\\w+|urllib3\\.\\w+"
                    + "|http\\.client\\.HTTPS?Connection|socket\\.(?:socket|create_connection))\\(\\).*");
    private static final Pattern ENVIRONMENT = Pattern.compile("os\\.(?:environb?|getenv\\(\\)|environ\\..*)");
    private static final Pattern SENDS = Pattern.compile(
            "(?:requests|httpx)\\.(?:post|put|get|request)|urllib\\d?\\.(?:request\\.)?(?:urlopen|Request)"
                    + "|socket\\.\\w+\\(\\)\\.send(?:all|to)?");

    private static final Pattern SOCKET =
            Pattern.compile("socket\\.(?:socket|create_connection)\\(\\)(?:\\.fileno\\(\\)|\\.makefile\\(\\))?");

    /// Give the ends of a shell to something else.
    private static final Pattern TAKES_ENDS = Pattern.compile("os\\.dup2?|.*subprocess\\..*|pty\\.spawn");

    private Acts() {}

    /// The name without the module every name is looked for in last.
    static String canonical(String name) {
        for (var module : List.of("builtins.", "__builtin__.", "__builtins__.")) {
            if (name.startsWith(module)) {
                return name.substring(module.length());
            }
        }
        return name;
    }

    static boolean acts(String name) {
        return isAlways(name) || ON_IMPORT.matcher(name).matches();
    }

    static boolean isAlways(String name) {
        if (name.startsWith(SOME_MODULE + ".")) {
            var function = name.substring(SOME_MODULE.length());
            return PASSED_ON.stream().anyMatch(it -> isAlways(it + function));
        }
        if (BUILTINS.contains(canonical(name))) {
            return true;
        }
        // Most names end here: the pattern is asked only of what begins or ends as its names do.
        var dot = name.indexOf('.');
        return dot > 0
                && (ROOTS.contains(name.substring(0, dot))
                        || TAIL.matcher(name.substring(name.lastIndexOf('.') + 1))
                                .matches())
                && ALWAYS.matcher(name).matches();
    }

    static boolean isOnImport(String name) {
        return name.indexOf('.') > 0 && ON_IMPORT.matcher(name).matches();
    }

    static boolean isInner(String attribute) {
        return INNER.contains(attribute);
    }

    /// Modules that stay what they are through whichever module they are imported.
    static boolean isPassedOn(String module) {
        return PASSED_ON.contains(module);
    }

    /// Modules whose attributes nobody honest asks for by a computed name.
    static boolean isPowerful(Value module) {
        return module instanceof Named it && POWERFUL.contains(it.name());
    }

    static boolean starts(String function) {
        return STARTS.matcher(function).matches();
    }

    /// Whether a string is the key to everything that Python has built in.
    static boolean isKey(Value value) {
        return value instanceof Text it && KEYS.contains(it.chars());
    }

    /// Whether these arguments tell the loader to run what it loads.
    static boolean isTold(String loader, Arguments given) {
        var told = TOLD.get(loader);
        return told != null
                && given.named().containsKey(told.getFirst())
                && !new Value.Word(told.getLast()).equals(given.named().get(told.getFirst()));
    }

    /// Whether a mode opens a file to be written.
    static boolean writes(Value mode) {
        return mode instanceof Text it && it.chars().chars().anyMatch(letter -> "wax+".indexOf(letter) >= 0);
    }

    static Origin origin(Value value) {
        return switch (value) {
            case Value.Unknown it -> it.origin();
            case Named it ->
                it.name().indexOf('(') > 0 && DOWNLOADED.matcher(it.name()).matches()
                        ? Origin.DOWNLOADED
                        : it.name().startsWith("os.")
                                        && ENVIRONMENT.matcher(it.name()).matches()
                                ? Origin.ENVIRONMENT
                                : Origin.ANYWHERE;
            case Value.Items it -> origin(it.items());
            case Value.Table it -> {
                var of = origin(List.copyOf(it.entries().values()));
                yield of == Origin.ANYWHERE ? origin(it.rest()) : of;
            }
            case Value.Either it -> origin(it.values());
            case Value.Partial it -> origin(it.arguments());
            default -> Origin.ANYWHERE;
        };
    }

    /// The origin of the first of some values that has one worth saying.
    static Origin origin(List<Value> values) {
        for (var it : values.size() > 64 ? values.subList(0, 64) : values) {
            var of = origin(it);
            if (of != Origin.ANYWHERE) {
                return of;
            }
        }
        return Origin.ANYWHERE;
    }

    /// What it comes to that this function is given these things to run, connect to or send.
    static String sense(String name, Arguments given) {
        if (name.endsWith(".connect") && name.startsWith("socket.") || name.equals("socket.create_connection")) {
            return "opening a connection" + address(given.get(0, "address"));
        }
        if (given.all().stream().anyMatch(Acts::isSocket) && !name.startsWith("socket.")) {
            return TAKES_ENDS.matcher(name).matches() ? "handing a shell to a connection" : "";
        }
        var origin = origin(given.all());
        if (isAlways(name) && !name.startsWith("socket") && !name.startsWith("ctypes")) {
            return switch (origin) {
                case DOWNLOADED ->
                    BUILTINS.contains(name) ? "executing what it downloads" : "running what it downloads";
                case DECODED -> BUILTINS.contains(name) ? "executing what it decodes" : "";
                case ENVIRONMENT, ANYWHERE -> "";
            };
        }
        return SENDS.matcher(name).matches() && origin == Origin.ENVIRONMENT ? "sending away the environment" : "";
    }

    private static boolean isSocket(Value value) {
        return value instanceof Named it
                && it.name().startsWith("socket.")
                && SOCKET.matcher(it.name()).matches();
    }

    private static String address(Value address) {
        if (address instanceof Value.Items it
                && it.items().size() >= 2
                && it.items().getFirst() instanceof Text host
                && it.items().get(1) instanceof Value.Whole port) {
            return " to " + Source.shown(host.chars(), 60) + ":" + port.number();
        }
        return "";
    }
}
