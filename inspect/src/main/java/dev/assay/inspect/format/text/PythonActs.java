package dev.assay.inspect.format.text;

import dev.assay.inspect.format.text.PythonLexer.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Which names act on the machine, as Python's own documentation describes them.
final class PythonActs {

    /// Start a program, run a string or load native code: reported wherever they stand.
    private static final Pattern ALWAYS = Pattern.compile(
            "(?:.*\\.)?_?(?:os|posix|nt)\\.(?:system|popen\\d?|exec[lv]p?e?|spawn[lv]p?e?"
                    + "|posix_spawnp?|startfile|fork|forkpty)"
                    + "|(?:.*\\.)?_?pty\\.(?:spawn|fork)|(?:.*\\.)?_?subprocess\\.(?:run|call|check_call|check_output|Popen|getoutput"
                    + "|getstatusoutput)"
                    + "|(?:commands|popen2)\\.\\w+|asyncio\\.create_subprocess_(?:exec|shell)|asyncio\\.subprocess\\.create_\\w+"
                    + "|_posixsubprocess\\.fork_exec|_winapi\\.CreateProcess|multiprocessing\\.util\\.spawnv_passfds"
                    + "|(?:.*\\.)?(?:builtins|__builtin__|__builtins__)\\.(?:eval|exec|compile|__import__|execfile)"
                    + "|code\\.(?:InteractiveInterpreter|InteractiveConsole|interact)|codeop\\.\\w+|runpy\\.run_\\w+"
                    + "|(?:c?[pP]ickle|_pickle|dill|cloudpickle|marshal|jsonpickle)\\.(?:loads?|decode|Unpickler)"
                    + "|ctypes\\.(?:CDLL|WinDLL|OleDLL|PyDLL|cdll|windll|pythonapi)(?:\\..*)?"
                    + "|ctypes\\.util\\.find_library|socket\\.(?:socket|create_connection|create_server)|socketserver\\.\\w+"
                    + "|telnetlib\\.Telnet|ftplib\\.FTP\\w*|smtplib\\.SMTP\\w*|paramiko\\.\\w+|pip\\.main|pip\\._internal\\..*"
                    + "|timeit\\.(?:timeit|repeat)|cProfile\\.runctx?|pdb\\.run\\w*|bdb\\.\\w+\\.run|trace\\.Trace|doctest\\.debug\\w*"
                    + "|sys\\.(?:setprofile|settrace)|importlib\\.util\\.spec_from_loader|zipimport\\.\\w+|imp\\.load_\\w+");

    /// Reach out or change the machine: ordinary in a function that was asked for it, not on import.
    private static final Pattern ON_IMPORT =
            Pattern.compile("urllib\\d?\\.(?:request\\.)?(?:urlopen|urlretrieve)|urllib\\.request\\.build_opener"
                    + "|requests\\.(?:get|post|put|request|head|Session)|httpx\\.(?:get|post|stream|request|Client)"
                    + "|http\\.client\\.HTTPS?Connection|aiohttp\\.\\w+|urllib3\\.\\w+|wget\\.download|webbrowser\\.open\\w*"
                    + "|os\\.(?:remove|unlink|rmdir|removedirs|kill|killpg|chmod|chown|symlink|rename|replace|putenv|setuid)"
                    + "|shutil\\.(?:rmtree|move|copy\\w*)|atexit\\.register|signal\\.signal|threading\\.(?:Thread|Timer)"
                    + "|multiprocessing\\.Process|importlib\\.import_module"
                    + "|torch\\.hub\\.load|(?:pd|pandas)\\.read_pickle|joblib\\.load|yaml\\.unsafe_load(?:_all)?"
                    + "|(?:torch\\.utils\\.)?cpp_extension\\.load(?:_inline)?");

    /// Loaders that run what they load if they are told to: by this keyword, unless it has this value.
    private static final Map<String, List<String>> TOLD = Map.of(
            "torch.load", List.of("weights_only", "True"),
            "numpy.load", List.of("allow_pickle", "False"),
            "np.load", List.of("allow_pickle", "False"));

    /// Functions that start a program, and are called nothing else.
    private static final Pattern STARTS = Pattern.compile("system|popen\\d?|exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?"
            + "|Popen|check_call|check_output|getoutput|getstatusoutput|fork_exec");

    /// Modules that stay what they are through whichever module they are imported.
    private static final Set<String> PASSED_ON = Set.of("os", "posix", "nt", "sys", "subprocess", "pty", "builtins");

    private static final Set<String> KEYS = Set.of("__builtins__", "__globals__", "__subclasses__");

    private static final Set<String> BUILTINS = Set.of("eval", "exec", "__import__", "execfile");

    /// Modules whose attributes nobody honest asks for by a computed name.
    private static final Set<String> POWERFUL = Set.of(
            "os",
            "posix",
            "nt",
            "sys",
            "subprocess",
            "builtins",
            "__builtins__",
            "importlib",
            "pickle",
            "marshal",
            "ctypes",
            "pty",
            "socket",
            "shutil");

    private static final Pattern INNER =
            Pattern.compile(".*\\b(?:__subclasses__|__globals__|__builtins__|f_builtins)\\b.*"
                    + "|(?:.*\\.)?(?:load_module|exec_module)");

    private PythonActs() {}

    static boolean acts(String name) {
        return ALWAYS.matcher(name).matches() || ON_IMPORT.matcher(name).matches();
    }

    static boolean isInner(String name) {
        return INNER.matcher(name).matches();
    }

    static boolean isPassedOn(String module) {
        return PASSED_ON.contains(module);
    }

    static boolean isPowerful(String module) {
        return POWERFUL.contains(module);
    }

    static boolean starts(String function) {
        return STARTS.matcher(function).matches();
    }

    /// Whether a function of this name starts a program in some module that we could not follow.
    static boolean actsInSome(String function) {
        return PASSED_ON.stream()
                .anyMatch(it -> ALWAYS.matcher(it + "." + function).matches());
    }

    /// Whether a string is the key to everything that Python has built in.
    static boolean isKey(String literal) {
        return KEYS.contains(literal);
    }

    static boolean isGetter(String name) {
        return name.equals("operator.attrgetter") || name.equals("operator.methodcaller");
    }

    static boolean isTellable(String loader) {
        return TOLD.containsKey(loader);
    }

    /// Whether these arguments tell the loader to run what it loads.
    static boolean isTold(String loader, List<Token> arguments) {
        var told = TOLD.getOrDefault(loader, List.of());
        for (var i = 0; !told.isEmpty() && i + 2 < arguments.size(); i++) {
            if (arguments.get(i).text().equals(told.getFirst())
                    && arguments.get(i + 1).text().equals("=")
                    && !arguments.get(i + 2).text().equals(told.getLast())) {
                return true;
            }
        }
        return false;
    }

    static boolean isModuleGetter(String name) {
        return name.equals("__import__") || name.equals("importlib.import_module");
    }

    /// What is to be said of a name that is called or mentioned, if anything.
    ///
    /// @param argument the first token of its arguments
    /// @param resolve the full name of a local one
    static Optional<String> reported(
            String name, boolean called, Optional<Token> argument, UnaryOperator<String> resolve, boolean onImport) {
        if (BUILTINS.contains(name)) {
            return Optional.of(name);
        }
        if (name.equals("compile") || name.equals("types.CodeType") || name.equals("types.FunctionType")) {
            return called ? Optional.of(name) : Optional.empty();
        }
        if (ALWAYS.matcher(name).matches() || isInner(name) || name.equals("__builtins__")) {
            return Optional.of(name);
        }
        if (name.equals("importlib.import_module")
                && argument.flatMap(PythonLexer::literal)
                        .filter(POWERFUL::contains)
                        .isPresent()) {
            return Optional.of(name);
        }
        if ((name.equals("getattr") || name.equals("vars") || name.equals("setattr"))
                && called
                && argument.map(Token::text)
                        .map(resolve)
                        .filter(POWERFUL::contains)
                        .isPresent()
                && !(name.equals("getattr") && argument.get().text().equals("sys"))) {
            return Optional.of(name);
        }
        if (name.endsWith(".__getattribute__")
                && (POWERFUL.contains(name.substring(0, name.length() - 17))
                        || argument.map(Token::text)
                                .map(resolve)
                                .filter(POWERFUL::contains)
                                .isPresent())) {
            return Optional.of(name);
        }
        if (name.equals("sys.modules.get")
                && argument.flatMap(PythonLexer::literal)
                        .filter(POWERFUL::contains)
                        .isPresent()) {
            return Optional.of(name);
        }
        if (name.endsWith(".__dict__") && POWERFUL.contains(name.substring(0, name.length() - 9))) {
            return Optional.of(name);
        }
        return onImport && called && ON_IMPORT.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }
}
