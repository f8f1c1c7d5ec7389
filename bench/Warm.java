import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What inspecting costs once everything is compiled: one thread, one path after the other, the same files again and
/// again. Only this thread's processor time counts, so neither the start nor the compiler.
///
/// Arguments: seconds to spend on each path, then paths. Prints a line for each: files, bytes, and the least processor
/// seconds a round took, without hashing and with it.
public final class Warm {

    private interface Look {
        void at(Path file) throws IOException;
    }

    private Warm() {}

    public static void main(String[] arguments) throws IOException {
        var inspector = Inspector.standard();
        var some = Digest.of(new byte[0]);
        for (var argument : Arrays.asList(arguments).subList(1, arguments.length)) {
            List<Path> files;
            try (var walk = Files.walk(Path.of(argument))) {
                files = walk.filter(Files::isRegularFile).sorted().toList();
            }
            var bytes = 0L;
            for (var file : files) {
                bytes += Files.size(file);
            }
            var budget = Double.parseDouble(arguments[0]) / 2;
            var bare = least(files, file -> inspector.inspect(file, some), budget);
            var hashed = least(files, inspector::inspect, budget);
            System.out.println(files.size() + " " + bytes + " " + bare + " " + hashed);
        }
    }

    private static double least(List<Path> files, Look look, double budget) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        var least = Double.MAX_VALUE;
        var until = System.nanoTime() + (long) (budget * 1e9);
        for (var round = 0; round < 3 || System.nanoTime() < until; round++) {
            var before = threads.getCurrentThreadCpuTime();
            for (var file : files) {
                look.at(file);
            }
            least = Math.min(least, (threads.getCurrentThreadCpuTime() - before) / 1e9);
        }
        return least;
    }
}
