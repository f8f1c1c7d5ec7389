package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The launcher itself, with a Java and a Maven that only write down how they were called.
@DisplayNameGeneration(ReplaceUnderscores.class)
@DisabledOnOs(OS.WINDOWS)
class LauncherSpec {

    private static final String NOBODY = "999999999";

    @TempDir
    private Path folder;

    private Path house;
    private Path java;
    private Path maven;

    @BeforeEach
    void build() throws IOException {
        folder = folder.toRealPath();
        house = Files.createDirectory(folder.resolve("house"));
        program(house.resolve("assay"), Files.readString(Path.of("..", "assay")));
        java = Files.createDirectories(folder.resolve("java"));
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        program(java.resolve("bin/java"), "#!/bin/sh\n{ echo \"run $*\"; env; } >>'" + folder + "/said'\n");
        program(java.resolve("bin/javac"), "#!/bin/sh\n");
        maven = Files.createDirectory(folder.resolve("maven"));
        program(maven.resolve("mvn"), "#!/bin/sh\nexit 1\n");
    }

    @Test
    void the_run_that_makes_the_start_up_cache_sees_no_setting_of_the_hub() throws Exception {
        Files.createDirectories(house.resolve("lib/server"));
        Files.createFile(house.resolve("lib/server/assay-server-1.jar"));

        var launched = launch(
                Map.of(
                        "ASSAY_DATABASE", "jdbc:postgresql://production/hub",
                        "ASSAY_CONFIG", "/etc/assay.yaml",
                        "ASSAY_SEED", "/etc/seed.yaml",
                        "ASSAY_HOST", "0.0.0.0"),
                "serve");

        assertThat(launched.waitFor()).isZero();
        var runs = Arrays.stream(Files.readString(folder.resolve("said")).split("(?m)^run "))
                .filter(it -> !it.isBlank())
                .toList();
        assertThat(runs).hasSize(2);
        assertThat(runs.getFirst()).contains("-XX:AOTCacheOutput=").doesNotContain("ASSAY_");
        assertThat(runs.getLast())
                .doesNotContain("-XX:AOTCacheOutput=")
                .contains("ASSAY_DATABASE=jdbc:postgresql://production/hub");
    }

    @Test
    void the_lock_of_a_build_that_died_is_taken_over_and_given_back() throws Exception {
        var lock = checkout();
        Files.createSymbolicLink(lock, Path.of(NOBODY));

        var launched = launch(Map.of(), "serve");

        assertThat(errors(launched)).contains("the build failed").doesNotContain("waiting");
        assertThat(launched.waitFor()).isEqualTo(70);
        assertThat(Files.exists(lock, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }

    @Test
    void a_build_waits_for_one_that_runs() throws Exception {
        var lock = checkout();
        Files.createSymbolicLink(
                lock, Path.of(Long.toString(ProcessHandle.current().pid())));

        var launched = launch(Map.of(), "serve");
        try (var said = launched.errorReader(UTF_8)) {
            assertThat(said.readLine()).contains("waiting for another build", lock.toString());
            Files.delete(lock);
            assertThat(said.lines().toList()).anyMatch(it -> it.contains("the build failed"));
        }
        assertThat(launched.waitFor()).isEqualTo(70);
    }

    @Test
    void something_else_in_the_lock_s_place_is_named_and_not_waited_for() throws Exception {
        var lock = checkout();
        Files.createFile(lock);

        var launched = launch(Map.of(), "serve");

        assertThat(errors(launched)).contains("cannot take " + lock);
        assertThat(launched.waitFor()).isEqualTo(70);
    }

    @Test
    void what_a_hub_has_stored_in_a_folder_is_read_by_its_own_code_and_judged_by_the_command_line() throws Exception {
        Files.createDirectories(house.resolve("lib/server"));
        Files.createDirectories(house.resolve("lib/cli"));
        var data = Files.createDirectory(folder.resolve("the data"));
        Files.createFile(data.resolve("policy.yaml"));

        for (var arguments : List.of(
                List.of("policy", "test", "--policy", "new.yaml", "--stored", data.toString()),
                List.of("policy", "test", "--stored=" + data, "--policy", "new.yaml"))) {
            Files.deleteIfExists(folder.resolve("said"));
            assertThat(launch(Map.of(), arguments.toArray(String[]::new)).waitFor())
                    .isZero();
            assertThat(Files.readString(folder.resolve("said")))
                    .contains("dev.assay.server.Main inspections " + data + "\n")
                    .containsPattern(
                            "dev.assay.cli.Main policy test .*--stored=- .*--against=" + data + "/policy.yaml\n");
        }
        Files.deleteIfExists(folder.resolve("said"));
        assertThat(launch(Map.of(), "policy", "test", "--stored", "http://127.0.0.1:1", "--against", "a", "x")
                        .waitFor())
                .isZero();
        assertThat(Files.readString(folder.resolve("said")))
                .contains("dev.assay.cli.Main policy test --stored=http://127.0.0.1:1 --against a x\n")
                .doesNotContain("dev.assay.server");
    }

    /// Makes it look like the sources.
    private Path checkout() throws IOException {
        Files.createFile(house.resolve("pom.xml"));
        return Files.createDirectory(house.resolve("dist")).resolve("build.lock");
    }

    private Process launch(Map<String, String> settings, String... arguments) throws IOException {
        var command = new ProcessBuilder(house.resolve("assay").toString());
        command.command().addAll(List.of(arguments));
        var environment = command.environment();
        environment.keySet().removeIf(it -> it.startsWith("ASSAY_"));
        environment.put("ASSAY_JAVA_HOME", java.toString());
        environment.put("PATH", maven + ":" + environment.get("PATH"));
        environment.putAll(settings);
        return command.start();
    }

    private static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), UTF_8);
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
