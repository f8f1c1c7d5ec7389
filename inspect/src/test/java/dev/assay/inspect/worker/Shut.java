package dev.assay.inspect.worker;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// A process that shuts itself in and then tries to get out; says how each attempt ended.
///
/// Arguments: a folder it may read, one it may write to, one it may do nothing with, and a port somebody listens on.
public final class Shut {

    private Shut() {}

    public static void main(String[] arguments) throws Exception {
        var readable = Path.of(arguments[0]);
        var own = Path.of(arguments[1]);
        var other = Path.of(arguments[2]);
        var port = Integer.parseInt(arguments[3]);
        var allowed = Stream.concat(
                        Stream.of(readable),
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                .map(Path::of))
                .toList();
        System.out.println(Sandbox.enter(allowed, own, 512L << 20));
        attempt("read inside", () -> Files.readString(readable.resolve("file")));
        attempt("read outside", () -> Files.readString(other.resolve("file")));
        attempt("list outside", () -> List.of(new File(other.toString()).list()).toString());
        attempt(
                "write inside",
                () -> Files.writeString(own.resolve("mine"), "x").toString());
        attempt(
                "write outside",
                () -> Files.writeString(other.resolve("mine"), "x").toString());
        attempt(
                "write where only reading is allowed",
                () -> Files.writeString(readable.resolve("mine"), "x").toString());
        attempt("remove outside", () -> {
            Files.delete(other.resolve("file"));
            return "";
        });
        attempt(
                "change rights",
                () -> String.valueOf(readable.resolve("file").toFile().setWritable(true)));
        attempt("take memory", () -> taken(128L << 20));
        attempt("take more memory", () -> taken(600L << 20));
        attempt("connect", () -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return "";
        });
        attempt("start a program", () -> new ProcessBuilder("/bin/true").start().toString());
        attempt(
                "kill",
                () -> String.valueOf(
                        ProcessHandle.current().parent().orElseThrow().destroy()));
        var thread = new Thread(
                () -> attempt("read outside on a new thread", () -> Files.readString(other.resolve("file"))));
        thread.start();
        thread.join();
    }

    private static String taken(long bytes) {
        try (var arena = Arena.ofConfined()) {
            return String.valueOf(arena.allocate(bytes).byteSize() == bytes);
        } catch (OutOfMemoryError refused) {
            return "false";
        }
    }

    private static void attempt(String what, Callable<String> attempt) {
        String ended;
        try {
            ended = "false".equals(attempt.call()) ? "no" : "yes";
        } catch (IOException | RuntimeException | LinkageError refused) { // the runtime's own classes need sockets too
            ended = "no";
        } catch (Exception odd) {
            ended = odd.toString();
        }
        System.out.println(what + ": " + ended);
    }
}
