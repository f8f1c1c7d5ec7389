#!/usr/bin/env python3
"""The clean museum: honest files, each written by the real library, in one folder.

    clients/src/museum/clean.py FOLDER [WING...]      makes the files; `now/estimators` is one wing, none means all
    clients/src/museum/walk.py FOLDER                 scans them and counts what was said of each

A wing is a script in `wings/`, run by the Python of one environment. The environments have the versions that the lists
beside this file pin, and are made once, in `environments/` under the folder; the package index that pip is set up for
must be there. `now` is what a user installs today, `then` what most files on today's hubs were written with. An
environment for whose Python there is none on this machine is left out, and said so. `tensors` takes 6 GiB of libraries;
`debian` writes the same wing with the PyTorch of Debian's `python3-torch`, if that is installed.
"""
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent

# The Python of each environment, the list of what it has, and the wings it writes.
ENVIRONMENTS = {
    "now": ("python3.12", "now.txt", ["plain", "own", "arrays", "frames", "science", "estimators", "boosters", "formats"]),
    "tensors": ("python3.12", "tensors.txt", ["tensors", "trainers"]),
    "keras": ("python3.12", "keras.txt", ["networks"]),
    "then": ("python3.8", "then.txt", ["plain", "arrays", "frames", "science", "estimators"]),
    "long-ago": ("python3.6", "long-ago.txt", ["arrays", "frames", "science", "estimators"]),
    "python2": ("python2.7", None, ["plain2"]),
    "debian": ("/usr/bin/python3", None, ["tensors"]),
}


def interpreter(name):
    """A Python of this version: on the path, or where pyenv keeps it."""
    found = shutil.which(name)
    if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
        return found
    kept = sorted(pathlib.Path.home().glob(".pyenv/versions/%s.*/bin/%s" % (name.replace("python", ""), name)))
    return str(kept[-1]) if kept else None


def environment(folder, python, wanted):
    """Makes a virtual environment unless it is there with just this list."""
    program = folder / "bin" / "python"
    ready = folder / "ready"
    pins = (HERE / wanted).read_text()
    if not ready.exists() or ready.read_text() != pins:
        print("making %s" % folder, flush=True)
        subprocess.run([python, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(program), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(HERE / wanted)], check=True)
        ready.write_text(pins)
    return str(program)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1]).resolve()
    chosen = sys.argv[2:]
    for name, (version, wanted, wings) in ENVIRONMENTS.items():
        wings = [wing for wing in wings if not chosen or name in chosen or "%s/%s" % (name, wing) in chosen]
        if not wings:
            continue
        python = interpreter(version)
        if python is None:
            print("%s: left out, there is no %s here" % (name, version))
            continue
        if wanted is not None:
            python = environment(folder / "environments" / name, python, wanted)
        for wing in wings:
            print("%s/%s" % (name, wing), flush=True)
            shutil.rmtree(folder / "files" / name / wing, ignore_errors=True)
            quiet = dict(os.environ, PYTHONWARNINGS="ignore", PYTHONHASHSEED="0", OMP_NUM_THREADS="1", PYTHONDONTWRITEBYTECODE="1")
            done = subprocess.run([python, str(HERE / "wings" / (wing + ".py")), str(folder / "files" / name)], env=quiet)
            if done.returncode != 0:
                print("%s/%s ended with %d" % (name, wing, done.returncode))


if __name__ == "__main__":
    main()
