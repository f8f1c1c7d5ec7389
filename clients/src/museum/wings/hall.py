"""A wing's folder, and a word on every exhibit that could not be made here.

Runs under every Python from 2.7 on: some wings are written by old ones.
"""
from __future__ import print_function

import io
import os
import pickle
import re
import sys
import warnings

warnings.simplefilter("ignore")


class Hall(object):
    def __init__(self, wing):
        self.folder = os.path.join(sys.argv[1], wing)
        self.made = 0
        self.missing = []

    def path(self, name):
        """Where an exhibit stands; its folders are made."""
        safe = re.sub(r"[^\w./+-]", "_", name)
        path = os.path.join(self.folder, safe)
        if not os.path.isdir(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path))
        return path

    def put(self, name, write):
        """Has `write(path)` make one exhibit."""
        path = self.path(name)
        try:
            write(path)
            self.made += 1
        except Exception as why:
            if os.path.isfile(path):
                os.remove(path)
            self.missing.append("%s: %s: %s" % (name, type(why).__name__, str(why)[:100].replace("\n", " ")))

    def bytes(self, name, content):
        def write(path):
            with open(path, "wb") as out:
                out.write(content() if callable(content) else content)

        self.put(name, write)

    def text(self, name, content):
        self.bytes(name, content.encode("utf-8"))

    def pickles(self, name, thing, protocols=(2, 3, 4, 5), pickler=pickle):
        """The thing in these protocols, one file each."""
        for protocol in protocols:
            if protocol <= pickle.HIGHEST_PROTOCOL:
                self.bytes(
                    "%s.%s%d.pkl" % (name, "" if pickler is pickle else pickler.__name__ + ".", protocol),
                    lambda: pickler.dumps(thing, protocol),
                )

    def close(self):
        for line in self.missing:
            print("  not made: " + line, file=sys.stderr)
        print("%-14s %5d files, %d could not be made" % (os.path.basename(self.folder), self.made, len(self.missing)))


def python_pickler():
    """The pickler written in Python, which writes a little differently from the one in C."""

    def dumps(thing, protocol):
        out = io.BytesIO()
        pickle._Pickler(out, protocol).dump(thing)
        return out.getvalue()

    slow = type(pickle)("py")
    slow.dumps = dumps
    return slow
