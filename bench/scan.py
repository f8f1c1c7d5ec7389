#!/usr/bin/env python3
"""`assay scan` against what others scan with, on the same files in the same minutes.

    bench/scan.py [rounds]

The peers are installed from the package index into a virtual environment in the user's cache, once. Who takes longer
than a few seconds gets one turn, and who takes longer than LIMIT is stopped: the table then says `>`.
"""

import json
import os
import pathlib
import pickle
import random
import signal
import statistics
import subprocess
import sys
import time
import venv
import zipfile
from collections import OrderedDict

from common import MIB, ROOT, about, numbers, spread, workspace
from upload import state

PACKAGES = ["picklescan", "modelscan", "fickling", "modelaudit", "numpy"]
LIMIT = 12  # seconds a peer may take for one turn; picklescan may take five times as long
SLOW = 1
HEAP = {**os.environ, "ASSAY_BUILD": "never", "ASSAY_JAVA_OPTS": "-Xmx256m", "NO_ANALYTICS": "1",
        "PROMPTFOO_DISABLE_TELEMETRY": "1"}


def environment():
    """The folder of a virtual environment with the peers in it."""
    home = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "assay" / "bench"
    if not (home / "bin" / "pip").exists():
        venv.create(home, with_pip=True)
    if not all((home / "bin" / name).exists() for name in PACKAGES[:4]):
        subprocess.run([home / "bin" / "pip", "install", "--quiet", *PACKAGES], check=True)
    return home / "bin"


def versions(programs):
    told = subprocess.run([programs / "pip", "list", "--format", "json", "--disable-pip-version-check"],
                          check=True, capture_output=True, text=True).stdout
    known = {it["name"]: it["version"] for it in json.loads(told)}
    return ", ".join(f"{name} {known.get(name, '?')}" for name in PACKAGES[:4])


# ---------------------------------------------------------------------------------------------------------------------
# What is scanned

def folder_of_pickles(folder, files, sizes, large=0):
    """Honest pickles as people have them, every fourth in a zip as torch writes it; every fiftieth may be large."""
    rng = random.Random(7)
    folder.mkdir()
    for i in range(files):
        rows = large if large and i % 50 == 25 else rng.choice(sizes)
        value = OrderedDict((f"layer.{k}.weight", [rng.random() for _ in range(8)]) for k in range(rows))
        data = pickle.dumps({"epoch": i, "state": value, "names": [f"t{k}" for k in range(rows)]},
                            protocol=2 + i % 4)
        path = folder / f"{i:04}.{'pt' if i % 4 == 0 else 'pkl'}"
        if i % 4 == 0:
            with zipfile.ZipFile(path, "w") as z:
                z.writestr("archive/data.pkl", data)
                z.writestr("archive/version", "3\n")
        else:
            path.write_bytes(data)
    return folder


def dumped(path, value, protocol):
    with open(path, "wb") as out:
        pickle.dump(value, out, protocol)
    return path


def integers(path):
    rng = random.Random(2)
    return dumped(path, [rng.randrange(1 << 40) for _ in range(1_000_000)], 4)


def floats_in_text(path):
    """Protocol 0 writes numbers as text."""
    rng = random.Random(3)
    return dumped(path, [rng.random() for _ in range(300_000)], 0)


def ndarray(path, programs):
    subprocess.run([programs / "python", "-c",
                    "import numpy, pickle, sys; pickle.dump(numpy.random.default_rng(5).random(1 << 25),"
                    " open(sys.argv[1], 'wb'), 4)", path], check=True)
    return path


def torch_zip(path, tensors, each):
    """A checkpoint as torch writes it: one pickle, and each tensor in an entry of its own, not packed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as z:
        z.writestr("archive/data.pkl", state(tensors, each // 4))
        rng = random.Random(11)
        for i in range(tensors):
            if each < MIB:
                z.writestr(f"archive/data/{i}", rng.randbytes(each))
            else:
                with z.open(f"archive/data/{i}", "w") as out:
                    for piece in numbers(each, i):
                        out.write(piece)
        z.writestr("archive/version", "3\n")
    return path


def sparse(path, size):
    """A safetensors file of any size that takes no room on the disk: its numbers are all zero."""
    header = json.dumps({"weight": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    with open(path, "wb") as out:
        out.write(len(header).to_bytes(8, "little") + header)
        out.truncate(8 + len(header) + size)
    return path


def weight(path):
    files = [it for it in path.rglob("*") if it.is_file()] if path.is_dir() else [path]
    return len(files), sum(it.stat().st_size for it in files)


# ---------------------------------------------------------------------------------------------------------------------
# Who scans

def scanners(programs):
    return {
        "assay": lambda path: [ROOT / "assay", "scan", path],
        "picklescan": lambda path: [programs / "picklescan", "-p", path],
        "modelscan": lambda path: [programs / "modelscan", "scan", "-p", path],
        "fickling": lambda path: None if path.is_dir() else [programs / "fickling", "--check-safety", path],
        "modelaudit": lambda path: [programs / "modelaudit", "scan", "--no-cache", "--format", "json", path],
    }


def run(command, folder, limit):
    """Exit code, seconds, processor seconds and peak MiB of one run with everything it started; the code is None if it
    was stopped."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=HEAP, cwd=folder,
                               start_new_session=True)
    stopped = False
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG if limit else 0)
        if pid:
            break
        if time.perf_counter() - began > limit:
            os.killpg(process.pid, signal.SIGKILL)
            stopped, limit = True, 0
        time.sleep(0.002)
    process.returncode = 0  # it was waited for
    code = None if stopped else os.waitstatus_to_exitcode(status)
    return code, time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def turns(name, command, folder, rounds):
    """Every run of one scanner on one path: as many as there are rounds, after one that does not count; one if it is
    slow."""
    limit = {"assay": 0, "picklescan": 5 * LIMIT}.get(name, LIMIT)
    figures = []
    for turn in range(rounds + 1):
        figure = run(command, folder, limit)
        if figure[1] > SLOW and name != "assay":
            return [figure]
        if turn:
            figures.append(figure)
    return figures


def told(runs, which, digits):
    values = [it[which] for it in runs]
    over = "> " if any(it[0] is None for it in runs) else ""
    return over + (spread(values, digits) if len(values) > 1 else f"{values[0]:.{digits}f}")


def ratio(ours, theirs, which):
    over = "> " if any(it[0] is None for it in theirs) else ""
    return f"{over}{statistics.median(it[which] for it in theirs) / statistics.median(it[which] for it in ours):.1f}"


def compare(title, path, programs, rounds, names):
    files, size = weight(path)
    scan = scanners(programs)
    figures = {}
    for name in names:
        command = scan[name](path)
        figures[name] = command and turns(name, command, path.parent, rounds)
    ours = figures["assay"]
    if any(it[0] for it in ours):
        sys.exit(f"{title}: assay does not call it safe (exit code {max(it[0] for it in ours)})")
    wall = statistics.median(it[1] for it in ours)
    what = f"{title}, {files} files, {size / 1e6:.1f} MB" if files > 1 else f"{title}, {size / 1e6:.1f} MB"
    cells = [what, told(ours, 1, 2), told(ours, 2, 2), told(ours, 3, 0),
             f"{files / wall:.0f} files/s" if files > 1 else f"{size / 1e6 / wall:.0f} MB/s" if size > MIB else ""]
    for name in scanners(programs):
        runs = figures.get(name)
        if name == "assay":
            continue
        ended = max(it[0] or 0 for it in runs) if runs else 0
        cells.append("" if not runs else f"{told(runs, 1, 2)}, {told(runs, 2, 2)}, {told(runs, 3, 0)}"
                     + (f" (exit code {ended})" if ended else ""))
    for which in (1, 2):
        cells.append(ratio(ours, figures["picklescan"], which) if figures.get("picklescan") else "")
    print("| " + " | ".join(cells) + " |", flush=True)


# ---------------------------------------------------------------------------------------------------------------------
# Without the start

PEER_WARM = """
import sys, time, logging
from picklescan.scanner import scan_directory_path, scan_file_path
import os
logging.disable(logging.CRITICAL)
for path in sys.argv[1:]:
    scan = scan_directory_path if os.path.isdir(path) else scan_file_path
    least = float('inf')
    for turn in range(2):
        before = time.process_time()
        scan(path)
        least = min(least, time.process_time() - before)
        if least > 5:
            break
    print(least)
"""


def warm(paths, programs):
    jars = ":".join(map(str, sorted((ROOT / "dist" / "lib" / "cli").glob("*.jar"))))
    java = pathlib.Path(os.environ.get("ASSAY_JAVA_HOME") or os.environ.get("JAVA_HOME") or "/") / "bin" / "java"
    java = java if java.exists() else "java"
    ours = subprocess.run([java, "-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", jars,
                           ROOT / "bench" / "Warm.java", "3", *paths.values()],
                          check=True, capture_output=True, text=True).stdout.split("\n")
    theirs = subprocess.run([programs / "python", "-c", PEER_WARM, *paths.values()], check=True, capture_output=True,
                            text=True).stdout.split("\n")
    print("\n| once compiled, one thread | files/s | MB/s | MB/s with hashing | picklescan MB/s "
          "| processor, picklescan/assay |\n|---|---|---|---|---|---|")
    for title, line, other in zip(paths, ours, theirs):
        files, size, bare, hashed = map(float, line.split())
        print(f"| {title} | {files / hashed:.0f} | {speed(size, bare)} | {speed(size, hashed)} "
              f"| {speed(size, float(other))} | {float(other) / hashed:.1f} |", flush=True)


def speed(size, seconds):
    """MB/s; nobody reads a hundred gigabytes a second."""
    fast = size / 1e6 / seconds
    return "does not read them" if fast > 1e5 else f"{fast:.0f}" if fast >= 20 else f"{fast:.1f}"


def files(folder, programs=None):
    """What is scanned, by name; made first if there are programs to make it with."""
    recipes = {
        "one small file": ("one.pkl", lambda it: dumped(it, {f"t{i}": [i / 7] * 8 for i in range(1200)}, 4)),
        "small pickles": ("small", lambda it: folder_of_pickles(it, 5_000, [3, 10, 30, 100])),
        "pickles of all sizes": ("mixed", lambda it: folder_of_pickles(it, 2_000, [10, 100, 1_000], 20_000)),
        "list of 1 M integers": ("list.pkl", integers),
        "dict of 300,000": ("dict.pkl", lambda it: dumped(it, {f"layer{i}": i for i in range(300_000)}, 2)),
        "300,000 numbers as text": ("text.pkl", floats_in_text),
        "ndarray": ("array.pkl", lambda it: ndarray(it, programs)),
        "torch zip, large tensors": ("large.pt", lambda it: torch_zip(it, 8, 64 * MIB)),
        "torch zip, 20,000 tensors": ("many.pt", lambda it: torch_zip(it, 20_000, 1024)),
    }
    for name, make in recipes.values():
        if programs:
            make(folder / name)
    return {title: folder / name for title, (name, _) in recipes.items()}


def main():
    programs = environment()
    if sys.argv[1:2] == ["--make"]:
        files(pathlib.Path(sys.argv[2]), programs)
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    subprocess.run([ROOT / "assay", "scan", ROOT / "LICENSE"], stdout=subprocess.DEVNULL)  # builds what is not built
    about()
    print(versions(programs) + "\n")
    everybody = list(scanners(programs))
    with workspace() as folder:
        folder = pathlib.Path(folder)
        # In a process of its own: what a program starts is said to have had as much memory as the program had itself.
        subprocess.run([sys.executable, __file__, "--make", folder], check=True)
        made = files(folder)
        print("| what | assay s | cpu s | MiB | files/s or MB/s | " + " | ".join(
            f"{name}: s, cpu s, MiB" for name in everybody[1:]) + " | time, picklescan/assay | processor |")
        print("|---" * (len(everybody) + 6) + "|")
        for title, path in made.items():
            compare(title, path, programs, rounds, everybody)
        compare("safetensors, 10 GB", sparse(folder / "sparse.safetensors", 10_000_000_000), programs, 1, ["assay"])
        warm({title: made[title] for title in made if title not in ("one small file", "ndarray")}, programs)


if __name__ == "__main__":
    main()
