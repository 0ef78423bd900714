"""transformers and PyTorch doing what ./bilevel finetune and evaluate do: prints one JSON object.

    python peer.py finetune --model DIR --task MRPC --data DIR --out DIR --padding dynamic --precision bf16
    python peer.py evaluate --model DIR --task MRPC --data DIR --padding dynamic --precision bf16
    python peer.py step --model DIR --batch-size 8 --length 128 --precision bf16

The loop is that of transformers' run_glue_no_trainer.py: AdamW without decay on biases and LayerNorm, linear schedule
with warm-up, clipping; `--padding max_length` is run_glue's default, `dynamic` pads a batch to its longest text.
Defaults are those of ./bilevel, AdamW's betas and epsilon included. Training is timed from the first step to the last,
evaluation from the first batch to the last: loading and tokenising are left out of both.
"""

import argparse
import contextlib
import json
import math
import random
import time

import numpy as np
import torch
import transformers
from scipy.stats import pearsonr, spearmanr
from sklearn.metrics import accuracy_score, f1_score, matthews_corrcoef
from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer

# Columns of text and label, labels in order of their index (none: scores), metrics.
TASKS = {
    "CoLA": ((3,), 1, ["0", "1"], ("matthews_correlation",)),
    "SST-2": ((0,), 1, ["0", "1"], ("accuracy",)),
    "MRPC": ((3, 4), 0, ["0", "1"], ("accuracy", "f1")),
    "STS-B": ((7, 8), 9, [], ("pearson", "spearmanr")),
    "WNLI": ((1, 2), 3, ["0", "1"], ("accuracy",)),
}
METRICS = {
    "accuracy": accuracy_score,
    "f1": f1_score,
    "matthews_correlation": matthews_corrcoef,
    "pearson": lambda labels, predicted: pearsonr(predicted, labels).statistic,
    "spearmanr": lambda labels, predicted: spearmanr(predicted, labels).statistic,
}


def read(options, split):
    texts, label, labels, _ = TASKS[options.task]
    with open(f"{options.data}/{options.task}/{split}.tsv", encoding="utf-8-sig", newline="\n") as file:
        lines = file.read().removesuffix("\n").split("\n")
    rows = [line.removesuffix("\r").split("\t") for line in lines[0 if options.task == "CoLA" else 1 :]]
    answers = [labels.index(row[label]) if labels else float(row[label]) for row in rows]
    return [[row[i] for row in rows] for i in texts], answers


def tokens(options, tokenizer, texts):
    encoded = tokenizer(*texts, truncation=True, max_length=options.max_length)
    return [{name: encoded[name][i] for name in encoded} for i in range(len(encoded["input_ids"]))]


def collate(options, tokenizer, rows, answers=None):
    padding = "max_length" if options.padding == "max_length" else True
    batch = tokenizer.pad(rows, padding=padding, max_length=options.max_length, return_tensors="pt")
    if answers is not None:
        batch["labels"] = torch.tensor(answers)
    return batch


def computing(options):
    return torch.autocast("cpu", torch.bfloat16) if options.precision == "bf16" else contextlib.nullcontext()


def optimizer_of(options, model):
    exempt = lambda name: "bias" in name or "LayerNorm" in name
    named = list(model.named_parameters())
    groups = [
        {"params": [p for n, p in named if not exempt(n)], "weight_decay": options.weight_decay},
        {"params": [p for n, p in named if exempt(n)], "weight_decay": 0.0},
    ]
    betas = (options.beta1, options.beta2)
    return torch.optim.AdamW(groups, lr=options.learning_rate, betas=betas, eps=options.epsilon, fused=True)


def train(options, tokenizer, model):
    texts, answers = read(options, "train")
    rows = tokens(options, tokenizer, texts)
    steps = math.ceil(len(rows) / options.batch_size) * options.epochs
    optimizer = optimizer_of(options, model)
    warmup = math.ceil(steps * options.warmup_ratio)
    schedule = transformers.get_linear_schedule_with_warmup(optimizer, warmup, steps)
    generator = torch.Generator().manual_seed(options.seed)
    model.train()
    begun = time.perf_counter()
    for _ in range(options.epochs):
        total = 0.0
        order = torch.randperm(len(rows), generator=generator).tolist()
        for first in range(0, len(order), options.batch_size):
            chosen = order[first : first + options.batch_size]
            batch = collate(options, tokenizer, [rows[i] for i in chosen], [answers[i] for i in chosen])
            with computing(options):
                loss = model(**batch).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), options.max_grad_norm)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
            total += loss.item() * len(chosen)
    seconds = time.perf_counter() - begun
    return {
        "trainingLoss": total / len(rows),
        "steps": steps,
        "trainingExamplesPerSecond": len(rows) * options.epochs / seconds,
    }


def evaluate(options, tokenizer, model):
    texts, answers = read(options, "dev")
    rows = tokens(options, tokenizer, texts)
    model.eval()
    logits = []
    begun = time.perf_counter()
    with torch.no_grad():
        for first in range(0, len(rows), options.evaluation_batch_size):
            batch = collate(options, tokenizer, rows[first : first + options.evaluation_batch_size])
            with computing(options):
                logits.append(model(**batch).logits.float())
    seconds = time.perf_counter() - begun
    logits = torch.cat(logits).numpy()
    predicted = logits.argmax(1) if TASKS[options.task][2] else logits[:, 0]
    metrics = {name: float(METRICS[name](answers, predicted)) for name in TASKS[options.task][3]}
    return {"metrics": metrics, "evaluationExamplesPerSecond": len(rows) / seconds}


def step(options, config):
    """Seconds of training steps and of inference at one shape, from random weights and random tokens."""
    config.num_labels = 2
    model = AutoModelForSequenceClassification.from_config(config)
    optimizer = optimizer_of(options, model)
    shape = (options.batch_size, options.length)
    batch = {
        "input_ids": torch.randint(5, config.vocab_size, shape),
        "attention_mask": torch.ones(shape, dtype=torch.long),
        "labels": torch.arange(options.batch_size) % 2,
    }

    def training():
        with computing(options):
            loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), options.max_grad_norm)
        optimizer.step()
        optimizer.zero_grad()

    def inference():
        with torch.no_grad(), computing(options):
            model(**batch)

    model.train()
    trained = timed(training, options.steps)
    peak = peak_memory()
    model.eval()
    return {"trainingStepSeconds": trained, "inferenceSeconds": timed(inference, options.steps), "peakMemoryBytes": peak}


def timed(work, times):
    for _ in range(2):
        work()
    seconds = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        seconds.append(round(time.perf_counter() - begun, 4))
    return seconds


def peak_memory():
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mode", choices=("finetune", "evaluate", "step"))
    parser.add_argument("--model", required=True)
    parser.add_argument("--tokenizer")
    parser.add_argument("--task", choices=TASKS)
    parser.add_argument("--data")
    parser.add_argument("--out")
    parser.add_argument("--padding", choices=("dynamic", "max_length"), default="dynamic")
    parser.add_argument("--precision", choices=("bf16", "fp32"), default="bf16")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--max-length", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch-size", type=int, default=16)
    parser.add_argument("--evaluation-batch-size", type=int, default=32)
    parser.add_argument("--length", type=int, default=128, help="of a sequence, in mode step")
    parser.add_argument("--steps", type=int, default=10, help="in mode step")
    parser.add_argument("--learning-rate", type=float, default=5e-5)
    parser.add_argument("--weight-decay", type=float, default=0.1)
    parser.add_argument("--warmup-ratio", type=float, default=0.06)
    parser.add_argument("--max-grad-norm", type=float, default=1.0)
    parser.add_argument("--beta1", type=float, default=0.9)
    parser.add_argument("--beta2", type=float, default=0.98)
    parser.add_argument("--epsilon", type=float, default=1e-6)
    options = parser.parse_args()

    begun = time.perf_counter()
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(options.threads)
    random.seed(options.seed)
    np.random.seed(options.seed)
    torch.manual_seed(options.seed)
    report = {"mode": options.mode, "precision": options.precision}
    if options.mode == "step":
        report |= step(options, AutoConfig.from_pretrained(options.model))
    else:
        tokenizer = AutoTokenizer.from_pretrained(options.tokenizer or options.model)
        report |= {"task": options.task, "padding": options.padding, "seed": options.seed}
        extra = {} if options.mode == "evaluate" else {"num_labels": len(TASKS[options.task][2]) or 1}
        model = AutoModelForSequenceClassification.from_pretrained(options.model, dtype=torch.float32, **extra)
        if options.mode == "finetune":
            report |= train(options, tokenizer, model)
            if options.out:
                model.save_pretrained(options.out)
                tokenizer.save_pretrained(options.out)
        report |= evaluate(options, tokenizer, model)
        report["peakMemoryBytes"] = peak_memory()
    report["seconds"] = round(time.perf_counter() - begun, 2)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
