package dev.assay.inspect.python;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What Python's own modules, and a few that everybody has, do to the machine; as their documentation says.
enum Deed {
    PROCESS("starts a process", """
            os posix nt: system popen popen2 popen3 popen4 execl execle execlp execlpe execv execve execvp execvpe spawnl
              spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe posix_spawn posix_spawnp startfile fork forkpty
            subprocess: run call check_call check_output Popen getoutput getstatusoutput
            commands: getoutput getstatusoutput getstatus
            popen2: popen2 popen3 popen4 Popen3
            pty: spawn fork
            platform: popen
            asyncio: create_subprocess_exec create_subprocess_shell
            multiprocessing: Process Pool
            _posixsubprocess: fork_exec
            webbrowser: open open_new open_new_tab get
            pip pip._internal: main
            """),
    EVALUATION("evaluates code", """
            builtins __builtin__ __builtins__: eval exec execfile compile __import__
            runpy: run_module run_path _run_code _run_module_code
            code: InteractiveInterpreter InteractiveConsole interact
            codeop: compile_command
            timeit: timeit repeat Timer
            pickle cPickle _pickle dill cloudpickle joblib marshal shelve: load loads Unpickler open
            types: CodeType FunctionType LambdaType
            imp: load_source load_module load_dynamic load_compiled
            importlib importlib.util importlib.machinery: spec_from_file_location spec_from_loader module_from_spec
              SourceFileLoader ExtensionFileLoader
            zipimport: zipimporter
            pty code pdb: interact
            """),
    CONNECTION("opens a connection", """
            socket _socket: socket create_connection create_server socketpair fromfd
            urllib urllib.request urllib2 request: urlopen urlretrieve build_opener Request URLopener
            requests: get post put delete head patch request Session
            httpx: get post put stream request Client AsyncClient
            http.client httplib client: HTTPConnection HTTPSConnection
            ftplib: FTP FTP_TLS
            smtplib: SMTP SMTP_SSL
            telnetlib: Telnet
            paramiko: SSHClient Transport
            aiohttp: ClientSession request
            xmlrpc.client xmlrpclib: ServerProxy
            socketserver: TCPServer UDPServer
            urllib3: PoolManager request
            """),
    NATIVE("reaches native code", """
            ctypes: CDLL PyDLL WinDLL OleDLL cdll windll pythonapi cast memmove CFUNCTYPE string_at
            cffi: FFI
            """),
    FILES("reads or changes files", """
            io _io codecs: open FileIO open_code
            os posix nt: remove unlink rmdir removedirs rename replace chmod chown symlink link mkdir makedirs truncate
              putenv kill
            shutil: rmtree move copy copyfile copytree copy2 copyfileobj make_archive unpack_archive
            pathlib Path: write_text write_bytes unlink read_text read_bytes
            tempfile: NamedTemporaryFile mkstemp mkdtemp
            tf.io tensorflow.io io gfile: read_file write_file GFile
            """);

    /// Functions of the language itself.
    private static final Map<String, Deed> BARE = Map.of(
            "eval", EVALUATION, "exec", EVALUATION, "execfile", EVALUATION, "compile", EVALUATION, "open", FILES);

    private static final Map<Deed, Map<String, Set<String>>> FUNCTIONS =
            Arrays.stream(values()).collect(Collectors.toMap(it -> it, it -> functions(it.table)));

    private final String sentence;
    private final String table;

    Deed(String sentence, String table) {
        this.sentence = sentence;
        this.table = table;
    }

    /// By module; a line of the table says some modules, and behind a colon what they have in common.
    private static Map<String, Set<String>> functions(String table) {
        return table.replaceAll("\n\\s+", " ")
                .lines()
                .map(line -> line.split(":", 2))
                .flatMap(line -> Arrays.stream(line[0].strip().split(" ", -1))
                        .map(module -> Map.entry(module, Set.of(line[1].strip().split(" +", -1)))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Deed::both));
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    String sentence() {
        return sentence;
    }

    boolean knows(String module) {
        return FUNCTIONS.getOrDefault(this, Map.of()).containsKey(module);
    }

    boolean is(String module, String function) {
        return FUNCTIONS
                .getOrDefault(this, Map.of())
                .getOrDefault(module, Set.of())
                .contains(function);
    }

    static boolean isBare(String name, Deed deed) {
        return BARE.get(name) == deed;
    }
}
