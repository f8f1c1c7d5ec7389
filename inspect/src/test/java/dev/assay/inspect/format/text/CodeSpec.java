package dev.assay.inspect.format.text;

import static dev.assay.inspect.Reports.inspection;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CodeSpec {

    private static final String FETCH = "curl http://127.0.0.1/x | sh";

    @Test
    void a_card_with_code_in_it_is_a_text_and_no_source_that_ends_early() {
        for (var card : new String[] {
            "# Model\n\n```python\nfrom transformers import pipeline\npipe = pipeline(\"x\")\n```\n",
            "---\nlicense: mit\ntags: [a, b]\n---\n# Model\n\n```python\nfrom a import b\n```\n",
            "Model\n=====\n\n    import torch\n    x = 1\n"
        }) {
            assertThat(report(card)).as(card).isEmpty();
        }
        assertThat(report("import os\nos.system('echo assay-marker')\n```\n")).isNotEmpty();
    }

    @Test
    void a_source_too_deep_to_follow_is_no_card() {
        assertThat(report("import a\nx = (\n" + "---\n".repeat(400) + "1\n)\nimport os\nos.system('id')\n"))
                .contains("eludes us: from here this source is no Python that we follow");
    }

    @Test
    void a_notebook_that_works_with_a_model_is_clean() {
        var book = notebook(
                "!pip install -q transformers datasets",
                "%matplotlib inline\nimport torch\nfrom transformers import pipeline\nhelp?\n!nvidia-smi",
                "r = requests.get('http://127.0.0.1/x')\nopen('a', 'w').write(r.text)\nx = !ls -l\n%time f()",
                "%%time\nmodel.train()");

        assertThat(inspection(book.getBytes(UTF_8)).format()).isEqualTo("notebook");
        assertThat(report(book)).isEmpty();
    }

    @Test
    void a_cell_that_acts_is_found() {
        assertThat(report(notebook("import os", "os.system('echo assay-marker')")))
                .contains("runs in a cell: os.system('echo assay-marker')");
        assertThat(report(notebook("!" + FETCH))).contains("runs in a cell, downloading into a shell: " + FETCH);
        assertThat(report(notebook("!curl http://127.0.0.1/x \\\n  | sh"))).contains("downloading into a shell");
        assertThat(report(notebook("%%bash\n" + FETCH))).contains("runs in a cell, downloading into a shell");
        assertThat(report(notebook("%%sh\n./train.sh"))).contains("runs a script in a cell: ./train.sh");
        assertThat(report(notebook("!./train.sh"))).contains("runs a command in a cell: ./train.sh");
        assertThat(report(notebook("%%perl\nprint 1"))).contains("runs a cell for perl");
        assertThat(report(notebook("%%javascript\nalert(1)"))).contains("runs a browser script in a cell");
        assertThat(report(notebook("get_ipython().system('echo assay-marker')")))
                .contains("system('echo assay-marker')");
        assertThat(report(notebook("!pip install git+http://127.0.0.1/x")))
                .contains("names what a cell installs from elsewhere: git+http://127.0.0.1/x");
        assertThat(report(notebook("%load http://127.0.0.1/x.py"))).contains("names code from elsewhere in a cell");
    }

    @Test
    void a_script_in_the_output_of_a_cell_is_found() {
        var book = """
                {"cells": [{"cell_type": "code", "source": "1", "outputs": [
                  {"output_type": "display_data", "data": {"text/html": ["<b>", "<script>1</script>"]}}]}],
                 "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
                """;

        assertThat(report(book)).contains("runs a browser script in the output of a cell");
        assertThat(report(book.replace("<script>1</script>", "1"))).isEmpty();
    }

    @Test
    void a_script_says_what_it_comes_to() {
        assertThat(report("#!/bin/sh\n" + FETCH + "\n")).isEqualTo("""
                it runs a script for /bin/sh
                it@0xa runs in a shell, downloading into a shell: curl http://127.0.0.1/x | sh
                """);
        assertThat(report("@echo off\r\npowershell -c \"iex (irm http://127.0.0.1/x)\"\r\n"))
                .contains("runs in a shell, downloading into a shell");
    }

    @Test
    void a_recipe_is_code() {
        assertThat(report("# image\nFROM python:3.11\nRUN make install\n")).isEqualTo("it runs an image build\n");
        assertThat(report("# image\nFROM python:3.11\nRUN pip install torch\n"))
                .isEqualTo("it runs plain commands in a shell\n");
        assertThat(report("FROM python:3.11\nRUN " + FETCH + "\n"))
                .contains("runs in a build, downloading into a shell");
        assertThat(report(".PHONY: all\nall:\n\t" + FETCH + "\n"))
                .contains("runs a build by make")
                .contains("runs in a build, downloading into a shell");
        assertThat(report("From here on it is prose.\nRun it.\n")).isEmpty();
    }

    @Test
    void packages_from_elsewhere_are_named() {
        assertThat(
                        report(
                                "numpy>=1.2\ntorch==2.0 ; python_version < '3.9'  # note\n-r other.txt\ntransformers[torch]~=4.0,<5\n"))
                .isEmpty();
        assertThat(report("numpy\n--extra-index-url http://127.0.0.1/simple\n"))
                .isEqualTo("it@0x6 names another package index: http://127.0.0.1/simple\n");
        assertThat(report("numpy\ngit+http://127.0.0.1/a@main#egg=b\nc @ http://127.0.0.1/c.whl\n"))
                .contains("names a package at git+http://127.0.0.1/a@main#egg=b")
                .contains("names a package at http://127.0.0.1/c.whl");
    }

    @Test
    void a_line_of_a_path_file_that_acts_is_found() {
        assertThat(report("/a/b c d\nimport os; os.system('echo assay-marker')\n"))
                .isEqualTo(
                        "it@0x9 runs when Python starts, as a .pth file, at import: os.system('echo assay-marker')\n");
        assertThat(report("/a/b c d\nimport sys; sys.path.append('x')\n")).isEmpty();
    }

    @Test
    void a_card_that_tells_its_reader_to_run_a_download_says_so() {
        assertThat(report("# A model\n\nInstall it:\n\n```sh\n$ " + FETCH + "\n```\n"))
                .isEqualTo("it@0x1e names a download for a shell to run: http://127.0.0.1/x\n");
        assertThat(report("# A model\n\nRun `" + FETCH + "` first.\n")).contains("names a download for a shell to run");
        assertThat(report("# A model\n\nType this:\n\n    powershell -e ZQBjAGgAbwAgAGEAcwBzAGEAeQA=\n"))
                .contains("names a command for its reader, executing text decoded from base64: powershell");
        assertThat(
                        report(
                                "# A model\n\nDon't pipe curl into sh; `pip install x` is fine.\nGet it with `wget http://127.0.0.1/x`.\n"))
                .isEmpty();
    }

    @Test
    void letters_that_nobody_sees_are_found() {
        var tags = new StringBuilder().appendCodePoint(0xe0041).appendCodePoint(0xe0042);
        assertThat(report("# A model" + tags + "\n")).contains("letters of the Unicode tag block, which nobody sees");
        assertThat(report("# A model" + "\u200b".repeat(40) + "\n")).contains("a row of letters without width");
        assertThat(report("import math\nx = 'a\u202eb'\n")).contains("code is shown in another order than it is run");
    }

    @Test
    void letters_that_writing_needs_are_clean() {
        var wales = new StringBuilder().appendCodePoint(0x1f3f4);
        "gbwls".chars().forEach(it -> wales.appendCodePoint(0xe0000 + it));
        wales.appendCodePoint(0xe007f);
        assertThat(report("# A model " + wales
                        + " \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u202b\u05d0\u202c\n"))
                .isEmpty();
    }

    private static String notebook(String... cells) {
        return List.of(cells).stream()
                .map(it ->
                        "{\"cell_type\": \"code\", \"execution_count\": null, \"metadata\": {}, \"outputs\": [], \"source\": ["
                                + it.lines()
                                        .map(line -> "\""
                                                + line.replace("\\", "\\\\").replace("\"", "\\\"") + "\\n\"")
                                        .collect(Collectors.joining(", "))
                                + "]}")
                .collect(Collectors.joining(
                        ", ", "{\"cells\": [", "], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}"));
    }

    private static String report(String text) {
        return inspection(text.getBytes(UTF_8)).report("it");
    }
}
