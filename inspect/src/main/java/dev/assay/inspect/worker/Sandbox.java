package dev.assay.inspect.worker;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Shuts this process in, as far as the system can: from then on it reads what it was told to and nothing else, writes
/// nowhere but in one folder, reaches no network, starts no program and no process, and cannot undo any of it.
///
/// Landlock (Linux 5.13) bounds files, and from 6.7 on TCP; seccomp bounds system calls for all threads at once; a
/// resource limit bounds memory, on the heap and outside it. All are asked for through `syscall(2)`, on x86-64 only;
/// elsewhere the process says that it runs without. This is the second
/// wall: the first is that the process is another one and everything it says is checked.
///
/// Landlock binds the calling thread and those it starts. The threads of the virtual machine that were there before do
/// not open files on behalf of what is inspected.
final class Sandbox {

    /// Rights of Landlock's first version; later ones add moving between folders, truncating, and device control.
    private static final long RIGHTS_1 = (1L << 13) - 1;

    private static final long EXECUTE = 1;
    private static final long WRITE_FILE = 1L << 1;
    private static final long READ_FILE = 1L << 2;
    private static final long READ_FOLDER = 1L << 3;
    private static final long REMOVE_FILE = 1L << 5;
    private static final long MAKE_FILE = 1L << 8;
    private static final long MOVE = 1L << 13;
    private static final long TRUNCATE = 1L << 14;
    private static final long CONTROL_DEVICES = 1L << 15;
    private static final long TCP_BIND_AND_CONNECT = 3;
    private static final long ABSTRACT_SOCKETS_AND_SIGNALS = 3;

    private static final long SET_LIMIT = 160;
    private static final long DATA = 2;
    private static final long CORE_DUMP = 4;
    private static final long PRCTL = 157;
    private static final long NO_NEW_PRIVILEGES = 38;
    private static final long OPEN = 2;
    private static final long PATH_ONLY = 0x200000 | 0x80000;
    private static final long CLOSE = 3;
    private static final long SECCOMP = 317;
    private static final long FILTER = 1;
    private static final long ALL_THREADS = 1;
    private static final long LANDLOCK_CREATE = 444;
    private static final long LANDLOCK_ADD = 445;
    private static final long LANDLOCK_RESTRICT = 446;

    private final SystemCall system;
    private final Arena arena;

    private Sandbox(SystemCall system, Arena arena) {
        this.system = system;
        this.arena = arena;
    }

    /// @param readable files and folders that may be read, besides those of the Java runtime and the system's libraries
    /// @param writable the one folder that may be written to
    /// @param memory bytes of its own that the process may have; the files it maps are not its own
    /// @return a sentence for the log: what holds, or why nothing does
    static String enter(List<Path> readable, Path writable, long memory) {
        if (!"Linux".equals(System.getProperty("os.name")) || !"amd64".equals(System.getProperty("os.arch"))) {
            return "runs without a sandbox: there is none for this system yet";
        }
        try (var arena = Arena.ofConfined()) {
            var sandbox = new Sandbox(new SystemCall(arena), arena);
            if (sandbox.system.call(PRCTL, NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0) {
                return "runs without a sandbox: the system does not take new privileges away";
            }
            return "runs in a sandbox: " + sandbox.files(readable, writable) + ", " + sandbox.memory(memory) + ", "
                    + sandbox.calls();
        }
    }

    /// RLIMIT_DATA and not RLIMIT_AS: the latter counts the inspected file, which is mapped and may be of any size.
    private String memory(long most) {
        var limit = arena.allocate(16, 8);
        var cores = system.call(SET_LIMIT, CORE_DUMP, limit.address(), 0, 0, 0);
        limit.set(JAVA_LONG, 0, most);
        limit.set(JAVA_LONG, 8, most);
        var data = system.call(SET_LIMIT, DATA, limit.address(), 0, 0, 0);
        return cores == 0 && data == 0
                ? "memory is bounded (" + (most >> 20) + " MiB)"
                : "memory is not bounded (refused: " + cores + ", " + data + ")";
    }

    private String files(List<Path> readable, Path writable) {
        var version = system.call(LANDLOCK_CREATE, 0, 0, 1, 0, 0);
        if (version < 1) {
            return "files are not bounded (no Landlock)";
        }
        var rights = RIGHTS_1
                | (version >= 2 ? MOVE : 0)
                | (version >= 3 ? TRUNCATE : 0)
                | (version >= 5 ? CONTROL_DEVICES : 0);
        var rules = rules(version, rights);
        if (rules < 0) {
            return "files are not bounded (Landlock refused: " + rules + ")";
        }
        runtime().forEach(path -> allow(rules, path, READ_FILE | READ_FOLDER | EXECUTE));
        readable.forEach(path -> allow(rules, path, READ_FILE | READ_FOLDER));
        allow(
                rules,
                writable,
                READ_FILE | READ_FOLDER | WRITE_FILE | MAKE_FILE | REMOVE_FILE | (version >= 3 ? TRUNCATE : 0));
        var bound = system.call(LANDLOCK_RESTRICT, rules, 0, 0, 0, 0);
        var closed = system.call(CLOSE, rules, 0, 0, 0, 0);
        return bound == 0 && closed == 0
                ? "files are bounded (Landlock " + version + ")"
                : "files are not bounded (Landlock refused: " + bound + ")";
    }

    private long rules(long version, long rights) {
        var attributes = arena.allocate(24, 8);
        attributes.set(JAVA_LONG, 0, rights);
        attributes.set(JAVA_LONG, 8, version >= 4 ? TCP_BIND_AND_CONNECT : 0);
        attributes.set(JAVA_LONG, 16, version >= 6 ? ABSTRACT_SOCKETS_AND_SIGNALS : 0);
        var size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
        return system.call(LANDLOCK_CREATE, attributes.address(), size, 0, 0, 0);
    }

    /// What is not there cannot be allowed, and need not be.
    private void allow(long rules, Path path, long rights) {
        var opened = system.call(OPEN, arena.allocateFrom(path.toString()).address(), PATH_ONLY, 0, 0, 0);
        if (opened < 0) {
            return;
        }
        var rule = arena.allocate(12);
        var onlyForFiles = EXECUTE | READ_FILE | WRITE_FILE | TRUNCATE;
        rule.set(JAVA_LONG_UNALIGNED, 0, Files.isDirectory(path) ? rights : rights & onlyForFiles);
        rule.set(JAVA_INT_UNALIGNED, 8, (int) opened);
        if (system.call(LANDLOCK_ADD, rules, 1, rule.address(), 0, 0) != 0) {
            System.err.println("the sandbox does not know how to allow " + path);
        }
        if (system.call(CLOSE, opened, 0, 0, 0, 0) != 0) {
            System.err.println("a folder stays open");
        }
    }

    /// The Java runtime, where its configuration really lies, and the system's libraries.
    private static List<Path> runtime() {
        var home = Path.of(System.getProperty("java.home"));
        var paths = new ArrayList<>(List.of(
                home,
                Path.of("/usr/lib"),
                Path.of("/lib"),
                Path.of("/lib64"),
                Path.of("/etc/ld.so.cache"),
                Path.of("/dev/urandom")));
        try (Stream<Path> configuration = Files.walk(home.resolve("conf"), 2)) {
            for (var file : configuration.toList()) {
                paths.add(file.toRealPath());
            }
        } catch (IOException none) {
            // a runtime without configuration works with its defaults
        }
        return paths;
    }

    private String calls() {
        var filter = SystemCallFilter.program();
        var program = arena.allocate(filter.size() * 8L, 8);
        for (var i = 0; i < filter.size(); i++) {
            var step = filter.get(i);
            program.set(JAVA_SHORT, i * 8L, step.code());
            program.set(JAVA_BYTE, i * 8L + 2, step.ifTrue());
            program.set(JAVA_BYTE, i * 8L + 3, step.ifFalse());
            program.set(JAVA_INT, i * 8L + 4, step.operand());
        }
        MemorySegment header = arena.allocate(16, 8);
        header.set(JAVA_SHORT, 0, (short) filter.size());
        header.set(ADDRESS, 8, program);
        var refused = system.call(SECCOMP, FILTER, ALL_THREADS, header.address(), 0, 0);
        return refused == 0
                ? "network, programs and processes are shut off"
                : "system calls are not bounded: " + refused;
    }
}
