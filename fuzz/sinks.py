#!/usr/bin/env python3
"""Functions of a library that reach what evaluates code, starts a process, opens a connection or writes a file.

Reads sources, runs none. What is printed is more than an attacker can use, since a call may need particular arguments:
module, function, and `exec`, `net` or `write`. The policy's lists of library functions were made from it.

A function counts if it calls such a thing itself, or hands one of its own arguments, however changed on the way, to a
function that counts, over as many steps as are allowed. What a module imports by name is listed under that name too.

Usage: fuzz/sinks.py [--steps N] FOLDER[=PACKAGE] ...    such as lib/python3.13 site-packages/torch=torch
"""

import argparse
import ast
import os
import re

KINDS = {
    'exec': re.compile(
        r'^(builtins\.)?(exec|eval|compile|__import__|execfile|breakpoint)$'
        r'|^importlib\.(import_module|reload|__import__)$'
        r'|^(os|posix|nt)\.(system|popen|exec\w+|spawn\w+|posix_spawn\w*|startfile|fork\w*)$'
        r'|^subprocess\.(Popen|call|run|check_call|check_output|getoutput|getstatusoutput)$'
        r'|^runpy\.|^(pickle|_pickle|cPickle|dill|cloudpickle|marshal)\.(load|loads|Unpickler)$'
        r'|^(torch|joblib|numpy|np)\.load$|^ctypes\.(CDLL|PyDLL|WinDLL|cdll\.LoadLibrary)$|^pty\.spawn$'
        r'|^asyncio\.create_subprocess|^multiprocessing\.\w*Process$|^types\.(FunctionType|CodeType)$|^code\.\w+'
        r'|^(timeit|webbrowser|pdb|cProfile|profile)\.(run|runctx|timeit|open|runcall)$|^imp\.load'
        r'|^torch\.(ops|classes)\.load_library$|^_posixsubprocess|^distutils\.spawn'),
    'net': re.compile(
        r'^socket\.(socket|create_connection|create_server|getaddrinfo|gethostbyname)$'
        r'|^urllib\.request\.(urlopen|urlretrieve|build_opener)$|^requests\.(get|post|put|request|Session|head)$'
        r'|^http\.client\.HTTPS?Connection$|^(smtplib|ftplib|poplib|imaplib|telnetlib|nntplib|xmlrpc\.client|ssl)\.\w+$'
        r'|^httpx\.|^urllib3\.'),
    'write': re.compile(
        r'^os\.(remove|unlink|rename|renames|replace|rmdir|removedirs|mkdir|makedirs|link|symlink|truncate|chmod|chown'
        r'|write|open|mkfifo|putenv|unsetenv|kill|killpg)$'
        r'|^shutil\.(copy\w*|move|rmtree|make_archive|unpack_archive|chown)$'
        r'|^(zipfile\.(ZipFile|PyZipFile)|tarfile\.(open|TarFile)|sqlite3\.connect|tempfile\.\w+'
        r'|numpy\.(save\w*|memmap)|np\.(save\w*|memmap))$'),
}
OPENERS = ('open', 'io.open', 'builtins.open', 'codecs.open', 'gzip.open', 'bz2.open', 'lzma.open')
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LEFT_OUT = {'__pycache__', 'site-packages', 'tests', 'test', 'idle_test'}


def dotted(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        of = dotted(node.value)
        return of and of + '.' + node.attr
    return None


def opens_to_write(call):
    mode = call.args[1] if len(call.args) > 1 else next((k.value for k in call.keywords if k.arg == 'mode'), None)
    return isinstance(mode, ast.Constant) and isinstance(mode.value, str) and re.search('[wax+]', mode.value)


class Module:
    def __init__(self, name, tree, package):
        self.name, self.tree, self.names = name, tree, {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                for it in node.names:
                    self.names[it.asname or it.name.split('.')[0]] = it.name if it.asname else it.name.split('.')[0]
            elif isinstance(node, ast.ImportFrom):
                origin = node.module or ''
                if node.level:
                    above = name.split('.') if package else name.split('.')[:-1]
                    above = above[:len(above) - node.level + 1]
                    origin = '.'.join(above + ([node.module] if node.module else []))
                for it in node.names:
                    self.names[it.asname or it.name] = (origin + '.' if origin else '') + it.name
        self.tops = {n.name for n in tree.body if isinstance(n, FUNCTIONS + (ast.ClassDef,))}

    def full(self, name):
        head, _, tail = name.partition('.')
        if head in self.tops:
            head = self.name + '.' + head
        else:
            head = self.names.get(head, head)
        return head + ('.' + tail if tail else '')


class Function:
    def __init__(self, node, module, owner):
        self.calls, self.kinds = [], set()
        a = node.args
        tainted = {x.arg for x in a.posonlyargs + a.args + a.kwonlyargs + [y for y in (a.vararg, a.kwarg) if y]}
        tainted -= {'self', 'cls'}
        for _ in range(3):
            for it in ast.walk(node):
                if isinstance(it, (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.withitem, ast.NamedExpr)):
                    value = getattr(it, 'value', None) or getattr(it, 'iter', None) or getattr(it, 'context_expr', None)
                    if value is not None and uses(value, tainted):
                        targets = getattr(it, 'targets', None) or [getattr(it, 'target', None)
                                                                  or getattr(it, 'optional_vars', None)]
                        for target in targets:
                            if target is not None:
                                tainted |= {n.id for n in ast.walk(target) if isinstance(n, ast.Name)}
        for call in ast.walk(node):
            if not isinstance(call, ast.Call):
                continue
            name = dotted(call.func)
            if not name:
                continue
            if owner and name.startswith('self.'):
                full = module.name + '.' + owner + name[4:]
            else:
                full = module.full(name)
            for kind, pattern in KINDS.items():
                if pattern.match(full):
                    self.kinds.add(kind)
                    break
            else:
                if full in OPENERS and opens_to_write(call) or name.endswith(('.write_text', '.write_bytes')):
                    self.kinds.add('write')
                elif any(uses(x, tainted) for x in call.args + [k.value for k in call.keywords]):
                    self.calls.append(full)


def uses(node, names):
    return any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(node))


def modules(root, prefix):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(x for x in folders if x not in LEFT_OUT and not x.endswith('.dist-info'))
        for file in sorted(files):
            if not file.endswith('.py'):
                continue
            path = os.path.join(folder, file)
            name = os.path.relpath(path, root)[:-3].replace('/', '.')
            package = name == '__init__' or name.endswith('.__init__')
            if package:
                name = name[:-8].rstrip('.')
            name = (prefix + '.' + name).strip('.') if prefix else name
            if not name or not re.match(r'^[\w.]+$', name):
                continue
            try:
                with open(path, 'rb') as source:
                    yield Module(name, ast.parse(source.read()), package)
            except (SyntaxError, ValueError, RecursionError):
                continue


def sweep(roots, steps):
    """Every function that counts, by full name: a set of kinds; and names it has elsewhere."""
    functions, aliases = {}, {}
    for root, prefix in roots:
        for module in modules(root, prefix):
            for node in module.tree.body:
                if isinstance(node, FUNCTIONS):
                    functions[module.name + '.' + node.name] = Function(node, module, None)
                elif isinstance(node, ast.ClassDef):
                    for method in node.body:
                        if isinstance(method, FUNCTIONS):
                            made = Function(method, module, node.name)
                            functions['.'.join((module.name, node.name, method.name))] = made
            for name, full in module.names.items():
                if full.startswith(module.name.split('.')[0] + '.') and name not in module.tops:
                    aliases[module.name + '.' + name] = full

    def resolve(name):
        for _ in range(5):
            if name in functions:
                return name
            if name + '.__init__' in functions:
                return name + '.__init__'
            if name in aliases:
                name = aliases[name]
                continue
            head, dot, tail = name.rpartition('.')
            if dot and head in aliases:
                name = aliases[head] + '.' + tail
                continue
            return None
        return None

    found = {name: set(it.kinds) for name, it in functions.items()}
    for _ in range(steps):
        news = {}
        for name, it in functions.items():
            more = set()
            for callee in it.calls:
                target = resolve(callee)
                if target and target != name:
                    more |= found[target]
            if more - found[name]:
                news[name] = more
        if not news:
            break
        for name, more in news.items():
            found[name] |= more
    found = {name: kinds for name, kinds in found.items() if kinds}
    for name in list(found):
        owner, _, method = name.rpartition('.')
        if method in ('__init__', '__new__'):
            found.setdefault(owner, set()).update(found[name])
    for alias in aliases:
        target = alias
        for _ in range(5):
            target = aliases.get(target, target)
        if target in found:
            found.setdefault(alias, set()).update(found[target])
    return found


def strongest(kinds):
    return next(k for k in ('exec', 'net', 'write') if k in kinds)


def main():
    options = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    options.add_argument('--steps', type=int, default=0, help='calls between a function and what it reaches')
    options.add_argument('folders', nargs='+', metavar='FOLDER[=PACKAGE]')
    asked = options.parse_args()
    roots = [(root, prefix) for root, _, prefix in (it.partition('=') for it in asked.folders)]
    for name, kinds in sorted(sweep(roots, asked.steps).items()):
        module, _, function = name.rpartition('.')
        print(module, function, strongest(kinds), sep='\t')


if __name__ == '__main__':
    main()
