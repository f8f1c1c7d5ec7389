"""What real unpicklers reach in files, one line of JSON a file and reader.

Runs under any Python from 2.7 on, in a process of its own that is thrown away. Paths come on standard input. Nothing a
file names is imported or called: every name is an inert class that notes what is done with it.

Usage: readers.py [zip] [joblib]
"""
from __future__ import print_function

import io
import json
import os
import pickle
import sys
import zipfile

MOST = 400
PYTHON = "%d.%d" % sys.version_info[:2]
TEXT = type(u"")


class Enough(BaseException):
    pass


class Notes(object):
    def __init__(self):
        self.names = []
        self.calls = []
        self.classes = {}

    def call(self, name, arguments):
        if len(self.calls) >= MOST:
            raise Enough()
        self.calls.append([name, [kind(each) for each in arguments]])

    def find(self, module, name):
        if isinstance(module, bytes):
            module = module.decode("latin-1")
        if isinstance(name, bytes):
            name = name.decode("latin-1")
        full = module + "." + name
        if len(self.names) >= MOST:
            raise Enough()
        self.names.append(full)
        if full not in self.classes:
            self.classes[full] = inert(full, self)
        return self.classes[full]


def kind(value):
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, Inert):
        return "object"
    if isinstance(value, type):
        return "name"
    for types, word in (
        ((int,) if sys.version_info[0] > 2 else (int, long), "int"),  # noqa: F821
        ((float,), "float"),
        ((TEXT, str), "text"),
        ((bytes, bytearray), "bytes"),
        ((tuple,), "tuple"),
        ((list,), "list"),
        ((dict,), "dict"),
        ((set, frozenset), "set"),
    ):
        if isinstance(value, types):
            return word
    return "?"


class Inert(object):
    pass


def inert(full, notes):
    """A class that is called, made and changed without doing anything."""

    class Meta(type):
        def __call__(cls, *arguments, **named):
            notes.call(full, arguments)
            return object.__new__(cls)

    def new(cls, *arguments, **named):
        notes.call(full + ".__new__", arguments)
        return object.__new__(cls)

    def noting(method, result=None):
        def noted(self, *arguments):
            notes.call(full + "." + method, arguments)
            return result

        return noted

    members = {"__new__": staticmethod(new)}
    for method in ("__setstate__", "__setitem__", "append", "extend", "add", "__call__"):
        members[method] = noting(method)
    return Meta("Inert", (Inert,), members)


def ways():
    """Each way to read one stream: a name, and what reads from an open file."""
    if sys.version_info[0] == 2:
        import cPickle

        def in_c(file, notes):
            unpickler = cPickle.Unpickler(file)
            unpickler.find_global = notes.find
            unpickler.persistent_load = lambda id: Inert()
            return unpickler.load()

        class Pure(pickle.Unpickler):
            def find_class(self, module, name):
                return self.notes.find(module, name)

        def in_python(file, notes):
            unpickler = Pure(file)
            unpickler.notes = notes
            unpickler.persistent_load = lambda id: Inert()
            return unpickler.load()

        return [("c", in_c), ("python", in_python)]
    found = []
    for base, word in ((pickle.Unpickler, "c"), (pickle._Unpickler, "python")):

        class Recording(base):
            def find_class(self, module, name):
                return self.notes.find(module, name)

            def persistent_load(self, id):
                return Inert()

        for encoding in ("ASCII", "latin1", "utf-8", "bytes"):

            def read(file, notes, base=Recording, encoding=encoding):
                unpickler = base(file, encoding=encoding)
                unpickler.notes = notes
                return unpickler.load()

            found.append((word + "/" + encoding, read))
    return found


WAYS = ways()


def tell(path, reader, notes):
    print(json.dumps({"path": path, "reader": reader, "names": notes.names, "calls": notes.calls}))
    sys.stdout.flush()


def streams(open_file, path, prefix):
    for word, read in WAYS:
        notes = Notes()
        file = open_file()
        try:
            for _ in range(8):
                read(file, notes)
        except Enough:
            pass
        except Exception:
            pass
        finally:
            file.close()
        if notes.names or notes.calls:
            tell(path, "%s %s%s" % (PYTHON, prefix, word), notes)


def plain(path):
    with open(path, "rb") as file:
        content = file.read()
    streams(lambda: io.BytesIO(content), path, "memory ")
    streams(lambda: open(path, "rb"), path, "file ")


def archive(path):
    """Every member a reader of models would unpickle, in any case and folder, whatever its checksum."""
    try:
        with zipfile.ZipFile(path) as opened:
            for info in opened.infolist():
                if info.filename.lower().replace("\\", "/").split("/")[-1] in ("data.pkl", "constants.pkl"):
                    try:
                        with opened.open(info) as member:
                            if hasattr(member, "_expected_crc"):
                                member._expected_crc = None
                            content = member.read(1 << 24)
                    except Exception:
                        continue
                    streams(lambda: io.BytesIO(content), path, "zip ")
    except Exception:
        pass


def arrays(path):
    """joblib's reader and NumPy's, with what they hand to pickle read by the recorder."""
    import joblib.numpy_pickle as joblib_pickle
    import numpy

    real = {
        "joblib.numpy_pickle.NumpyArrayWrapper": joblib_pickle.NumpyArrayWrapper,
        "numpy.dtype": numpy.dtype,
        "numpy.ndarray": numpy.ndarray,
    }

    def recording(notes):
        class Recording(joblib_pickle.NumpyUnpickler):
            def find_class(self, module, name):
                found = notes.find(module, name)
                return real.get(module + "." + name, found)

            def persistent_load(self, id):
                return Inert()

        class Inner(pickle._Unpickler):
            def find_class(self, module, name):
                return notes.find(module, name)

            def persistent_load(self, id):
                return Inert()

        class Module(object):
            UnpicklingError = pickle.UnpicklingError

            @staticmethod
            def load(file, **named):
                return Inner(file).load()

        return Recording, Module

    notes = Notes()
    recorder, module = recording(notes)
    joblib_pickle.pickle = module
    try:
        with open(path, "rb") as file:
            recorder(path, file, ensure_native_byte_order=True).load()
    except Enough:
        pass
    except Exception:
        pass
    tell_if(path, "joblib", notes)

    notes = Notes()
    recorder, module = recording(notes)
    try:
        from numpy.lib import _format_impl as formats
    except ImportError:
        from numpy.lib import format as formats
    formats.pickle = module
    try:
        with open(path, "rb") as file:
            if file.read(6) == b"\x93NUMPY":
                file.seek(0)
                formats.read_array(file, allow_pickle=True)
    except Enough:
        pass
    except Exception:
        pass
    tell_if(path, "numpy", notes)


def tell_if(path, reader, notes):
    if notes.names or notes.calls:
        tell(path, reader, notes)


def main():
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (600, 600))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except ImportError:
        pass
    import signal

    def late(signum, frame):
        raise Enough()

    signal.signal(signal.SIGALRM, late)
    for line in sys.stdin:
        path = line.rstrip("\n")
        signal.alarm(20)
        try:
            plain(path)
            if "zip" in sys.argv:
                archive(path)
            if "joblib" in sys.argv:
                arrays(path)
        except Enough:
            pass
        finally:
            signal.alarm(0)
        print(json.dumps({"done": path}))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
