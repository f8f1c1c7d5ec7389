#!/usr/bin/env python3
"""Does a real unpickler ever reach something in a file of which `assay scan` says SAFE and nothing else?

Makes pickles, torch archives and joblib files, honest and hostile, by a grammar and by mutation; has them scanned, a few
thousand at a time; and has every file that is said to be SAFE read by real unpicklers with inert classes for everything
they import (`readers.py`), each in a process that is thrown away. What a reader reached and the report does not mention,
or a call with arguments of a kind the report does not know, is a hole: the file is kept and the exit code is 1.

A text whose first lines are `c` and a word and another word is an import to an unpickler, and a list of words to everybody
else; so is an archive with such lines in it. Where nothing that unpicklers take follows, and nothing is called, it is
counted by itself.

Usage: fuzz/differential.py [--mutants N] [--seed S] [--keep FOLDER] [--python PATH ...]
Interpreters that have joblib and NumPy are used for their own readers, too. ASSAY names another `assay`.
"""

import argparse
import collections
import io
import json
import os
import pickle
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
ASSAY = os.environ.get("ASSAY", os.path.join(os.path.dirname(HERE), "assay"))
MARKER = "echo assay-marker"
BATCH = 5000

warnings.simplefilter("ignore")

CLEARED = [
    "collections OrderedDict", "collections defaultdict", "collections deque", "collections Counter", "builtins set",
    "builtins list", "builtins dict", "builtins int", "builtins object", "builtins bytearray", "builtins complex",
    "builtins slice", "_codecs encode", "copyreg _reconstructor", "datetime datetime", "datetime timedelta",
    "decimal Decimal", "argparse Namespace", "types SimpleNamespace", "uuid UUID", "array array", "numpy dtype",
    "numpy ndarray", "numpy.core.multiarray _reconstruct", "numpy._core.multiarray scalar", "torch FloatStorage",
    "torch._utils _rebuild_tensor_v2", "torch._utils _rebuild_parameter", "torch device", "torch float32",
    "joblib.numpy_pickle NumpyArrayWrapper", "sklearn.linear_model._logistic LogisticRegression",
    "pandas.core.frame DataFrame", "pandas.core.indexes.base _new_Index", "scipy.sparse._csr csr_matrix",
    "__builtin__ set", "__builtin__ object", "copy_reg _reconstructor", "__builtin__ bytearray", "copyreg __newobj__",
]
HOSTILE = [
    "os system", "posix system", "nt system", "builtins eval", "builtins exec", "__builtin__ eval", "subprocess Popen",
    "builtins getattr", "builtins __import__", "operator attrgetter", "functools partial", "acme build", "acme Layer",
    "commands getoutput", "collections _sys.modules", "torch.serialization os.system", "pickle loads",
]
TEXTS = ["a", "b", "latin1", "f8", "O8", "V8", "u1", "shape", "dtype", "os", "system", "storage", "0", "cpu", "_metadata",
         "posix", "\u00e9", "__class__", "", "i8", "C", "|", "<", "order", "subclass", "allow_mmap", MARKER]


class Maker:
    """Streams that keep the rules of the machine most of the time, so that readers come far."""

    def __init__(self, rng):
        self.rng = rng
        self.names = CLEARED if rng.random() < 0.6 else CLEARED + HOSTILE

    def stream(self):
        rng = self.rng
        self.out = bytearray()
        self.protocol = rng.choice([0, 0, 1, 2, 2, 3, 4, 4, 5])
        if self.protocol >= 2:
            self.out += b"\x80" + bytes([self.protocol])
        self.memo = 0
        self.value(0)
        for _ in range(rng.choice([0, 0, 0, 1, 2])):
            self.odd()
        self.out += b"."
        return bytes(self.out)

    def text(self, text=None):
        rng = self.rng
        text = rng.choice(TEXTS) if text is None else text
        raw = text.encode("utf-8")
        how = rng.randrange(7)
        if how == 0 and self.protocol < 2 or rng.random() < 0.03:
            self.out += b"V" + "".join(
                c if 32 <= ord(c) < 127 and c != "\\" and rng.random() < 0.97 else "\\u%04x" % ord(c) for c in text
            ).encode("latin-1") + b"\n"
        elif how == 1 and self.protocol < 2 or rng.random() < 0.03:
            inner = "".join(
                c if 32 <= ord(c) < 127 and c not in "\\'" and rng.random() < 0.97 else "\\x%02x" % (ord(c) & 255)
                for c in text)
            self.out += b"S'" + inner.encode("latin-1") + b"'\n"
        elif how == 2:
            self.out += b"U" + bytes([len(raw)]) + raw
        elif how == 3 or self.protocol < 4:
            self.out += b"X" + struct.pack("<I", len(raw)) + raw
        elif how == 4:
            self.out += b"T" + struct.pack("<I", len(raw)) + raw
        else:
            self.out += b"\x8c" + bytes([len(raw)]) + raw
        self.put()

    def put(self):
        rng = self.rng
        if rng.random() < 0.4:
            if self.protocol >= 4 and rng.random() < 0.9:
                self.out += b"\x94"
            elif self.protocol >= 1 and self.memo < 256:
                self.out += b"q" + bytes([self.memo])
            else:
                self.out += b"p%d\n" % self.memo
            self.memo += 1

    def get(self):
        number = self.rng.randrange(self.memo)
        self.out += b"h" + bytes([number]) if number < 256 and self.protocol else b"g%d\n" % number

    def name(self):
        module, name = self.rng.choice(self.names).split(" ")
        how = self.rng.random()
        if self.protocol >= 4 and how < 0.8:
            self.text(module)
            self.text(name)
            self.out += b"\x93"
        else:
            self.out += b"c" + module.encode() + b"\n" + name.encode() + b"\n"
        self.put()

    def number(self):
        rng = self.rng
        self.out += rng.choice([
            b"K" + bytes([rng.randrange(256)]), b"M" + struct.pack("<H", rng.randrange(65536)),
            b"J" + struct.pack("<i", rng.randrange(-9, 99)), b"I%d\n" % rng.randrange(-9, 99), b"I01\n", b"L5L\n",
            b"F1.5\n", b"G" + struct.pack(">d", rng.random()), b"\x8a\x01" + bytes([rng.randrange(128)]),
            b"N", b"\x88", b"\x89", b"I0x1f\n", b"I 1\n", b"\x8a\x00"])

    def value(self, depth):
        rng = self.rng
        how = rng.randrange(16) if depth < 6 else rng.randrange(4)
        if how < 2:
            self.number()
        elif how == 2:
            self.text()
        elif how == 3:
            if self.memo and rng.random() < 0.7:
                self.get()
            else:
                raw = bytes(rng.randrange(256) for _ in range(rng.randrange(12)))
                self.out += b"C" + bytes([len(raw)]) + raw if self.protocol >= 3 else b"U" + bytes([len(raw)]) + raw
        elif how == 4:
            self.out += b"("
            for _ in range(rng.randrange(5)):
                self.value(depth + 1)
            self.out += rng.choice([b"t", b"l", b"t"])
            self.put()
        elif how == 5:
            self.out += b"]"
            self.put()
            self.out += b"("
            for _ in range(rng.randrange(4)):
                self.value(depth + 1)
            self.out += b"e"
        elif how == 6:
            self.out += b"}"
            self.put()
            self.out += b"("
            for _ in range(rng.randrange(4)):
                self.text() if rng.random() < 0.8 else self.value(depth + 1)
                self.value(depth + 1)
            self.out += b"u"
        elif how == 7:
            for _ in range(2):
                self.value(depth + 1)
            self.out += b"\x86"
        elif how == 8:
            self.name()
        elif how == 9:
            self.out += b"("
            for _ in range(2):
                self.value(depth + 1)
            if rng.random() < 0.5:
                module, name = rng.choice(self.names).split(" ")
                self.out += b"i" + module.encode() + b"\n" + name.encode() + b"\n"
            else:
                self.out += b"t"
        elif how == 10:
            self.out += b"("
            self.name()
            for _ in range(rng.randrange(3)):
                self.value(depth + 1)
            self.out += b"o" if rng.random() < 0.6 else b"t"
        elif how == 11:
            self.name()
            self.arguments(depth)
            self.out += b"\x81"
            self.put()
            self.state(depth)
        elif how == 12 and rng.random() < 0.3:
            self.value(depth + 1)
            self.out += b"Q"
        elif how == 13:
            self.honest()
        else:
            self.name()
            self.arguments(depth)
            self.out += b"R"
            self.put()
            self.state(depth)

    def arguments(self, depth):
        self.out += b"("
        for _ in range(self.rng.choice([0, 0, 1, 1, 2, 3, 4])):
            self.value(depth + 1)
        self.out += b"t"

    def state(self, depth):
        how = self.rng.random()
        if how < 0.3:
            self.out += b"}("
            for _ in range(self.rng.randrange(3)):
                self.text()
                self.value(depth + 1)
            self.out += b"ub"
        elif how < 0.35:
            self.value(depth + 1)
            self.out += b"b"
        elif how < 0.45:
            self.text()
            self.value(depth + 1)
            self.out += b"s"

    def honest(self):
        """A call as its writer writes it."""
        protocol = max(self.protocol, 0)
        thing = self.rng.choice(THINGS)
        written = pickle.dumps(thing, protocol)
        start = 2 if protocol >= 2 else 0
        body = written[start:-1]
        if protocol >= 4 and body[:1] == b"\x95":
            body = body[9:]
        self.out += body
        self.memo += body.count(b"\x94") + body.count(b"q") // 2

    def odd(self):
        self.out += self.rng.choice([b"0N", b"2", b"(", b"\x80\x02", b"\x95" + struct.pack("<Q", self.rng.randrange(20)),
                                     b"N", b"\x82\x01", b"a", b"\x90", b"b"])


THINGS = [
    collections.OrderedDict(a=1), collections.defaultdict(list, a=[1]), {1, 2}, frozenset([3]), bytearray(b"abc"), 1 + 2j,
    slice(1, 2), collections.deque([1], 3), b"bytes \xff", [1, {"a": (None, True)}], "text \u20ac",
]


def corpus(rng):
    files = []
    for thing in THINGS:
        for protocol in range(6):
            files.append(pickle.dumps(thing, protocol))
    inner = Maker(rng)
    for _ in range(200):
        files.append(inner.stream())
        inner.names = CLEARED if rng.random() < 0.6 else CLEARED + HOSTILE
    files += [tensor_pickle(), joblib_file("u1", bytes(range(64))), joblib_file("u1", b"cposix\nsystem\n(V%s\ntR." % MARKER.encode() + b"\xfe" * 24 + b"\xff" * 8)]
    return files


def tensor_pickle(name="_rebuild_tensor_v2"):
    return (b"\x80\x02ccollections\nOrderedDict\nq\x00)Rq\x01X\x06\x00\x00\x00weightq\x02ctorch._utils\n" + name.encode()
            + b"\nq\x03((X\x07\x00\x00\x00storageq\x04ctorch\nFloatStorage\nq\x05X\x01\x00\x00\x000q\x06X\x03\x00\x00\x00cpu"
            b"q\x07K\x04tq\x08QK\x00K\x02K\x02\x86q\x09K\x02K\x01\x86q\x0a\x89h\x00)Rq\x0btq\x0cRq\x0ds.")


def joblib_file(dtype, numbers):
    def text(value):
        return b"\x8c" + bytes([len(value)]) + value.encode()

    return (b"\x80\x04" + text("joblib.numpy_pickle") + text("NumpyArrayWrapper") + b"\x93)\x81}(" + text("subclass")
            + text("numpy") + text("ndarray") + b"\x93" + text("shape") + b"K" + bytes([len(numbers)]) + b"\x85"
            + text("order") + text("C") + text("dtype") + text("numpy") + text("dtype") + b"\x93" + text(dtype)
            + b"\x89\x88\x87R(K\x03" + text("|") + b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb" + text("allow_mmap")
            + b"\x88ub" + numbers + b".")


def mutated(rng, content, other):
    content = bytearray(content)
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3, 6])):
        if not content:
            break
        at = rng.randrange(len(content))
        how = rng.randrange(9)
        if how == 0:
            content[at] = rng.randrange(256)
        elif how == 1:
            content[at] ^= 1 << rng.randrange(8)
        elif how == 2:
            del content[at:at + rng.choice([1, 1, 2, 5])]
        elif how == 3:
            content[at:at] = bytes([rng.choice(b"0123(.]}lpqhgtRbcioeausN\x81\x85\x86\x87\x88\x93\x94\x95\x80\x90\x91\x8f")])
        elif how == 4:
            to = min(len(content), at + rng.randrange(1, 30))
            content[at:at] = content[at:to]
        elif how == 5 and other:
            start = rng.randrange(len(other))
            content[at:at] = other[start:start + rng.randrange(1, 60)]
        elif how == 6:
            content = content[:at] if rng.random() < 0.3 else content
        elif how == 7:
            content[at:at] = rng.choice([b"cposix\nsystem\n", b"(V%s\ntR" % MARKER.encode(), b"0", b"I0x1\n", b"\x94", b"h\x00",
                                         b"S'a' \n", b"V\\u0061\n", b"cbuiltins\nset\n", b"\x95\x05\0\0\0\0\0\0\0", b"P1\n"])
        else:
            content += rng.choice([b"", b".", other[:80], b"\0" * 4])
    return bytes(content)


def archived(rng, member, other):
    """A torch archive around a pickle, with something wrong in it as often as not."""
    buffer = io.BytesIO()
    folder = rng.choice(["archive/", "archive/", "model/", ""])
    members = [(folder + "data.pkl", member), (folder + "byteorder", b"little"), (folder + "data/0", struct.pack("<4f", 1, 2, 3, 4)),
               (folder + "version", b"3\n")]
    if rng.random() < 0.3:
        members.insert(rng.randrange(4), (rng.choice([folder + "data.pkl", folder + "DATA.PKL", folder + "data/1", "x/data.pkl", folder + "readme"]), other))
    with zipfile.ZipFile(buffer, "w", rng.choice([0, 0, 8])) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, archive.compression)
    content = bytearray(buffer.getvalue())
    for _ in range(rng.choice([0, 0, 1, 1, 2])):
        heads = [m.start() for m in re.finditer(b"PK[\\x01\\x03\\x05]", bytes(content))]
        at = rng.choice(heads) + rng.randrange(50) if heads and rng.random() < 0.8 else rng.randrange(len(content))
        if at < len(content):
            how = rng.random()
            if how < 0.7:
                content[at] = rng.choice([0, 1, 8, 255, content[at] ^ (1 << rng.randrange(8))])
            elif how < 0.85:
                content[at:at] = other[:rng.randrange(60)]
            else:
                del content[at:at + rng.randrange(1, 5)]
    if rng.random() < 0.1:
        content = bytearray(other) + content
    if rng.random() < 0.1:
        content += other
    return bytes(content)


def make(rng, seeds):
    how = rng.random()
    if how < 0.3:
        return Maker(rng).stream()
    one, other = rng.choice(seeds), rng.choice(seeds)
    if how < 0.75:
        return mutated(rng, Maker(rng).stream() if rng.random() < 0.4 else one, other)
    if how < 0.92:
        inner = rng.random()
        return archived(rng, one if inner < 0.4 else tensor_pickle() if inner < 0.7 else mutated(rng, one, other), other)
    return mutated(rng, joblib_file(rng.choice(["u1", "u1", "f4", "O"]), other[:200]), other)


def scan(folder):
    ran = subprocess.run([ASSAY, "scan", "--format", "json", folder], capture_output=True, text=True)
    if ran.returncode not in (0, 1, 2):
        raise SystemExit("assay scan ended with %d: %s" % (ran.returncode, ran.stderr[-2000:]))
    return json.loads(ran.stdout)["files"]


def kind(text):
    if re.fullmatch(r"-?\d+|int", text):
        return "int"
    for pattern, word in (
            (r"None", "none"), (r"True|False|bool", "bool"), (r"-?[\d.]+(e[+-]?\d+)?|nan|-?inf|float", "float"), (r"'.*|text", "text"),
            (r"b'.*|bytes", "bytes"), (r"\(.*", "tuple"), (r"\[.*", "list"), (r"\{\}|\{.*: .*", "dict"), (r"\{.*", "dict|set"),
            (r"[\w.<>]+", "name"), (r"[\w.<>]+\(.*", "object")):
        if re.fullmatch(pattern, text, re.S):
            return word
    return "?"


def arguments(text):
    """The kinds of the arguments of a call as a sentence states them."""
    kinds, depth, quoted, start, i = [], 0, False, 0, 0
    while i < len(text):
        c = text[i]
        if quoted:
            if c == "\\":
                i += 1
            elif c == "'":
                quoted = False
        elif c == "'":
            quoted = True
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        elif c == "," and depth == 0:
            kinds.append(kind(text[start:i].strip()))
            start = i + 1
        i += 1
    if text.strip():
        kinds.append(kind(text[start:].strip()))
    return kinds


class Said:
    """What a report mentions."""

    def __init__(self, file):
        self.names, self.calls = set(), collections.defaultdict(list)
        for finding in file["findings"]:
            match = re.match(r"^.*?@0x[0-9a-f]+ (calls|imports) (.*)$|^\S+ (calls|imports) (.*)$", finding["sentence"], re.S)
            if not match:
                continue
            verb, rest = match.group(1) or match.group(3), match.group(2) or match.group(4)
            if verb == "imports":
                self.names.add(rest)
            else:
                function, given = rest.split("(", 1)
                self.calls[function].append(arguments(given[:-1]))
                self.names.add(function)
                stem = function.rsplit(".", 1)
                if len(stem) == 2:
                    self.names.add(stem[0])

    def knows(self, name):
        return any(each in self.names for each in spellings(name))

    def knows_call(self, name, kinds):
        for each in spellings(name):
            stated = self.calls.get(each)
            if stated is None:
                continue
            if len(stated) >= 30 or any(fits(one, kinds) for one in stated):
                return True
        return False


def spellings(name):
    """A name as Python 2 says it and as Python 3 does."""
    import _compat_pickle as compat

    found = {name}
    parts = name.split(".")
    for cut in range(1, len(parts)):
        module, rest = ".".join(parts[:cut]), ".".join(parts[cut:])
        for tail in ("", ".__new__", ".__setstate__", ".__setitem__", ".append", ".extend", ".add", ".__call__"):
            if tail and not rest.endswith(tail):
                continue
            bare = rest[:len(rest) - len(tail)] if tail else rest
            if (module, bare) in compat.NAME_MAPPING:
                found.add(".".join(compat.NAME_MAPPING[module, bare]) + tail)
            if module in compat.IMPORT_MAPPING:
                found.add(compat.IMPORT_MAPPING[module] + "." + bare + tail)
    return found


def fits(stated, met):
    if len(stated) != len(met):
        return False
    return all(a == b or b in a.split("|") or a == "object" and b != "name" or b in ("object", "?")
               or {a, b} <= {"text", "bytes"} or {a, b} <= {"int", "float", "bool"} for a, b in zip(stated, met))


# The recorder does not look into these; the report says what they do by other names.
THROUGH = re.compile(r"^(copyreg|copy_reg)\.(__newobj__|__newobj_ex__|_reconstructor)")
# What is done with the inert result of a call; the report says so by the name of what the call made.
MADE = re.compile(r"\.(__setstate__|__setitem__|append|extend|add|__call__)$")


def holes(said, met):
    for name in met["names"]:
        if not said.knows(name) and not THROUGH.match(name):
            yield "reached %s, which the report does not mention" % name
    for name, kinds in met["calls"]:
        if THROUGH.match(name):
            continue
        if MADE.search(name):
            method = MADE.search(name).group(0)
            ways = (".append", ".extend", ".add") if method in (".append", ".extend", ".add") else (method,)
            if not any(each.endswith(ways) for each in said.calls):
                yield "did %s, of which the report knows nothing" % name
        elif name.endswith(".__new__") and any(each in said.calls for each in spellings(name[:-8])):
            continue
        elif not said.knows_call(name, kinds):
            yield "called %s(%s), which the report does not state" % (name, ", ".join(kinds))


class Reader:
    """An interpreter that reads files until it dies, and is then started anew behind the one that killed it."""

    def __init__(self, python):
        self.python = python
        self.ways = ["zip"]
        if subprocess.run([python, "-c", "import joblib, numpy"], capture_output=True).returncode == 0:
            self.ways.append("joblib")

    def read(self, paths):
        met, left, died = [], list(paths), 0
        while left:
            process = subprocess.Popen([self.python, os.path.join(HERE, "readers.py")] + self.ways, stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={"PATH": "/usr/bin:/bin"}, text=True)
            try:
                out, _ = process.communicate("\n".join(left) + "\n", timeout=900)
            except subprocess.TimeoutExpired:
                process.kill()
                out, _ = process.communicate()
            done = 0
            for line in out.splitlines():
                try:
                    told = json.loads(line)
                except ValueError:
                    continue
                if "done" in told:
                    done += 1
                else:
                    met.append(told)
            if done < len(left):
                died += 1
                done += 1
            left = left[done:]
        return met, died


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutants", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", default="")
    parser.add_argument("--python", nargs="*", default=[sys.executable])
    given = parser.parse_args()
    print("seed %d, %d mutants, readers: %s" % (given.seed, given.mutants, " ".join(given.python)), flush=True)
    rng = random.Random(given.seed)
    seeds = corpus(rng)
    readers = [Reader(python) for python in given.python]
    words, found, reached, deaths, worded = collections.Counter(), 0, 0, 0, 0
    for start in range(0, given.mutants, BATCH):
        folder = tempfile.mkdtemp(prefix="assay-differential-")
        try:
            for i in range(start, min(start + BATCH, given.mutants)):
                with open(os.path.join(folder, "%07d" % i), "wb") as out:
                    out.write(make(rng, seeds))
            files = {file["path"]: file for file in scan(folder)}
            for file in files.values():
                words[file["verdict"]] += 1
            safe = [path for path, file in sorted(files.items()) if file["verdict"] == "SAFE"]
            told, texts = set(), set()
            for reader in readers:
                met, died = reader.read(safe)
                deaths += died
                for each in met:
                    reached += 1
                    file = files[each["path"]]
                    if "pickle" not in file["format"] and " zip " not in each["reader"] and not each["calls"]:
                        texts.add(each["path"])
                        continue
                    for hole in holes(Said(file), each):
                        if (each["path"], hole) in told:
                            continue
                        told.add((each["path"], hole))
                        found += 1
                        print("HOLE %s: %s %s" % (os.path.basename(each["path"]), each["reader"], hole), flush=True)
                        if given.keep:
                            os.makedirs(given.keep, exist_ok=True)
                            shutil.copy(each["path"], given.keep)
            worded += len(texts)
            print("%d of %d: %s; %d readings of SAFE files reached something; readers died %d times" % (
                min(start + BATCH, given.mutants), given.mutants, dict(words), reached, deaths), flush=True)
        finally:
            shutil.rmtree(folder)
    print("%d files that are no pickles, begin with the lines of an import, and call nothing" % worded)
    print("%d holes in %d mutants, seed %d" % (found, given.mutants, given.seed))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
