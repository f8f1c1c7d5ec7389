#!/usr/bin/env python3
"""Tries every callable of the languages and libraries at hand as what a pickle calls, and counts what is said of it.

Callables come from sources, which are read, and from compiled modules of the language, whose names are asked for. Each
is called with a command, with source code, with an address and with a path, spelled and wrapped in ways chosen by the
seed. Nothing that is made here is ever loaded.

None may be SAFE but what is harmless whatever it is given; few may be INCOMPLETE; what is handed a command or code, and
what `sinks.py` finds to reach one, has to be MALICIOUS.

Usage: fuzz/gadgets.py [--seed S] [--each N] [--steps N] [--assay COMMAND] FOLDER[=PACKAGE] ...
"""

import argparse
import ast
import bz2
import collections
import gzip
import io
import json
import lzma
import os
import random
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib

import sinks

ARGUMENTS = {
    'command': ('echo assay-marker',),
    'code': ("__import__('os').system('echo assay-marker')",),
    'address': ('http://127.0.0.1:9/assay-marker',),
    'path': ('/tmp/assay-marker', 'x'),
}


# ---- spellings

def text(it):
    it = it.encode()
    return b'X' + struct.pack('<I', len(it)) + it


def lines(arguments):
    return b''.join(b'V' + it.encode() + b'\n' for it in arguments)


def texts(arguments):
    return b''.join(map(text, arguments))


def named(module, name):
    return b'c' + module.encode() + b'\n' + name.encode() + b'\n'


def stack_global(module, name):
    return text(module) + text(name) + b'\x93'


SPELLINGS = {
    'reduce0': lambda m, n, a: named(m, n) + b'(' + lines(a) + b'tR.',
    'reduce1': lambda m, n, a: named(m, n) + b'(' + texts(a) + b'tR.',
    'reduce2': lambda m, n, a: b'\x80\2' + named(m, n) + b'(' + texts(a) + b'tR.',
    'reduce4': lambda m, n, a: b'\x80\4' + stack_global(m, n) + b'(' + texts(a) + b'tR.',
    'reduce5': lambda m, n, a: framed(stack_global(m, n) + b'(' + texts(a) + b'tR.'),
    'memo': lambda m, n, a: (b'\x80\4' + text(m) + b'\x94' + text(n) + b'\x9400h\0h\1\x93(' + texts(a) + b'tR.'),
    'inst': lambda m, n, a: b'(' + lines(a) + b'i' + named(m, n)[1:] + b'.',
    'obj': lambda m, n, a: b'(' + named(m, n) + texts(a) + b'o.',
    'list': lambda m, n, a: b'\x80\4](' + text('a') + stack_global(m, n) + b'(' + texts(a) + b'tRe.',
    'popped': lambda m, n, a: b'\x80\4' + stack_global(m, n) + b'(' + texts(a) + b'tR0N.',
    'newobj': lambda m, n, a: b'\x80\2' + named(m, n) + b'(' + texts(a) + b't\x81.',
    'newobj_ex': lambda m, n, a: b'\x80\4' + stack_global(m, n) + b'(' + texts(a) + b't}\x92.',
    'build': lambda m, n, a: b'\x80\2' + named(m, n) + b')\x81}' + text('a') + texts(a[:1]) + b'sb.',
    'extension': lambda m, n, a: (b'\x80\4' + stack_global('copyreg', 'add_extension') + text(m) + text(n)
                                  + b'MQU\x87R0\x83QU(' + texts(a) + b'tR.'),
    'getattr': lambda m, n, a: (b'\x80\4' + stack_global('builtins', 'getattr') * (n.count('.') + 1)
                                + stack_global('importlib', 'import_module') + text(m) + b'\x85R'
                                + b''.join(text(x) + b'\x86R' for x in n.split('.')) + b'(' + texts(a) + b'tR.'),
    'import': lambda m, n, a: b'\x80\4' + stack_global(m, n) + b'.',
}
CALLS = set(SPELLINGS) - {'newobj', 'newobj_ex', 'build', 'import'}


def framed(body):
    return b'\x80\5\x95' + struct.pack('<Q', len(body)) + body


# ---- wrappings

def zipped(members, method=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', method) as it:
        for name, data in members.items():
            it.writestr(name, data)
    return out.getvalue()


class Unseekable(io.RawIOBase):
    def __init__(self):
        super().__init__()
        self.data = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.data += data
        return len(data)


def streamed(data):
    out = Unseekable()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as it:
        it.writestr('data.pkl', data)
    return bytes(out.data)


def torch(data):
    return zipped({'archive/data.pkl': data, 'archive/byteorder': b'little', 'archive/version': b'3\n'})


def tarred(data):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode='w') as it:
        member = tarfile.TarInfo('data')
        member.size = len(data)
        it.addfile(member, io.BytesIO(data))
    return out.getvalue()


def npy(data):
    header = b"{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"
    header += b' ' * (64 - (len(header) + 11) % 64) + b'\n'
    return b'\x93NUMPY\1\0' + struct.pack('<H', len(header)) + header + data


WRAPPINGS = {
    'raw': lambda it: it,
    'zip': lambda it: zipped({'a.pkl': it}),
    'deflated': lambda it: zipped({'notes.txt': it}, zipfile.ZIP_DEFLATED),
    'torch': torch,
    'nested': lambda it: zipped({'inner.zip': torch(it)}),
    'streamed': streamed,
    'npy': npy,
    'npz': lambda it: zipped({'arr_0.npy': npy(it)}, zipfile.ZIP_DEFLATED),
    'zlib': zlib.compress,
    'gzip': gzip.compress,
    'bz2': bz2.compress,
    'xz': lzma.compress,
    'lzma': lambda it: lzma.compress(it, lzma.FORMAT_ALONE),
    'tar': tarred,
    'tar.gz': lambda it: gzip.compress(tarred(it)),
    'second': lambda it: b'\x80\4}.' + it,
    'unfinished': lambda it: it[:-1],
    'broken': lambda it: it[:-1] + b'\xff\xff',
    'in bytes': lambda it: b'\x80\4](B' + struct.pack('<I', len(it)) + it + b'e.',
    'prefixed': lambda it: b'\0garbage\0\0' + it,
}
ENDINGS = ('.pkl', '.bin', '.pt', '.ckpt', '.joblib', '.npy', '.txt', '.json', '.safetensors', '.zip', '')


# ---- callables

def compiled(python):
    """Callables of the modules that have no source, as an interpreter lists them."""
    program = '''
import importlib, os, sys, sysconfig
names = set(sys.builtin_module_names)
folder = os.path.join(sysconfig.get_path('stdlib'), 'lib-dynload')
names |= {x.split('.')[0] for x in os.listdir(folder)} if os.path.isdir(folder) else set()
for name in sorted(names):
    if name in ('antigravity', 'this') or name.startswith(('_test', '_xx', 'xx')): continue
    try: module = importlib.import_module(name)
    except Exception: continue
    for each in dir(module):
        it = getattr(module, each, None)
        if callable(it) and not (isinstance(it, type) and issubclass(it, BaseException)):
            print(name, each)
'''
    out = subprocess.run([python, '-S', '-c', program], capture_output=True, text=True, check=False).stdout
    return {tuple(it.split(' ', 1)) for it in out.splitlines()}


def sourced(roots):
    for root, prefix in roots:
        for module in sinks.modules(root, prefix):
            for node in module.tree.body:
                if isinstance(node, sinks.FUNCTIONS):
                    yield module.name, node.name
                elif isinstance(node, ast.ClassDef):
                    yield module.name, node.name
                    for method in node.body:
                        if isinstance(method, sinks.FUNCTIONS):
                            yield module.name, node.name + '.' + method.name


# ---- the run

def judged(assay, folder):
    run = subprocess.run(assay + ['scan', '--format', 'json', folder], capture_output=True, text=True, check=False)
    try:
        report = json.loads(run.stdout)
    except ValueError:
        sys.exit('no report: ' + run.stderr[-2000:])
    for file in report['files']:
        yield file['path'], file['verdict']


def main():
    options = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    options.add_argument('--seed', type=int, default=20261125)
    options.add_argument('--each', type=int, default=1, help='files for each callable and argument')
    options.add_argument('--only', type=float, default=1.0, help='share of the callables that is tried')
    options.add_argument('--steps', type=int, default=0, help='as of sinks.py')
    options.add_argument('--reach', help='what sinks.py printed, so that it need not be found again')
    options.add_argument('--assay', default=os.path.join(os.path.dirname(__file__), '..', 'assay'))
    options.add_argument('--keep', help='folder for the files; a temporary one if not given')
    options.add_argument('--show', type=int, default=40)
    options.add_argument('folders', nargs='+', metavar='FOLDER[=PACKAGE]')
    asked = options.parse_args()
    dice = random.Random(asked.seed)
    roots = [(root, prefix) for root, _, prefix in (it.partition('=') for it in asked.folders)]
    if asked.reach:
        with open(asked.reach) as known:
            rows = [it.rstrip('\n').split('\t') for it in known]
        reach = {module + '.' + name: kind for module, name, kind in rows}
    else:
        reach = {name: sinks.strongest(kinds) for name, kinds in sinks.sweep(roots, asked.steps).items()}
    callables = set(sourced(roots)) | compiled(sys.executable)
    callables |= {tuple(it.rsplit('.', 1)) for it in reach if '.' in it}
    callables = sorted(it for it in callables if dice.random() < asked.only)
    folder = asked.keep or tempfile.mkdtemp(prefix='assay-gadgets-')
    made = {}
    for number, (module, name) in enumerate(callables):
        for kind, arguments in ARGUMENTS.items():
            for again in range(asked.each):
                spelling = dice.choice(list(SPELLINGS))
                wrapping = dice.choice(list(WRAPPINGS))
                file = os.path.join(folder, str(number // 250), '%d-%s-%d%s' % (number, kind, again, dice.choice(ENDINGS)))
                os.makedirs(os.path.dirname(file), exist_ok=True)
                with open(file, 'wb') as out:
                    out.write(WRAPPINGS[wrapping](SPELLINGS[spelling](module, name, arguments)))
                made[os.path.relpath(file, folder)] = (module + '.' + name, kind, spelling, wrapping)
    words, clear_cut, missed, said = collections.Counter(), collections.Counter(), [], {}
    for path, word in judged(asked.assay.split(), folder):
        path = os.path.relpath(path, folder)
        if path not in made:
            continue
        full, kind, spelling, wrapping = made[path]
        words[word] += 1
        said[path] = word
        by_name = full in reach
        by_word = kind in ('command', 'code')
        if word in ('SAFE', 'INCOMPLETE'):
            missed.append((word, full, kind, spelling, wrapping))
        if spelling in CALLS and (by_name or by_word):
            clear_cut[(reach.get(full, '-'), kind if by_word else '-', word)] += 1
            if word != 'MALICIOUS':
                missed.append((word, full, kind if by_word else reach[full], spelling, wrapping))
    print('seed', asked.seed, 'callables', len(callables), 'files', len(made), 'in', folder)
    print(dict(words))
    total = sum(clear_cut.values())
    convicted = sum(n for (_, _, word), n in clear_cut.items() if word == 'MALICIOUS')
    print('unambiguous %d, convicted %d (%.2f %%)' % (total, convicted, 100.0 * convicted / max(total, 1)))
    for key, n in sorted(clear_cut.items()):
        print(*key, n, sep='\t')
    lost = [it for it in made if it not in said]
    print('not reported:', len(lost), lost[:5])
    with open(os.path.join(folder, 'missed.tsv'), 'w') as out:
        for it in sorted(missed):
            print(*it, sep='\t', file=out)
    for it in dice.sample(missed, min(asked.show, len(missed))):
        print(*it, sep='\t')


if __name__ == '__main__':
    main()
