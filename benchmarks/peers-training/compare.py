"""Runs ./bilevel and its peer in turn on this machine and prints what each came to: environment, every run, ratios.

    python compare.py --shared ../../../shared --rounds 3 --out runs.jsonl
    python compare.py --shared ../../../shared --only step,fuse

Whole processes, one at a time, in alternating order, so that a machine that slows down slows both. Run it with the
Python that has requirements.txt; without --out the runs are printed only. An interrupted comparison goes on where it
was if --out names the same file.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
BILEVEL = HERE.parent.parent / "bilevel"
ROBERTA_BASE = {
    "architectures": ["RobertaForSequenceClassification"], "model_type": "roberta", "vocab_size": 50265,
    "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072,
    "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1,
    "max_position_embeddings": 514, "type_vocab_size": 1, "initializer_range": 0.02, "layer_norm_eps": 1e-5,
    "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2,
}


def run(command):
    """The last line of standard output as JSON, with the process's wall time and peak memory."""
    begun = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit status {process.returncode}")
    report = json.loads(output.splitlines()[-1])
    report["wallSeconds"] = round(time.perf_counter() - begun, 2)
    report["processPeakBytes"] = usage.ru_maxrss * 1024
    return report


def jobs(options, scratch):
    """Each job by its name: who does it, and how it is called."""
    minilm = options.shared / "models/all-minilm-l6-v2"
    data = options.shared / "data/glue"
    peer = [sys.executable, "-W", "ignore", HERE / "peer.py"]
    common = ["--precision", options.precision, "--threads", options.threads]
    for task in options.tasks:
        settings = ["--model", minilm, "--task", task, "--data", data, "--epochs", options.epochs, *common]
        ours = scratch / f"bilevel-{task}"
        theirs = scratch / f"peer-{task}"
        yield f"finetune {task}", {
            "bilevel": lambda s, settings=settings, ours=ours: [
                BILEVEL, "finetune", *settings, "--snapshots", 1, "--seed", s, "--out", fresh(ours), "--json"],
            "dynamic": lambda s, settings=settings, theirs=theirs: [
                *peer, "finetune", *settings, "--seed", s, "--out", fresh(theirs)],
            "max_length": lambda s, settings=settings: [
                *peer, "finetune", *settings, "--seed", s, "--padding", "max_length"],
        }
        evaluated = ["--task", task, "--data", data, *common]
        yield f"evaluate {task}", {
            "bilevel": lambda _, e=evaluated, m=ours: [BILEVEL, "evaluate", "--model", m, *e, "--json"],
            "dynamic": lambda _, e=evaluated, m=theirs: [*peer, "evaluate", "--model", m, *e],
        }
    base = scratch / "roberta-base"
    base.mkdir(exist_ok=True)
    (base / "config.json").write_text(json.dumps(ROBERTA_BASE))
    words = options.shared / "models/roberta-base-tokenizer"
    for precision in ("bf16", "fp32"):
        shape = ["--model", base, "--precision", precision, "--threads", options.threads, "--steps", options.steps]
        yield f"step {precision}", {
            "bilevel": lambda _, shape=shape: [BILEVEL, "bench", "step", *shape, "--tokenizer", words, "--json"],
            "dynamic": lambda _, shape=shape: [*peer, "step", *shape],
        }


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def figures(report):
    """What is compared: name, value, whether more is better."""
    for name in ("trainingExamplesPerSecond", "evaluationExamplesPerSecond"):
        if name in report:
            yield name, report[name], True
    for name in ("trainingStepSeconds", "inferenceSeconds"):
        if name in report:
            yield name, median(report[name]), False
    yield "wallSeconds", report["wallSeconds"], False
    yield "peakMemoryMB", report.get("peakMemoryBytes", report["processPeakBytes"]) / 1e6, False


def show(name, peers, runs):
    print(f"\n### {name}\n\n| figure | who | runs | median | Bilevel is |\n| --- | --- | --- | --- | --- |")
    table = {}
    for who in peers:
        for run in runs.get((name, who), []):
            for figure, value, more in figures(run):
                table.setdefault(figure, {}).setdefault(who, []).append(value)
                table[figure]["more"] = more
    for figure, by in table.items():
        more = by.pop("more")
        for who, values in by.items():
            ratio = ""
            if who != "bilevel" and "bilevel" in by:
                ours, theirs = median(by["bilevel"]), median(values)
                ratio = f"{(ours / theirs if more else theirs / ours):.2f}×"
            listed = ", ".join(f"{value:.3g}" if value < 10 else f"{value:.0f}" for value in values)
            print(f"| {figure} | {who} | {listed} | {median(values):.4g} | {ratio} |")
    for who in peers:
        metrics = [run["metrics"] for run in runs.get((name, who), []) if "metrics" in run]
        if metrics:
            print(f"\n{who}: " + "; ".join(", ".join(f"{m} {v:.4f}" for m, v in one.items()) for one in metrics))


def environment(options):
    import tokenizers, torch, transformers

    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    print(f"{time.strftime('%Y-%m-%d %H:%M')} UTC, {model}, {os.cpu_count()} cores, {memory / 1048576:.0f} GiB, "
          f"{platform.system()} {platform.release()}, load {os.getloadavg()[0]:.1f}")
    print(f"peer: torch {torch.__version__}, transformers {transformers.__version__}, tokenizers "
          f"{tokenizers.__version__}, Python {platform.python_version()}")
    version = subprocess.run([BILEVEL, "--version"], capture_output=True, text=True).stdout.split("\n")
    print("bilevel: " + ", ".join(line for line in version if line))
    print(f"{options.threads} threads, {options.precision}, {options.epochs} epochs, {options.rounds} rounds, "
          f"OMP_WAIT_POLICY={os.environ.get('OMP_WAIT_POLICY', 'not set')} for the peer")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="holds data/glue and models/")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tasks", type=lambda text: text.split(","), default=["MRPC", "CoLA"])
    parser.add_argument("--only", type=lambda text: text.split(","), help="jobs whose names begin so")
    parser.add_argument("--skip", type=lambda text: text.split(","), default=[], help="of bilevel,dynamic,max_length")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", default="bf16")
    parser.add_argument("--scratch", type=Path, help="keeps the trained models")
    parser.add_argument("--out", type=Path, help="JSON lines, one a run")
    options = parser.parse_args()
    options.shared = options.shared.resolve()
    scratch = options.scratch or Path(tempfile.mkdtemp(prefix="peers-training-"))
    scratch.mkdir(parents=True, exist_ok=True)
    environment(options)
    runs = {}
    if options.out and options.out.exists():
        for line in options.out.read_text().splitlines():
            one = json.loads(line)
            runs.setdefault((one["job"], one["who"]), []).append(one)
    wanted = [(name, {who: c for who, c in calls.items() if who not in options.skip})
              for name, calls in jobs(options, scratch)
              if not options.only or any(name.startswith(o) for o in options.only)]
    for round_number in range(options.rounds):
        for name, calls in wanted:
            order = list(calls)
            for who in order if round_number % 2 == 0 else reversed(order):
                done = runs.setdefault((name, who), [])
                if len(done) > round_number:
                    continue
                one = {"job": name, "who": who, "round": round_number, "load": os.getloadavg()[0]}
                one |= run(calls[who](round_number + 1))
                done.append(one)
                print(f"{name} {who} {round_number + 1}: " + json.dumps(
                    {figure: round(value, 3) for figure, value, _ in figures(one)}), file=sys.stderr, flush=True)
                if options.out:
                    with options.out.open("a") as file:
                        file.write(json.dumps(one) + "\n")
    for name, calls in wanted:
        show(name, calls, runs)
    if not options.scratch:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
