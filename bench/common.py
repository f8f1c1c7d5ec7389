"""What the comparisons share: a hub of their own, a peer of their own, and fair turns."""

import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
MIB = 1 << 20
GIB = 1 << 30


class Hub:
    """`assay serve`, on a free port unless one is named."""

    def __init__(self, folder, port=0):
        self.data = pathlib.Path(folder) / "data"
        self.log = open(pathlib.Path(folder) / "hub.log", "a", encoding="utf-8")
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [ROOT / "assay", "serve", "--port", str(port), "--data", self.data],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            self.log.write(line)
            if line.startswith("ready "):
                words = dict(word.split("=", 1) for word in line.split()[1:])
                self.address, self.pid = words["url"], int(words["pid"])
                break
        else:
            self.log.flush()
            sys.exit("the hub did not start; it said:\n" + pathlib.Path(self.log.name).read_text())
        threading.Thread(target=lambda: [self.log.write(line) for line in self.process.stdout], daemon=True).start()
        self.token = (self.data / "admin-token").read_text().strip()

    def ask(self, method, path, body=None, kind="application/json"):
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data=data, method=method, headers={
            "Authorization": "Bearer " + self.token, "Content-Type": kind})
        try:
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as refused:
            sys.exit(f"{method} {path}: {refused.code} {refused.read().decode(errors='replace')[:500]}")

    def upload_address(self, repository, oid, size):
        """Where the bytes of one LFS object go."""
        batch = self.ask("POST", f"/{repository}.git/info/lfs/objects/batch", {
            "operation": "upload", "transfers": ["basic"], "objects": [{"oid": oid, "size": size}]},
            "application/vnd.git-lfs+json")
        return batch["objects"][0]["actions"]["upload"]["href"]

    def commit(self, repository, path, oid, size):
        lines = [{"key": "header", "value": {"summary": "Add " + path}},
                 {"key": "lfsFile", "value": {"path": path, "algo": "sha256", "oid": oid, "size": size}}]
        self.ask("POST", f"/api/models/{repository}/commit/main",
                 "\n".join(map(json.dumps, lines)).encode(), "application/x-ndjson")

    def inspectors(self):
        return children(self.pid)

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        self.process.wait(30)
        self.log.close()


class Nginx:
    """nginx with two workers and sendfile, serving one folder; where it was built with dav it also takes PUT."""

    def __init__(self, folder, port):
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        if not os.path.exists(nginx):
            sys.exit("this comparison needs nginx (Debian or Ubuntu: apt-get install nginx-light)")
        self.root = pathlib.Path(folder) / "nginx"
        (self.root / "files").mkdir(parents=True)
        dav = "dav_methods PUT; create_full_put_path on;" if self.puts(nginx) else ""
        config = self.root / "nginx.conf"
        config.write_text(f"""
            daemon off; worker_processes 2; pid {self.root}/pid; error_log {self.root}/error.log;
            {"user root;" if os.getuid() == 0 else ""}
            events {{ worker_connections 1024; }}
            http {{
              access_log off; sendfile on; client_max_body_size 0; client_body_temp_path {self.root}/body;
              proxy_temp_path {self.root}/p; fastcgi_temp_path {self.root}/f; uwsgi_temp_path {self.root}/u;
              scgi_temp_path {self.root}/s;
              server {{ listen 127.0.0.1:{port}; root {self.root}/files; location / {{ {dav} }} }}
            }}""")
        self.process = subprocess.Popen([nginx, "-p", self.root, "-c", config], stderr=subprocess.DEVNULL)
        self.pid, self.address, self.takes = self.process.pid, f"http://127.0.0.1:{port}", bool(dav)
        for _ in range(100):
            try:
                urllib.request.urlopen(self.address + "/")
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
        sys.exit("nginx did not start; see " + str(self.root / "error.log"))

    @staticmethod
    def puts(nginx):
        built = subprocess.run([nginx, "-V"], capture_output=True, text=True).stderr
        return "http_dav_module" in built

    def close(self):
        self.process.terminate()
        self.process.wait(10)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def connect(address):
    """A connection to the host of an address, and the path to ask there."""
    url = urllib.parse.urlsplit(address)
    path = url.path + ("?" + url.query if url.query else "")
    return socket.create_connection((url.hostname, url.port)), url.netloc, path


def head_of(s):
    """The status line and headers of an answer, and how many bytes of its body came with them."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = s.recv(4096)
        if not piece:
            sys.exit("the connection ended inside the headers: " + head.decode("latin-1"))
        head += piece
    head, body = head.split(b"\r\n\r\n", 1)
    return head, body


def put(address, path):
    """Sends a file by PUT, by the kernel, so that it is the server that is measured; gives the seconds it took."""
    began = time.perf_counter()
    s, host, target = connect(address)
    with s, open(path, "rb") as body:
        s.sendall((f"PUT {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {os.path.getsize(path)}\r\n"
                   "Connection: close\r\n\r\n").encode())
        s.sendfile(body)
        head, body = head_of(s)
        if head.split()[1][:1] != b"2":
            sys.exit("PUT was refused: " + (head + b"\n" + body).decode("latin-1"))
    return time.perf_counter() - began


def children(pid):
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            found += map(int, pathlib.Path(f"/proc/{pid}/task/{task}/children").read_text().split())
    except OSError:
        pass
    return found


def cpu(*pids):
    """Processor seconds used so far by processes and everything they started."""
    total = 0.0
    ticks = os.sysconf("SC_CLK_TCK")
    todo = list(pids)
    while todo:
        one = todo.pop()
        try:
            fields = pathlib.Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
            total += sum(map(int, fields[11:15])) / ticks
            todo += children(one)
        except OSError:
            pass
    return total


def peak(pid):
    """The most memory a process has had resident, in MiB, and with it everything it started."""
    total, todo = 0, [pid]
    while todo:
        one = todo.pop()
        try:
            for line in pathlib.Path(f"/proc/{one}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    total += int(line.split()[1])
            todo += children(one)
        except OSError:
            pass
    return total / 1024


def safetensors(path, size, seed):
    """A safetensors file of `size` bytes of numbers that do not compress; gives its length."""
    header = json.dumps({"weight": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(header)) + header)
        for piece in numbers(size, seed):
            out.write(piece)
    return os.path.getsize(path)


def numbers(size, seed):
    """So many bytes without a pattern, in pieces of which no two are equal."""
    import random
    block = random.Random(seed).randbytes(16 * MIB)
    turn = 0
    while size > 0:
        piece = (block[:8] + struct.pack("<QQ", seed, turn) + block[24:])[:min(size, len(block))]
        yield piece
        size, turn = size - len(piece), turn + 1


def spread(values, digits=2):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def about():
    """One line that says how far the figures can be trusted."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    busy = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, {memory:.0f} GiB, load {busy:.1f} before we began"
          + (": busy with other work, believe the ratios only" if busy > os.cpu_count() else ""))


def workspace():
    return tempfile.TemporaryDirectory(prefix="assay-bench-", dir=os.environ.get("ASSAY_BENCH_FOLDER"))
