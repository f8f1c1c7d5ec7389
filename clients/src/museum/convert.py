#!/usr/bin/env python3
"""Converts the PyTorch files of the clean museum with `assay convert`, and compares every tensor bit for bit.

    clients/src/museum/convert.py FOLDER              every file of the wings `tensors` and `trainers`
    clients/src/museum/convert.py FOLDER --large 4    a checkpoint of so many GB, with 256 MB of heap

The comparison is made by PyTorch and the `safetensors` library, of which `assay convert` uses neither. A tensor that
differs, is missing or is too many ends the run with exit code 1, and so does a refused file of which nothing but plain
tensors of types that safetensors has comes out when PyTorch loads it without allowing anything else.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import warnings

FOLDER = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else sys.exit(__doc__)
PYTHON = FOLDER / "environments" / "tensors" / "bin" / "python"
try:
    import torch
    from safetensors import safe_open
except ImportError:
    if pathlib.Path(sys.executable) == PYTHON:
        raise
    os.execv(str(PYTHON), [str(PYTHON), *sys.argv])

warnings.simplefilter("ignore")
ASSAY = pathlib.Path(__file__).resolve().parents[3] / "assay"
USUAL = ("state_dict", "model_state_dict", "model", "params_ema", "params", "module")
KEPT = {
    getattr(torch, name)
    for name in "bool uint8 int8 float8_e5m2 float8_e4m3fn int16 uint16 float16 bfloat16 int32 uint32 float32 complex64 float64 int64 uint64".split()
    if hasattr(torch, name)
}


def loaded(path):
    """What PyTorch makes of a file: with nothing allowed but tensors, or, since these are our own files, with all."""
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except Exception:
        return torch.load(path, map_location="cpu", weights_only=False)


def tensors(held):
    """The dictionary of tensors that a model is loaded from."""
    if not isinstance(held, dict):
        return {}
    for name in USUAL:
        inner = held.get(name)
        if isinstance(inner, dict) and any(isinstance(it, torch.Tensor) for it in inner.values()):
            return tensors(inner)
    return {name: it for name, it in held.items() if isinstance(it, torch.Tensor) and isinstance(name, str)}


def bits(tensor):
    dense = tensor.detach().resolve_conj().resolve_neg().contiguous()
    return dense.reshape(-1).view(torch.uint8) if dense.numel() else torch.zeros(0, dtype=torch.uint8)


def compare(source, target):
    """Sentences about what differs, and how many tensors were compared."""
    expected = tensors(loaded(source))
    wrong = []
    with safe_open(str(target), "pt") as file:
        tied = {name: kept for name, kept in (file.metadata() or {}).items() if name != "format"}
        names = set(file.keys())
        for name, tensor in expected.items():
            written = tied.get(name, name)
            if written not in names:
                wrong.append("%s is missing" % name)
                continue
            it = file.get_tensor(written)
            if it.dtype != tensor.dtype or it.shape != tensor.shape or not torch.equal(bits(it), bits(tensor)):
                wrong.append("%s is not what it was" % name)
        wrong += ["%s was not there" % name for name in names - set(expected)]
    return wrong, len(expected)


def plain(source):
    """Whether this is nothing but tensors that safetensors has a place for."""
    try:
        held = torch.load(source, map_location="cpu", weights_only=True)
        found = tensors(held)
        if any(isinstance(it, (torch.dtype, tuple)) for it in held.values()):
            return False  # packed parameters of a quantized layer
    except Exception:
        return False
    return bool(found) and all(type(it) in (torch.Tensor, torch.nn.Parameter) and it.layout is torch.strided and it.device.type == "cpu" and not it.is_quantized
                                              and it.dtype in KEPT and not it.is_conj() and not it.is_neg() for it in found.values())


def convert(files, *options, heap=""):
    """What `assay convert` says of each file, by name."""
    environment = dict(os.environ, ASSAY_JAVA_OPTS=heap) if heap else None
    done = subprocess.run([str(ASSAY), "convert", *options, *map(str, files)], stdout=subprocess.PIPE, text=True, env=environment)
    said, name = collections.defaultdict(list), None
    for line in done.stdout.splitlines():
        word = re.match(r"(refused|converted)\s+(\S+)", line)
        name = word.group(2) if word else name
        said[name].append(line)
    return said


def museum():
    sources = [it for part in ("tensors", "trainers") for it in sorted((FOLDER / "files").glob("*/%s/**/*" % part)) if it.suffix in (".pt", ".pth", ".bin", ".ckpt")]
    refused, wrong, count, converted = collections.Counter(), [], 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        copies = {}
        for number, source in enumerate(sources):
            copy = pathlib.Path(scratch) / ("%05d%s" % (number, source.suffix))
            shutil.copyfile(source, copy)
            copies[copy] = source
        convert(copies)
        for copy, source in copies.items():
            target = copy.with_suffix(".safetensors")
            name = str(source.relative_to(FOLDER / "files"))
            if target.exists():
                differs, compared = compare(copy, target)
                wrong += ["%s: %s" % (name, it) for it in differs]
                count += compared
                converted += 1
        again = [copy for copy in copies if not copy.with_suffix(".safetensors").exists()]
        for path, lines in convert(again).items() if again else ():
            copy = pathlib.Path(path)
            name = str(copies[copy].relative_to(FOLDER / "files"))
            refused[re.sub(r"\S*(?:@0x[0-9a-f]+|\.(?:pt|pth|bin|ckpt)) |'.*?'|\(.*\)", "", lines[1].strip())[:110]] += 1
            if plain(copy):
                wrong.append("%s is refused: %s" % (name, lines[1].strip()[:200]))
        sharded(pathlib.Path(scratch), wrong)
    for says, files in refused.most_common(40):
        print("%5d refused  %s" % (files, says))
    for it in wrong:
        print("WRONG  " + it)
    print("%d files: %d converted, %d tensors bit for bit, %d refused, %d wrong" % (len(sources), converted, count, len(sources) - converted, len(wrong)))
    return not wrong


def sharded(scratch, wrong):
    """A model in three files and an index."""
    folder = scratch / "sharded"
    folder.mkdir()
    places, whole = {}, {}
    for shard in range(3):
        name = "pytorch_model-%05d-of-00003.bin" % (shard + 1)
        held = {"layer.%d.%d.weight" % (shard, i): torch.randn(8, 8).to(torch.bfloat16).t() for i in range(4)}
        torch.save(held, folder / name)
        places.update(dict.fromkeys(held, name))
        whole.update(held)
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps({"metadata": {"total_size": sum(it.nbytes for it in whole.values())}, "weight_map": places}))
    convert([folder / "pytorch_model.bin.index.json"])
    index = json.loads((folder / "model.safetensors.index.json").read_text())
    for name, tensor in whole.items():
        with safe_open(str(folder / index["weight_map"][name]), "pt") as file:
            if not torch.equal(bits(file.get_tensor(name)), bits(tensor)):
                wrong.append("sharded: %s is not what it was" % name)
    if index["metadata"]["total_size"] != sum(it.nbytes for it in whole.values()) or set(index["weight_map"]) != set(whole):
        wrong.append("sharded: the index says otherwise")


def large(gigabytes):
    with tempfile.TemporaryDirectory(dir=FOLDER) as scratch:
        source = pathlib.Path(scratch) / "pytorch_model.bin"
        half = torch.randn(1 << 27).to(torch.bfloat16)
        torch.save({"layer.%d" % i: half.clone().reshape(1 << 13, -1).t() if i % 4 == 3 else half + i for i in range(int(gigabytes * 4))}, source)
        started = time.monotonic()
        for lines in convert([source], heap="-Xmx256m").values():
            print("\n".join(lines))
        seconds = time.monotonic() - started
        differs, count = compare(source, source.with_name("model.safetensors"))
        print("%.1f GB in %.1f s with 256 MB of heap: %d tensors, %d wrong" % (source.stat().st_size / 1e9, seconds, count, len(differs)))
        return not differs


if __name__ == "__main__":
    sys.exit(0 if (large(float(sys.argv[3])) if "--large" in sys.argv else museum()) else 1)
