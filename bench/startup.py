#!/usr/bin/env python3
"""From the command to the first answer: `assay serve` on a data folder it knows, against a bare HTTP server in Python.

    bench/startup.py [rounds]
"""

import subprocess
import sys
import time
import urllib.request

from common import Hub, about, cpu, free_port, peak, spread, workspace


def answered(address, began):
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                answer.read()
            return time.perf_counter() - began
        except OSError:
            if time.perf_counter() - began > 60:
                sys.exit("no answer from " + address)
            time.sleep(0.005)


def hub(folder):
    port = free_port()
    one = Hub(folder, port)
    try:
        seconds = answered(f"http://127.0.0.1:{port}/api/models", one.began)
        return seconds, cpu(one.pid), peak(one.pid)
    finally:
        one.close()


def bare(folder):
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"],
                               cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return answered(f"http://127.0.0.1:{port}/", began), cpu(process.pid), peak(process.pid)
    finally:
        process.terminate()
        process.wait()


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    with workspace() as folder:
        hub(folder)  # builds what is not built, and makes the data folder
        about()
        figures = {"assay serve": [], "http.server": []}
        for _ in range(rounds):
            figures["assay serve"].append(hub(folder))
            figures["http.server"].append(bare(folder))
    print(f"first answered request, {rounds} starts each, median (least to most)")
    for name, runs in figures.items():
        wall, used, most = zip(*runs)
        print(f"  {name:12} {spread(wall):>22} s   {spread(used):>22} cpu s   {spread(most, 0):>20} MiB")


if __name__ == "__main__":
    main()
