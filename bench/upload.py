#!/usr/bin/env python3
"""Upload of 1 GiB: what inspection costs, beside a server that only writes.

    bench/upload.py [rounds]

A hub has no switch that turns inspection off, so its cost is measured where it falls: from the moment the upload is
acknowledged (received, hashed, flushed to the disk, sealed) to the moment the verdict stands. The inspection tax is
that time over the time before it; the processor time of the inspectors is told apart from that of the hub as well.
nginx takes the same bytes by PUT, hashes nothing and looks at nothing; its file is flushed too, so that both stand on
the disk.
"""

import hashlib
import os
import sys
import time
import zipfile

from common import GIB, Hub, Nginx, about, cpu, free_port, numbers, peak, put, safetensors, spread, workspace


def torch_zip(path, size, seed):
    """A model as torch writes it: a pickle that names 64 storages, and these, unpacked, in a zip."""
    tensors = 64
    each = size // tensors
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as z:
        z.writestr("archive/data.pkl", state(tensors, each // 4))
        z.writestr("archive/byteorder", "little")
        for i in range(tensors):
            with z.open(f"archive/data/{i}", "w") as out:
                for piece in numbers(each, seed * 100 + i):
                    out.write(piece)
        z.writestr("archive/version", "3\n")
    return os.path.getsize(path)


def state(tensors, elements):
    """The pickle of a state dict of float tensors, written by hand: no torch is needed to measure this."""
    out = bytearray(b"\x80\x02}q\x00(")
    for i in range(tensors):
        out += text(f"layer.{i}.weight")
        out += b"ctorch._utils\n_rebuild_tensor_v2\n(("
        out += text("storage") + b"ctorch\nFloatStorage\n" + text(str(i)) + text("cpu")
        out += number(elements) + b"tQK\x00" + number(elements) + b"\x85K\x01\x85\x89"
        out += b"ccollections\nOrderedDict\n)RtR"
    return bytes(out + b"u.")


def text(value):
    return b"X" + len(value).to_bytes(4, "little") + value.encode()


def number(value):
    return b"J" + value.to_bytes(4, "little")


def judged(hub, oid, began):
    """Waits until the verdict stands."""
    while True:
        standing = hub.ask("GET", "/api/assay/blobs/" + oid)
        if standing["state"] == "judged":
            if standing["verdict"] != "SAFE":
                sys.exit("not safe, so this is no measure of anything: " + str(standing))
            return
        if time.perf_counter() - began > 300:
            sys.exit("no verdict: " + str(standing))
        time.sleep(0.002)


def flushed(path):
    began = time.perf_counter()
    with open(path, "rb") as file:
        os.fsync(file.fileno())
    return time.perf_counter() - began


def compare(title, make, hub, nginx, folder, rounds):
    sent, inspected, plain, work, looked, ratio, tax, peers = [], [], [], [], [], [], [], []
    for turn in range(rounds + 1):
        file = os.path.join(folder, "upload")
        size = make(file, GIB, 100 + turn)
        with open(file, "rb") as whole:
            oid = hashlib.file_digest(whole, "sha256").hexdigest()
        os.sync()
        address = hub.upload_address("admin/bench", oid, size)
        before, before_looking = cpu(hub.pid), cpu(*hub.inspectors())
        began = time.perf_counter()
        upload = put(address, file)
        judged(hub, oid, began)
        whole = time.perf_counter() - began
        looking = cpu(*hub.inspectors()) - before_looking
        used = cpu(hub.pid) - before - looking
        hub.commit("admin/bench", f"{title}-{turn}", oid, size)
        os.sync()
        peer = peer_used = float("nan")
        if nginx.takes:
            stored = nginx.root / "files" / str(turn)
            before = cpu(nginx.pid)
            peer = put(f"{nginx.address}/{turn}", file) + flushed(stored)
            peer_used = cpu(nginx.pid) - before
            stored.unlink()
        os.remove(file)
        if turn:
            sent.append(upload)
            inspected.append(whole - upload)
            tax.append(100 * (whole - upload) / upload)
            plain.append(peer)
            peers.append(peer_used)
            work.append(used)
            looked.append(looking)
            ratio.append(whole / peer)
    print(f"1 GiB of {title} by PUT, {rounds} turns, seconds, median (least to most)")
    print(f"  assay: received, hashed, flushed  {spread(sent)}")
    print(f"  assay: then until the verdict     {spread(inspected, 3)}")
    print(f"  inspection tax, time              {spread(tax, 1)} %")
    print(f"  processor: hub {spread(work)}, inspectors {spread(looked)}: "
          f"{100 * sum(looked) / sum(work):.1f} % on top")
    if nginx.takes:
        print(f"  nginx: written, flushed           {spread(plain)}, processor {spread(peers)}")
        print(f"  assay with its verdict/nginx      {spread(ratio)} times as long")
    else:
        print("  (this nginx has no dav module, so there is no peer in this run)")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    about()
    with workspace() as folder:
        hub, nginx = Hub(folder), Nginx(folder, free_port())
        try:
            hub.ask("POST", "/api/repos/create", {"name": "bench", "type": "model"})
            compare("safetensors", safetensors, hub, nginx, folder, rounds)
            compare("torch zip", torch_zip, hub, nginx, folder, rounds)
            print(f"most memory: assay {peak(hub.pid):.0f} MiB with {len(hub.inspectors())} inspectors "
                  f"(whose mapped files count), nginx {peak(nginx.pid):.0f} MiB")
        finally:
            hub.close()
            nginx.close()


if __name__ == "__main__":
    main()
