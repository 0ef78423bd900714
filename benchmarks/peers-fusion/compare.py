"""Fuses checkpoints of a roberta-base with `./bilevel fuse` and with torch, and copies as many bytes, in turn.

    python compare.py --rounds 7 --out runs.jsonl

Every run is a process of its own, and is timed as a whole. All read files that are cached. `copy` reads all checkpoints
and writes one of them; `torch` loads all with safetensors, sums in float32 and saves; `bilevel` sums in float64, hashes
what it writes and waits until it is on the disk; `service` is the same in a process that has fused a few times before,
as the fusion service has, and counts the later half of its fusions. Figures without start-up are given beside.
"""

import argparse
import hashlib
import importlib.metadata
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
BILEVEL = HERE.parent.parent / "bilevel"
WEIGHTS = [0.1, 0.2, 0.3, 0.25, 0.15]
SERVED = 8

COPY = """
import os, sys
*sources, target = sys.argv[1:]
block = bytearray(1 << 18)
for source in sources:
    with open(source, "rb", buffering=0) as file:
        with open(target if source == sources[-1] else os.devnull, "wb", buffering=0) as out:
            while n := file.readinto(block):
                out.write(memoryview(block)[:n])
"""

TORCH = """
import sys, time
import torch
from safetensors.torch import load_file, save_file
begun = time.perf_counter()
*sources, target = sys.argv[2:]
weights = [float(w) for w in sys.argv[1].split(",")]
models = [load_file(source) for source in sources]
fused = {name: sum(w * model[name] for w, model in zip(weights, models)) for name in models[0]}
save_file(fused, target, {"format": "pt"})
print(time.perf_counter() - begun)
"""


def roberta_base(seed):
    """125 million float32 numbers under the names of a sequence classifier."""
    import torch

    random = torch.Generator().manual_seed(seed)
    hidden, layers, inner = 768, 12, 3072
    shapes = {
        "embeddings.word_embeddings.weight": (50265, hidden),
        "embeddings.position_embeddings.weight": (514, hidden),
        "embeddings.token_type_embeddings.weight": (1, hidden),
        "embeddings.LayerNorm.weight": (hidden,),
        "embeddings.LayerNorm.bias": (hidden,),
    }
    for layer in range(layers):
        at = f"encoder.layer.{layer}."
        for name in ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"]:
            shapes |= {at + name + ".weight": (hidden, hidden), at + name + ".bias": (hidden,)}
        shapes |= {at + "intermediate.dense.weight": (inner, hidden), at + "intermediate.dense.bias": (inner,)}
        shapes |= {at + "output.dense.weight": (hidden, inner), at + "output.dense.bias": (hidden,)}
        for name in ["attention.output", "output"]:
            shapes |= {at + name + ".LayerNorm.weight": (hidden,), at + name + ".LayerNorm.bias": (hidden,)}
    tensors = {"roberta." + name: torch.empty(shape).normal_(0, 0.02, generator=random) for name, shape in shapes.items()}
    tensors["classifier.dense.weight"] = torch.empty(hidden, hidden).normal_(0, 0.02, generator=random)
    tensors["classifier.dense.bias"] = torch.zeros(hidden)
    tensors["classifier.out_proj.weight"] = torch.empty(2, hidden).normal_(0, 0.02, generator=random)
    tensors["classifier.out_proj.bias"] = torch.zeros(2)
    return tensors


def run(command):
    """Wall and processor seconds, peak memory in MB, and the last line that was printed."""
    with tempfile.TemporaryFile("w+") as printed:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=printed)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        if status != 0:
            sys.exit(f"{' '.join(map(str, command))}: ended with {os.waitstatus_to_exitcode(status)}")
        printed.seek(0)
        lines = printed.read().strip().splitlines()
    return {
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "megabytes": used.ru_maxrss / 1024,
        "last": lines[-1] if lines else "",
    }


def sha256(file):
    with open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=pathlib.Path, help="where checkpoints lie or are made: 3.5 GB")
    parser.add_argument("--out", type=pathlib.Path, help="every run, one JSON object a line")
    arguments = parser.parse_args()
    folder = arguments.folder or pathlib.Path(tempfile.mkdtemp(prefix="fusion-"))
    folder.mkdir(exist_ok=True)
    sources = [folder / f"checkpoint-{k}.safetensors" for k in range(len(WEIGHTS))]
    aside("make", *sources)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(f"{platform.platform()}, {os.cpu_count()} cores, {memory:.0f} GiB, load {os.getloadavg()[0]:.1f}; "
          f"python {platform.python_version()}, torch {importlib.metadata.version('torch')}; "
          f"{len(sources)} checkpoints of {sources[0].stat().st_size / 1e6:.0f} MB")
    weights = ",".join(map(str, WEIGHTS))
    target = folder / "fused"
    commands = {
        "copy": [sys.executable, "-S", "-c", COPY, *sources, target / "model.safetensors"],
        "bilevel": [BILEVEL, "fuse", "--weights", weights, "--out", target, "--json", *sources],
        "service": [BILEVEL, "bench", "fuse", "--rounds", str(SERVED), "--folder", target, "--json", *sources],
        "torch": [sys.executable, "-c", TORCH, weights, *sources, target / "model.safetensors"],
    }
    idle = run([BILEVEL, "--version"])["megabytes"]
    runs = []
    for round in range(-1, arguments.rounds):
        for name, command in commands.items():
            shutil.rmtree(target, ignore_errors=True)
            if name != "bilevel":
                target.mkdir()
            figures = {"round": round, "what": name, **run(command)}
            if name == "bilevel":
                told = json.loads(figures["last"])
                figures["inside"] = told["seconds"]
                if round < 0:
                    assert told["sha256"] == sha256(target / "model.safetensors"), "another SHA-256 than the file's"
                    aside("check", target / "model.safetensors", *sources)
            elif name == "service":
                served = json.loads(figures["last"])["seconds"]
                figures["inside"] = statistics.median(served[len(served) // 2 :])
                # A fusion's share, where the whole has many.
                figures["seconds"] /= SERVED
                figures["cpu"] /= SERVED
            elif name == "torch":
                figures["inside"] = float(figures["last"])
            del figures["last"]
            if round >= 0:
                runs.append(figures)
                print(json.dumps(figures), flush=True)
    shutil.rmtree(target)
    if arguments.out:
        arguments.out.write_text("".join(json.dumps(each) + "\n" for each in runs))
    report(runs, idle)


def aside(what, *files):
    """In a process of its own: one that has loaded torch would pass its memory on to the peak of those it starts."""
    subprocess.run([sys.executable, __file__, what, *files], check=True)


def make(*sources):
    from safetensors.torch import save_file

    for k, source in enumerate(sources):
        if not os.path.exists(source):
            save_file(roberta_base(k), source, {"format": "pt"})


def check(file, *sources):
    """Every number is the sum in float64, rounded once."""
    from safetensors.torch import load_file

    fused = load_file(file)
    models = [load_file(source) for source in sources]
    for name in models[0]:
        expected = sum(w * model[name].double() for w, model in zip(WEIGHTS, models)).float()
        assert fused[name].equal(expected), name


def report(runs, idle):
    print(f"\nan idle `bilevel --version` takes {idle:.0f} MB\n")
    print("| what | whole process: median (range) | without start-up | processor | peak memory "
          "| × copying, round by round | without start-up |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    copies = [each["seconds"] for each in runs if each["what"] == "copy"]
    for what in ["copy", "bilevel", "service", "torch"]:
        mine = [each for each in runs if each["what"] == what]
        seconds = sorted(each["seconds"] for each in mine)
        inside = sorted(each["inside"] for each in mine) if "inside" in mine[0] else []
        ratios = sorted(each["seconds"] / copy for each, copy in zip(mine, copies))
        started = sorted(each["inside"] / copy for each, copy in zip(mine, copies)) if inside else []
        print(f"| {what} | {statistics.median(seconds):.2f} s ({seconds[0]:.2f}–{seconds[-1]:.2f}) "
              f"| {f'{statistics.median(inside):.2f} s ({inside[0]:.2f}–{inside[-1]:.2f})' if inside else ''} "
              f"| {statistics.median(each['cpu'] for each in mine):.2f} s "
              f"| {max(each['megabytes'] for each in mine):.0f} MB "
              f"| {statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f}) "
              f"| {f'{statistics.median(started):.2f} ({started[0]:.2f}–{started[-1]:.2f})' if started else ''} |")


if __name__ == "__main__":
    if sys.argv[1:2] in (["make"], ["check"]):
        globals()[sys.argv[1]](*sys.argv[2:])
    else:
        main()
