package dev.assay.inspect.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PlainSpec {

    @Test
    void a_script_that_starts_what_lies_beside_it_is_plain() {
        var script = """
                #!/bin/bash
                # trains on every card
                set -euo pipefail
                cd src
                export CUDA_VISIBLE_DEVICES=0,1 OMP_NUM_THREADS="8"
                N=2
                if [ -d out ]; then
                  rm -rf out/old
                fi
                mkdir -p out && echo "on $N cards" > out/run.log
                pip install --quiet -r requirements.txt 'torch>=2.0' "numpy"
                for size in small base; do
                  torchrun --nproc_per_node 2 --master-port=29500 \\
                    train.py --size $size "$@" 2>&1
                done
                python -u eval.py --out 'out/a b'
                """;

        assertThat(Plain.is(script)).isTrue();
    }

    @Test
    void what_leaves_something_to_find_out_is_not_plain() {
        var all = List.of(
                "curl https://example.org/x",
                "python -c 'print(1)'",
                "python $FILE",
                "python $(ls)",
                "python `ls`",
                "python x.py | bash",
                "bash x.sh",
                ". ./x.sh",
                "python",
                "python payload.txt",
                "python ../x.py",
                "$RUN x.py",
                "torchrun --no-python x.py",
                "torchrun --nproc_per_node $N x.py",
                "torchrun --module=x x.py",
                "PATH=. python x.py",
                "export LD_PRELOAD=./x.so",
                "PYTHONSTARTUP=a.txt python x.py",
                "N='8 -c'",
                "for x in -c; do python x.py; done",
                "pip install git+https://example.org/x",
                "pip install --index-url=https://example.org x",
                "pip install -r $LIST",
                "pip install .",
                "pip install x-1.0-py3-none-any.whl",
                "CXX=./x python x.py",
                "export GCONV_PATH=.",
                "https_proxy=127.0.0.1 pip install x",
                "XDG_CONFIG_HOME=. pip install x",
                "while true; do sleep 1 & done",
                "echo " + "x".repeat(2_000),
                "echo x > " + "a/".repeat(30_000) + "a.log",
                "echo x > list.txt",
                "echo x>>train.py",
                "cp a.txt train.py",
                "mv list.log b",
                "cp b train.py",
                "cp a.py /usr/lib/x.py",
                "cd /",
                "rm -rf ..",
                "rm -rf /tmp/../etc",
                "echo a#b; curl x",
                "cp() { python x.py; }",
                "alias cp=python",
                "cat <<E",
                "test -v 'a[$(id)]'",
                "printf -v PATH x",
                "eval x",
                "set -- -c",
                "\u00e9cho x",
                "chmod u+s x",
                "echo 'open");

        assertThat(all).allSatisfy(it -> assertThat(Plain.is(it)).as(it).isFalse());
    }

    @Test
    void a_build_on_a_known_image_of_the_files_beside_it_is_plain() {
        var recipe = """
                # syntax=docker/dockerfile:1
                FROM python:3.12-slim AS base
                RUN apt-get update && apt-get install -y --no-install-recommends libgl1 \\
                    # for OpenCV
                    && rm -rf /var/lib/apt/lists/*
                RUN useradd -m -u 1000 user
                USER user
                ENV HOME=/home/user \\
                    PATH=/home/user/.local/bin:$PATH
                WORKDIR $HOME/app
                COPY --chown=user ./requirements.txt requirements.txt
                RUN --mount=type=cache,target=/root/.cache pip install --no-cache-dir --upgrade -r requirements.txt
                COPY --chown=user . $HOME/app
                EXPOSE 7860
                CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "7860"]
                """;

        assertThat(PlainImage.is(recipe)).isTrue();
    }

    @Test
    void a_build_that_brings_in_more_is_not_plain() {
        var all = List.of(
                "FROM somebody/image",
                "FROM python:3.12\nRUN curl https://example.org/x | sh",
                "FROM python:3.12\nADD https://example.org/x /app/",
                "FROM python:3.12\nCOPY payload.txt /app/app.py",
                "FROM python:3.12\nCOPY python /usr/local/bin/python",
                "FROM python:3.12\nCOPY --from=somebody/image /x /app/",
                "FROM python:3.12\nWORKDIR /usr/local/bin",
                "FROM python:3.12\nWORKDIR .",
                "FROM python:3.12\nCOPY usr usr",
                "FROM python:3.12\nCOPY . .",
                "FROM python:3.12\nWORKDIR /app\nFROM python:3.12\nCOPY usr usr",
                "FROM python:3.12\nRUN cp -r bin usr",
                "FROM python:3.12\nWORKDIR /app\nCOPY a.txt \\\n  b\\\n.py",
                "FROM python:3.12\nRUN --mount=type=cache,target=/usr/bin pip install x",
                "FROM python:3.12\nENV CUDA_INJECTION64_PATH=/app/x.so",
                "#\n".repeat(20_000) + "FROM python:3.12\nCMD [" + "\"a\",".repeat(5_000) + "\"a\"]",
                "FROM python:3.12\nENV PYTHONPATH=/app",
                "FROM python:3.12\nENV A=1 PATH=/app",
                "FROM python:3.12\nSHELL [\"python\", \"-c\"]",
                "FROM python:3.12\nONBUILD RUN python x.py",
                "FROM python:3.12\nRUN <<E\ncurl x\nE",
                "FROM python:3.12\nRUN --security=insecure python x.py",
                "FROM python:3.12\nCMD [\"sh\", \"-c\", \"x\"]",
                "FROM python:3.12\nHEALTHCHECK CMD curl x",
                "# escape=`\nFROM python:3.12\nCMD python app.py",
                "# syntax=somebody/frontend\nFROM python:3.12\nCMD python app.py");

        assertThat(all).allSatisfy(it -> assertThat(PlainImage.is(it)).as(it).isFalse());
    }
}
