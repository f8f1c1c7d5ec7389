#!/usr/bin/env python3
"""`assay scan` against picklescan on the same pickles: a folder of them, in three sizes, and one small file.

    bench/scan.py [rounds [files...]]

picklescan is installed from the package index into a virtual environment in the user's cache.
"""

import os
import pathlib
import pickle
import random
import statistics
import subprocess
import sys
import time
import venv
import zipfile
from collections import OrderedDict

from common import MIB, ROOT, about, spread, workspace
from upload import state


def peer():
    home = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "assay" / "bench"
    if not (home / "bin" / "picklescan").exists():
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin" / "pip", "install", "--quiet", "picklescan"], check=True)
    return home / "bin" / "picklescan"


def folder_of_pickles(folder, files):
    """Honest pickles as people have them: many small, some large, every fourth in a zip as torch writes it."""
    rng = random.Random(7)
    total = 0
    for i in range(files):
        rows = 20_000 if i % 50 == 25 else rng.choice([10, 100, 1_000])
        value = OrderedDict((f"layer.{k}.weight", [rng.random() for _ in range(8)]) for k in range(rows))
        data = pickle.dumps({"epoch": i, "state": value, "names": [f"t{k}" for k in range(rows)]},
                            protocol=2 + i % 4)
        path = pathlib.Path(folder) / f"{i:04}.{'pt' if i % 4 == 0 else 'pkl'}"
        if i % 4 == 0:
            with zipfile.ZipFile(path, "w") as z:
                z.writestr("archive/data.pkl", data)
                z.writestr("archive/version", "3\n")
        else:
            path.write_bytes(data)
        total += path.stat().st_size
    return total


def many_tensors(path, tensors):
    """A checkpoint of a great many small tensors: the pickle is long, the zip has many entries."""
    rng = random.Random(11)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as z:
        z.writestr("archive/data.pkl", state(tensors, 256))
        for i in range(tensors):
            z.writestr(f"archive/data/{i}", rng.randbytes(1024))
        z.writestr("archive/version", "3\n")


def run(command):
    """Exit code, seconds, processor seconds and peak MiB of one run, with everything it started."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1, 2):
        sys.exit(f"{command} ended with {code}")
    return code, time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(title, path, picklescan, rounds):
    commands = {"assay": [ROOT / "assay", "scan", path], "picklescan": [picklescan, "-p", path]}
    figures = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            figure = run(command)
            if turn:
                figures[name].append(figure)
    print(f"{title}, {rounds} turns each, median (least to most)")
    for name, runs in figures.items():
        codes, wall, used, most = zip(*runs)
        print(f"  {name:10} {spread(wall):>22} s   {spread(used):>22} cpu s   {spread(most, 0):>18} MiB"
              + ("" if not any(codes) else f"   (exit code {max(codes)}, on files that are honest)"))
    ratios = [[p[k] / a[k] for a, p in zip(figures["assay"], figures["picklescan"])] for k in (1, 2)]
    print(f"  picklescan/assay: time {spread(ratios[0])}, processor {spread(ratios[1])}")
    return statistics.median(a[1] for a in figures["assay"])


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    counts = list(map(int, sys.argv[2:])) or [125, 500, 2000]
    picklescan = peer()
    subprocess.run([ROOT / "assay", "scan", ROOT / "LICENSE"], stdout=subprocess.DEVNULL)  # builds what is not built
    about()
    with workspace() as folder:
        folder = pathlib.Path(folder)
        (folder / "one").mkdir()
        folder_of_pickles(folder / "one", 2)
        compare("one small file", folder / "one" / "0001.pkl", picklescan, rounds)
        for files in counts:
            pickles = folder / str(files)
            pickles.mkdir()
            total = folder_of_pickles(pickles, files)
            seconds = compare(f"{files} pickles, {total / MIB:.0f} MiB", pickles, picklescan, rounds)
            print(f"  assay: {1000 * seconds / files:.1f} ms a file, {total / MIB / seconds:.0f} MiB/s")
        for tensors in (5_000, 20_000):
            many_tensors(folder / "many.pt", tensors)
            compare(f"a torch zip of {tensors} tensors", folder / "many.pt", picklescan, rounds)


if __name__ == "__main__":
    main()
