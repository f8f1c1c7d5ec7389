package dev.assay.inspect.format.text;

import static dev.assay.inspect.Reports.inspection;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Reports;
import dev.assay.inspect.Specimen;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TextSpec {

    @Test
    void a_text_in_one_line_is_text() {
        for (var word :
                List.of("word ", "a.", "==1,", "a=1 ", "x: ", "- ", "# ", "a/b ", "$a ", "'a' ", "{a} ", "(a) ")) {
            var bytes = word.repeat(20_000).getBytes(UTF_8);

            assertThat(Inspector.standard()
                            .inspect(Specimen.of(bytes), Digest.of(bytes))
                            .report("it"))
                    .as(word)
                    .doesNotContain("analyser failed");
        }
    }

    @Test
    void a_model_card_is_text_and_nothing_else() {
        var card = """
                ---
                license: apache-2.0
                tags: [text-generation]
                ---
                # A model

                Don't worry: `model.eval()` is fine. Use it like this:

                ```python
                import os
                os.system("echo assay-marker")
                ```
                """;

        var inspection = inspect(card);

        assertThat(inspection.format()).isEqualTo("text");
        assertThat(inspection.report("it")).isEmpty();
        assertThat(inspection.complete()).isTrue();
    }

    @Test
    void a_configuration_is_json_and_clean() {
        var inspection = inspect("""
                {"architectures": ["LlamaForCausalLM"], "hidden_size": 4096, "rms_norm_eps": 1e-05,
                 "rope_scaling": null, "use_cache": true, "nested": {"a": [1, -2.5, {"b": []}, {}]}}
                """);

        assertThat(inspection.format()).isEqualTo("json");
        assertThat(inspection.report("it")).isEmpty();
    }

    @Test
    void one_value_a_line_is_json_too() {
        assertThat(inspect("{\"a\": 1}\n{\"a\": 2}\n").format()).isEqualTo("jsonl");
    }

    @Test
    void what_only_begins_like_json_is_text() {
        assertThat(inspect("{\"a\": 1,}").format()).isEqualTo("text");
        assertThat(inspect("[section]\nkey = value\n").format()).isEqualTo("text");
    }

    @Test
    void nesting_without_end_costs_no_stack() {
        assertThat(inspect("[".repeat(100_000)).report("it")).isEmpty();
    }

    @Test
    void a_configuration_that_names_code_says_so() {
        assertThat(report(
                        "{\"auto_map\": {\"AutoModel\": \"modeling_x.XModel\", \"AutoConfig\": \"other/repo--m.C\"}}"))
                .isEqualTo("""
                it@0x1b names code beside it: modeling_x.XModel
                it@0x3e names code in another repository: other/repo--m.C
                """);
        assertThat(report("{\"custom_pipelines\": {\"t\": {\"impl\": \"p.P\"}}}"))
                .contains("names code beside it: p.P");
        assertThat(report("{\"a\": {\"trust_remote_code\": true}}")).contains("names remote code as trusted");
        assertThat(report("{\"a\": {\"command\": \"echo assay-marker\", \"_target_\": \"os.system\"}}"))
                .isEqualTo("it@0x33 calls os.system('echo assay-marker')\n");
    }

    @Test
    void a_configuration_that_names_the_classes_of_its_objects_says_so() {
        assertThat(report("{\"a\": {\"py/object\": \"a.B\"}}")).contains("names the object a.B (py/object)");
        assertThat(report("{\"a\": {\"py/reduce\": [{\"py/function\": \"a.b\"}]}}"))
                .contains("names the object a.b");
        assertThat(report("{\"config\": {\"layers\": [{\"module\": \"a.b\", \"class_name\": \"C\"}]}}"))
                .contains("imports a.b.C");
    }

    @Test
    void a_key_that_stands_twice_is_where_readers_differ() {
        assertThat(report("{\"a\": 1, \"b\": {\"a\": 1}, \"a\": 2}"))
                .isEqualTo("it@0x18 differs between readers: the key 'a' stands twice in one JSON object\n");
    }

    @Test
    void an_ordinary_chat_template_is_clean() {
        assertThat(report("""
                {%- if tools %}{{- '<|im_start|>system\n' }}{%- endif %}{# a comment about __class__ #}
                {%- set ns = namespace(found=false) %}
                {%- for message in messages[::-1] %}
                  {%- if message.role == "user" and not (message['content'] is string) %}
                    {{- raise_exception('Roles must alternate') }}
                  {%- endif %}
                  {{ {"a": {"b": {}}} | tojson }}{{ message.content.split('</think>')[-1].strip() | replace("_", " ") }}
                {%- endfor %}
                """)).isEmpty();
    }

    @Test
    void a_template_that_reaches_for_a_class_is_found() {
        for (var template : new String[] {
            "{{ ''.__class__ }}",
            "{{ ''['__class__'] }}",
            "{{ x | attr('__class__') }}",
            "{{ x|attr(name) }}",
            "{{ x['__cl' ~ 'ass__'] }}",
            "{{ x['\\x5f\\x5fclass__'] }}",
            "{% for a in {'k': {}}.__class__.mro() %}{% endfor %}",
            "{% raw %}{{ ' {% endraw %}{{ x.__class__ }}",
            "{{ xs | map(attribute='__class__') }}"
        }) {
            assertThat(report(template)).as(template).contains("runs a template that leaves its sandbox");
        }
    }

    @Test
    void an_attribute_of_a_template_is_named_by_one_literal() {
        for (var template : new String[] {
            "{{ x | attr('a' ~ b) }}",
            "{{ x | attr('a' | upper) }}",
            "{{ x | attr('%s' | format(b)) }}",
            "{{ xs | map(attribute=name) }}",
            "{{ xs | map('attr', name) }}",
            "{{ x[('%s%s' | format(a, b))] }}",
            "{% set n = '%s' | format(a) %}{{ x[n] }}",
            "{{ x | attr('a') | first }}{{ (x | attr('b'))[a ~ b] }}",
            "{{ '%c' % n }}",
            "{{ '{0.a}'.format(x) }}"
        }) {
            assertThat(report(template)).as(template).contains("runs a template that leaves its sandbox");
        }
    }

    @Test
    void a_raw_block_ends_at_its_tag() {
        assertThat(report("{% raw %} endraw {{ x.__class__ {%- endraw -%}{{ x.__class__ }}"))
                .contains("runs a template that leaves its sandbox");
        assertThat(report("{% raw %}{{ x.__class__ }} endraw {{ x.__class__ }}{% endraw %}{{ x }}"))
                .isEmpty();
    }

    @Test
    void what_templates_of_chats_do_with_names_is_clean() {
        assertThat(report("""
                {%- set ns = namespace(index=messages|length - 1) %}{%- set day = strftime_now('%d %b %Y') %}
                {%- if messages[0]['role'] == 'system' %}{{ messages[0].content }}{% endif %}
                {%- for message in messages %}{% set i = (messages|length - 1) - loop.index0 %}
                  {%- if messages[i].role != 'user' and loop.index0 % 2 == 0 %}{{ messages[loop.index0 - 1]['role'] }}{% endif %}
                  {{ '%s: %s' | format(message['role'], message.content.strip()) }}{{ "{0}: {1}".format(day, i) }}
                  {{ xs | map(attribute='name') | join(', ') }}{{ xs | selectattr('role', 'equalto', 'user') | list }}
                {%- endfor %}
                """)).isEmpty();
    }

    @Test
    void a_template_inside_a_configuration_is_found() {
        assertThat(report("{\"chat_template\": \"{{ x.__class__ }}\"}"))
                .isEqualTo("it@0x12 runs a template that leaves its sandbox: .__class__\n");
        assertThat(report("{\"chat_template\": [{\"name\": \"d\", \"template\": \"{{ x.__class__ }}\"}]}"))
                .contains("leaves its sandbox");
    }

    @Test
    void yaml_that_builds_python_objects_is_found() {
        assertThat(report("a: 1\nb: !!python/object/apply:os.system [\"echo assay-marker\"]\n"))
                .isEqualTo("it@0xa calls os.system([\"echo assay-marker\"])\n");
        assertThat(report("x: !!python/name:os.system\n")).contains("imports os.system");
        assertThat(report("x: !<tag:yaml.org,2002:python/object/new:a.B> [1]\n"))
                .contains("calls a.B");
        assertThat(report("%TAG !p! tag:yaml.org,2002:python/\n---\nx: !p!name:os.system\n"))
                .contains("runs");
    }

    @Test
    void yaml_that_holds_data_is_clean() {
        assertThat(report("model:\n  size: !!python/tuple [1, 2]\n  name: x\n")).isEmpty();
    }

    @Test
    void source_that_acts_when_it_is_imported_is_found() {
        assertThat(report("import os\nos.system('echo assay-marker')\n"))
                .isEqualTo("it@0xa runs at import: os.system('echo assay-marker')\n");
    }

    @Test
    void source_that_acts_when_it_is_called_is_said_to() {
        assertThat(report("import subprocess\n\ndef go():\n    subprocess.run(['true'])\n"))
                .isEqualTo("it@0x21 runs when called: subprocess.run(['true'])\n");
    }

    @Test
    void a_function_that_the_import_calls_acts_at_import() {
        assertThat(report("import os\ndef a():\n    b()\ndef b():\n    os.system('true')\na()\n"))
                .contains("runs at import: os.system('true')");
        assertThat(report("import os\nclass A:\n    def __init__(self): os.system('true')\nA()\n"))
                .contains("runs at import: os.system('true')");
    }

    @Test
    void other_names_for_the_same_function_are_followed() {
        for (var source : new String[] {
            "import os as o\no.system('true')\n",
            "from os import system as s\ns('true')\n",
            "from os import *\nsystem('true')\n",
            "import os\nrun = os.system\nrun('true')\n",
            "import os\nx = f\"{os.system('true')!r:>{3}}\"\n",
            "import os\nmap(os.system, ['true'])\n",
            "import os; os.system('true')\n",
            "import os\nif True: os.system('true')\n",
            "import os\ndef f(x=os.system('true')): pass\n",
            "import os\n(lambda: os.system('true'))()\n",
            "import os\nos.\\\nsystem('true')\n"
        }) {
            assertThat(report(source)).as(source).contains("runs at import: os.system");
        }
        assertThat(report("import os\ngetattr(os, 'sys' + 'tem')('true')\n")).contains("runs at import: getattr(os");
        assertThat(report("__import__('os').system('true')\n")).contains("runs at import: os.system('true')");
        assertThat(report("import base64\nexec(base64.b64decode('cGFzcw=='))\n"))
                .contains("runs at import, executing text decoded from base64: exec(");
        assertThat(report("# -*- coding: utf-7 -*-\nimport os\n")).contains("source in the encoding utf-7");
    }

    @Test
    void a_module_acts_through_whichever_module_it_is_imported() {
        for (var source : new String[] {
            "import random\nrandom._os.system('true')\n",
            "import a.b\na.b.subprocess.run(['true'])\n",
            "from shutil import os as o\no.system('true')\n",
            "import sys\nsys.modules['os'].system('true')\n",
            "import sys\nsys.modules[n].run(['true'])\n",
            "import os\nos.__getattribute__('system')('true')\n",
            "import os, operator\noperator.attrgetter(n)(os)('true')\n",
            "import operator\noperator.attrgetter('system')(x)('true')\n",
            "__builtins__['eval']('1')\n",
            "x = globals()['__builtins__']\n"
        }) {
            assertThat(report(source)).as(source).contains("runs at import: ");
        }
    }

    @Test
    void a_source_in_an_unusual_encoding_was_not_read() {
        assertThat(report("#!/usr/bin/python\n# vim: set fileencoding=rot13 :\nvzcbeg bf\n"))
                .contains("eludes us: source in the encoding rot13");
        for (var usual : new String[] {"utf-8", "UTF8", "utf_8", "latin-1", "ISO-8859-1", "ascii", "us-ascii"}) {
            assertThat(report("# -*- coding: " + usual + " -*-\nimport math\n"))
                    .as(usual)
                    .isEmpty();
        }
    }

    @Test
    void a_loader_that_runs_what_it_loads_acts_at_import() {
        for (var source : new String[] {
            "import torch\ntorch.load('a', weights_only=False)\n",
            "import torch\ntorch.hub.load('a', 'b')\n",
            "import numpy as np\nnp.load('a', allow_pickle=True)\n",
            "import pandas as pd\npd.read_pickle('a')\n",
            "import joblib\njoblib.load('a')\n",
            "import yaml\nyaml.unsafe_load('a')\n",
            "from torch.utils.cpp_extension import load_inline\nload_inline('a', '')\n"
        }) {
            assertThat(report(source)).as(source).contains("runs at import: ");
        }
        assertThat(report("import torch\ntorch.load('a', weights_only=True)\n"
                        + "def f():\n    return torch.load('a', weights_only=False)\n"))
                .isEmpty();
    }

    @Test
    void honest_modelling_code_is_clean() {
        var inspection = inspect("""
                import math
                from typing import Optional

                import torch
                from torch import nn


                class Attention(nn.Module):
                    '''Multi-head attention, don't call directly.'''

                    def __init__(self, config, layer: Optional[int] = None):
                        super().__init__()
                        self.scale = 1 / math.sqrt(config.head_dim)
                        self.compile = torch.compile(self.forward)

                    def forward(self, x, *, mask=None, **kwargs):
                        y = f"{x.shape[0]:>{4}} {{}} {self.scale!r}"
                        self.eval()
                        return x @ x.transpose(-1, -2) if mask is None else x[:, ::-1]
                """);

        assertThat(inspection.format()).isEqualTo("python");
        assertThat(inspection.report("it")).isEmpty();
    }

    @Test
    void scripts_are_no_plain_text() {
        assertThat(report("#!/bin/sh\neval assay-marker\n")).isEqualTo("it runs a script for /bin/sh\n");
        assertThat(report("#!/bin/sh\necho assay-marker\n")).isEqualTo("it runs plain commands in a shell\n");
        assertThat(report("#!/usr/bin/perl\necho assay-marker\n")).isEqualTo("it runs a script for /usr/bin/perl\n");
        assertThat(report("@echo off\r\necho assay-marker\r\n")).isEqualTo("it runs a batch script for Windows\n");
        assertThat(report("# note\n$a = 1\nWrite-Host $a\n")).isEqualTo("it runs a PowerShell script\n");
    }

    @Test
    void pages_and_drawings_are_inert_without_scripts() {
        assertThat(report("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"))
                .isEmpty();
        assertThat(report("<svg><script>1</script></svg>")).contains("runs a browser script");
        assertThat(report("<html><body onload = 'x()'>")).contains("runs a browser script");
        assertThat(report("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///x'>]><a/>"))
                .contains("names an entity from elsewhere");
    }

    @Test
    void vocabularies_in_any_language_are_text() {
        assertThat(report("[PAD]\n##ing\nécole\n模型\n\u0001\neval\nexec\nimport\n" + "word\n".repeat(50)))
                .isEmpty();
    }

    @Test
    void sixteen_bit_units_are_read_as_the_letters_they_are() {
        var bytes = ("\ufeff" + "import os\nos.system('true')\n").getBytes(UTF_16LE);

        assertThat(Reports.report(bytes)).contains("runs at import: os.system");
    }

    private static String report(String text) {
        return inspect(text).report("it");
    }

    private static Inspection inspect(String text) {
        return inspection(text.getBytes(UTF_8));
    }
}
