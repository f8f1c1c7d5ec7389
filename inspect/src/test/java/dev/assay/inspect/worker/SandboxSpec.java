package dev.assay.inspect.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SandboxSpec {

    @TempDir
    private Path folder;

    @Test
    void a_process_that_shut_itself_in_does_not_get_out() throws Exception {
        var said = saidByShut();
        assumeTrue(said.startsWith("runs in a sandbox: files are bounded"), said);

        assertThat(said).endsWith("""
                network, programs and processes are shut off
                read inside: yes
                read outside: no
                list outside: no
                write inside: yes
                write outside: no
                write where only reading is allowed: no
                remove outside: no
                change rights: no
                take memory: yes
                take more memory: no
                connect: no
                start a program: no
                kill: no
                read outside on a new thread: no
                """);
    }

    @Test
    void where_files_cannot_be_bounded_network_and_programs_still_are() throws Exception {
        var said = saidByShut();
        assumeTrue(said.startsWith("runs in a sandbox"), said);

        assertThat(said).contains("""
                change rights: no
                take memory: yes
                take more memory: no
                connect: no
                start a program: no
                kill: no
                """);
    }

    private String saidByShut() throws Exception {
        for (var name : new String[] {"readable", "own", "other"}) {
            Files.createDirectories(folder.resolve(name));
            Files.writeString(folder.resolve(name).resolve("file"), "x");
        }
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Shut.class.getName(),
                            folder.resolve("readable").toString(),
                            folder.resolve("own").toString(),
                            folder.resolve("other").toString(),
                            String.valueOf(listening.getLocalPort()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).isZero();
            return said;
        }
    }
}
