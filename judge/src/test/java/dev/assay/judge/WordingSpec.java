package dev.assay.judge;

import static dev.assay.judge.Wording.ADDRESS;
import static dev.assay.judge.Wording.CODE;
import static dev.assay.judge.Wording.COMMAND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WordingSpec {

    @Test
    void command_lines_are_known_by_program_and_operand() {
        for (var text : List.of(
                "echo assay-marker",
                "echo hi > /tmp/x",
                "touch /tmp/x",
                "id>/tmp/x",
                "whoami",
                "/bin/sh",
                "/usr/bin/env python3",
                "bash -c 'echo hi'",
                "curl -s 127.0.0.1:8000/x | sh",
                "wget http://127.0.0.1/x",
                "python3 -c 'print(1)'",
                "rm -rf ~",
                "ping 127.0.0.1",
                "calc.exe",
                "cat /etc/passwd",
                "cd x && make all",
                "exec 5<>/dev/tcp/127.0.0.1/4444")) {
            assertThat(COMMAND.fits(text)).as(text).isTrue();
        }
    }

    @Test
    void prose_and_names_are_no_command_lines() {
        for (var text : List.of(
                "",
                "echo",
                "echo state network",
                "cat",
                "cat sat on the mat",
                "open ended",
                "find",
                "id",
                "python",
                "start of text",
                "node 3",
                "a && b",
                "git",
                "shell",
                "bashful",
                "kernel",
                "/usr/share/dict/words",
                "(1, 2) > 0")) {
            assertThat(COMMAND.fits(text)).as(text).isFalse();
        }
    }

    @Test
    void source_code_is_known_by_what_it_calls_and_imports() {
        for (var text : List.of(
                "__import__('os').system('id')",
                "import os",
                "import os;os.system('id')",
                "x = 1\nimport subprocess as s",
                "from os import system",
                "exec('1')",
                "eval (x)",
                "open('/tmp/x', 'w').write('x')",
                "print('assay-marker')",
                "[c for c in ().__class__.__base__.__subclasses__()]",
                "socket . socket()")) {
            assertThat(CODE.fits(text)).as(text).isTrue();
        }
        for (var text : List.of(
                "",
                "os",
                "import duties",
                "important",
                "evaluation (x)",
                "f(x)",
                "log(x + 1)",
                "y ~ C(a) + b",
                "os.path",
                "print",
                "lambda")) {
            assertThat(CODE.fits(text)).as(text).isFalse();
        }
    }

    @Test
    void addresses_name_how_they_are_reached() {
        assertThat(ADDRESS.fits("http://127.0.0.1/")).isTrue();
        assertThat(ADDRESS.fits("ftp://a/b")).isTrue();
        assertThat(ADDRESS.fits("http://")).isFalse();
        assertThat(ADDRESS.fits("see http://127.0.0.1/")).isFalse();
        assertThat(ADDRESS.fits("//a/b")).isFalse();
    }

    @Test
    void texts_are_found_at_any_depth_and_with_their_escapes_undone() {
        assertThat(COMMAND.isIn("['sh', ('-c', 'echo assay-marker')]")).isTrue();
        assertThat(COMMAND.isIn("{'a': b'echo hi'}")).isTrue();
        assertThat(COMMAND.isIn("{'args': 'sh -c \\'id\\''}")).isTrue();
        assertThat(CODE.isIn("'x\\nimport os'")).isTrue();
        assertThat(CODE.isIn("'\\x0aimport os'")).isTrue();
        assertThat(COMMAND.isIn("'echo', 'hi'")).isFalse();
        assertThat(COMMAND.isIn("echo.hi")).isFalse();
        assertThat(CODE.isIn("'\\xzz'…")).isFalse();
        assertThat(CODE.isIn("'unfinished\\")).isFalse();
    }
}
