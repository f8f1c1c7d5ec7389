#!/usr/bin/env python3
"""Functions of a library that reach what evaluates code, starts a process, opens a connection or writes a file.

Reads sources, runs none. What is printed is more than an attacker can use, since a call may need particular arguments:
module, function, and `exec`, `net` or `write`. The policy's list of library functions was made from it.

Usage: fuzz/sinks.py FOLDER[=PACKAGE] ...    such as lib/python3.13 site-packages/torch=torch
"""

import ast
import os
import re
import sys

EXEC=re.compile(r'^(builtins\.)?(exec|eval|compile|__import__|execfile|breakpoint)$|^importlib\.(import_module|reload|__import__)$|^(os|posix|nt)\.(system|popen|exec\w+|spawn\w+|posix_spawn\w*|startfile|fork\w*)$|^subprocess\.(Popen|call|run|check_call|check_output|getoutput|getstatusoutput)$|^runpy\.|^(pickle|_pickle|cPickle|dill|cloudpickle|marshal)\.(load|loads|Unpickler)$|^(torch|joblib|numpy|np)\.load$|^ctypes\.(CDLL|PyDLL|WinDLL|cdll\.LoadLibrary)$|^pty\.spawn$|^asyncio\.create_subprocess|^multiprocessing\.\w*Process$|^types\.(FunctionType|CodeType)$|^code\.\w+|^(timeit|webbrowser|pdb|cProfile|profile)\.(run|runctx|timeit|open|runcall)$|^imp\.load|^torch\.(ops|classes)\.load_library$|^_posixsubprocess|^distutils\.spawn')
NET=re.compile(r'^socket\.(socket|create_connection|create_server|getaddrinfo|gethostbyname)$|^urllib\.request\.(urlopen|urlretrieve|build_opener)$|^requests\.(get|post|put|request|Session|head)$|^http\.client\.HTTPS?Connection$|^(smtplib|ftplib|poplib|imaplib|telnetlib|nntplib|xmlrpc\.client|ssl)\.\w+$|^httpx\.|^urllib3\.')
WRITE=re.compile(r'^os\.(remove|unlink|rename|renames|replace|rmdir|removedirs|mkdir|makedirs|link|symlink|truncate|chmod|chown|write|open|mkfifo|putenv|unsetenv|kill|killpg)$|^shutil\.(copy\w*|move|rmtree|make_archive|unpack_archive|chown)$|^(zipfile\.(ZipFile|PyZipFile)|tarfile\.(open|TarFile)|sqlite3\.connect|tempfile\.\w+|numpy\.(save\w*|memmap)|np\.(save\w*|memmap))$')
def dotted(n):
    if isinstance(n,ast.Name): return n.id
    if isinstance(n,ast.Attribute):
        d=dotted(n.value); return d and d+'.'+n.attr
    return None
def opens_to_write(c):
    m=c.args[1] if len(c.args)>1 else next((k.value for k in c.keywords if k.arg=='mode'),None)
    return isinstance(m,ast.Constant) and isinstance(m.value,str) and re.search('[wax+]',m.value)
def sweep(root,prefix=''):
    for d,ds,fs in os.walk(root):
        ds[:]=[x for x in ds if x not in('__pycache__','site-packages','tests','test') and not x.endswith('.dist-info')]
        for f in fs:
            if not f.endswith('.py'): continue
            p=os.path.join(d,f); rel=os.path.relpath(p,root)[:-3].replace('/','.')
            if rel.endswith('.__init__'): rel=rel[:-9]
            if rel=='__init__': rel=''
            mod=(prefix+'.'+rel).strip('.') if prefix else rel
            if not re.match(r'^[\w.]+$',mod): continue
            try: tree=ast.parse(open(p,'rb').read())
            except Exception: continue
            imp={}
            for n in ast.walk(tree):
                if isinstance(n,ast.Import):
                    for a in n.names: imp[a.asname or a.name.split('.')[0]]=a.name if a.asname else a.name.split('.')[0]
                elif isinstance(n,ast.ImportFrom) and not n.level:
                    for a in n.names: imp[a.asname or a.name]=(n.module or '')+'.'+a.name
            def kinds(fn):
                k=set()
                for n in ast.walk(fn):
                    if isinstance(n,ast.Call):
                        s=dotted(n.func)
                        if not s: continue
                        h,_,t=s.partition('.')
                        full=imp.get(h,h)+('.'+t if t else '')
                        if EXEC.match(full): k.add('exec')
                        elif NET.match(full): k.add('net')
                        elif WRITE.match(full) or (full in('open','io.open','builtins.open','codecs.open','gzip.open','bz2.open') and opens_to_write(n)) or s.endswith(('.write_text','.write_bytes')): k.add('write')
                return k
            for n in tree.body:
                if isinstance(n,(ast.FunctionDef,ast.AsyncFunctionDef)):
                    k=kinds(n)
                    if k: yield mod,n.name,k
                elif isinstance(n,ast.ClassDef):
                    ck=set()
                    for m in n.body:
                        if isinstance(m,(ast.FunctionDef,ast.AsyncFunctionDef)):
                            k=kinds(m)
                            if k:
                                yield mod,n.name+'.'+m.name,k
                                if m.name in('__init__','__new__'): ck|=k
                    if ck: yield mod,n.name,ck
if __name__=='__main__':
    seen={}
    for a in sys.argv[1:]:
        root,_,prefix=a.partition('=')
        for m,n,k in sweep(root,prefix):
            seen.setdefault((m,n),set()).update(k)
    for (m,n),k in sorted(seen.items()):
        k='exec' if 'exec' in k else 'net' if 'net' in k else 'write'
        print(m,n,k,sep='\t')
