package dev.assay.inspect.format.text;

import dev.assay.inspect.format.text.PythonLexer.Token;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Which names act on the machine, as Python's own documentation describes them.
final class PythonActs {

    /// Start a program, run a string or load native code: reported wherever they stand.
    private static final Pattern ALWAYS = Pattern.compile(
            "(?:os|posix|nt)\\.(?:system|popen\\d?|exec[lv]p?e?|spawn[lv]p?e?"
                    + "|posix_spawnp?|startfile|fork|forkpty)"
                    + "|pty\\.(?:spawn|fork)|subprocess\\.(?:run|call|check_call|check_output|Popen|getoutput|getstatusoutput)"
                    + "|(?:commands|popen2)\\.\\w+|asyncio\\.create_subprocess_(?:exec|shell)|asyncio\\.subprocess\\.create_\\w+"
                    + "|_posixsubprocess\\.fork_exec|_winapi\\.CreateProcess|multiprocessing\\.util\\.spawnv_passfds"
                    + "|(?:builtins|__builtin__|__builtins__)\\.(?:eval|exec|compile|__import__|execfile)"
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
                    + "|multiprocessing\\.Process|importlib\\.import_module");

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
        if (name.endsWith(".__dict__") && POWERFUL.contains(name.substring(0, name.length() - 9))) {
            return Optional.of(name);
        }
        return onImport && called && ON_IMPORT.matcher(name).matches() ? Optional.of(name) : Optional.empty();
    }
}
