#!/usr/bin/env python3
"""Download of 1 GiB in ranges over several connections, against nginx serving the same file.

    bench/download.py [rounds [connections...]]
"""

import hashlib
import multiprocessing
import sys
import time

from common import GIB, MIB, Hub, Nginx, about, connect, cpu, free_port, head_of, peak, put, safetensors, spread, workspace


def fetch(address, first, last):
    """Reads one range to its end and throws it away."""
    s, host, path = connect(address)
    with s:
        s.sendall((f"GET {path} HTTP/1.1\r\nHost: {host}\r\nRange: bytes={first}-{last}\r\n"
                   "Connection: close\r\n\r\n").encode())
        head, body = head_of(s)
        if head.split()[1] != b"206":
            sys.exit("not a 206: " + head.decode("latin-1"))
        view, got = memoryview(bytearray(MIB)), len(body)
        while got < last - first + 1:
            read = s.recv_into(view)
            if read == 0:
                sys.exit(f"broke off after {got} bytes")
            got += read


def once(pool, address, size, connections):
    step = size // connections
    parts = [(address, i * step, size - 1 if i == connections - 1 else (i + 1) * step - 1)
             for i in range(connections)]
    began = time.perf_counter()
    pool.starmap(fetch, parts, chunksize=1)
    return time.perf_counter() - began


def compare(pool, servers, size, connections, rounds):
    wall, used = {name: [] for name in servers}, {name: [] for name in servers}
    for turn in range(rounds + 1):
        for name, (pid, address) in servers.items():
            before = cpu(pid)
            seconds = once(pool, address, size, connections)
            if turn:  # the first turn warms both
                wall[name].append(seconds)
                used[name].append(cpu(pid) - before)
    gib = size / GIB
    print(f"1 GiB over {connections} connections, {rounds} turns each, median (least to most)")
    for name in servers:
        print(f"  {name:6} {spread([gib * 1024 / s for s in wall[name]], 0):>22} MiB/s   "
              f"{spread([c / gib for c in used[name]], 3):>24} cpu s/GiB")
    print(f"  assay/nginx: speed {spread([n / a for a, n in zip(wall['assay'], wall['nginx'])])}, "
          f"processor {sum(used['assay']) / sum(used['nginx']):.2f}")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    counts = list(map(int, sys.argv[2:])) or [1, 4, 16]
    about()
    with workspace() as folder, multiprocessing.Pool(max(counts)) as pool:
        hub, nginx = Hub(folder), Nginx(folder, free_port())
        try:
            file = nginx.root / "files" / "model.safetensors"
            size = safetensors(file, GIB, 1)
            with open(file, "rb") as whole:
                oid = hashlib.file_digest(whole, "sha256").hexdigest()
            hub.ask("POST", "/api/repos/create", {"name": "bench", "type": "model"})
            put(hub.upload_address("admin/bench", oid, size), file)
            hub.commit("admin/bench", "model.safetensors", oid, size)
            servers = {"assay": (hub.pid, hub.address + "/admin/bench/resolve/main/model.safetensors"),
                       "nginx": (nginx.pid, nginx.address + "/model.safetensors")}
            for connections in counts:
                compare(pool, servers, size, connections, rounds)
            print(f"most memory: assay {peak(hub.pid):.0f} MiB with {len(hub.inspectors())} inspectors, "
                  f"nginx {peak(nginx.pid):.0f} MiB")
        finally:
            hub.close()
            nginx.close()


if __name__ == "__main__":
    main()
