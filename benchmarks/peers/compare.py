"""Prints the runs in files of JSON lines side by side, as Markdown: regret, wins and losses, seconds of a suggestion."""

import argparse
import json
from collections import defaultdict
from pathlib import Path
from statistics import median

import numpy as np
from scipy.stats import mannwhitneyu

from functions import TUNED_ON, catalogue

EQUAL = 1e-4  # regrets below this count as equal
OURS = "bilevel-logei"
ORDER = ("bilevel-logei", "botorch-recipe", "optuna-gp", "optuna-tpe", "random")
Runs = dict[tuple[str, str], list[dict]]  # by function and peer


def read(files: list[Path], seeds: int) -> Runs:
    runs: dict[tuple[str, str, int], dict] = {}
    for file in files:
        for line in file.read_text().splitlines():
            one = json.loads(line)
            if one["seed"] < seeds:
                runs[one["fn"], one["peer"], one["seed"]] = one  # the later file's, where two have it
    grouped = defaultdict(list)
    for (fn, peer, _), one in runs.items():
        grouped[fn, peer].append(one)
    return grouped


def at_end(runs: list[dict], evaluations: int) -> list[float]:
    return [one["regret"][:evaluations][-1] for one in runs]


def short(value: float) -> str:
    return f"{value:.2g}" if value < 99.5 else f"{value:.0f}"


def cell(regrets: list[float], best: float, quartiles: bool) -> str:
    if not regrets:
        return "–"
    low, middle, high = np.quantile(regrets, (0.25, 0.5, 0.75))
    text = f"**{short(middle)}**" if middle <= max(best, EQUAL) else short(middle)
    return f"{text} ({short(low)} … {short(high)})" if quartiles else text


def table(title: str, functions: list[str], peers: list[str], runs: Runs, options: argparse.Namespace) -> list[str]:
    lines = [f"| {title} | {' | '.join(peers)} |", f"|{' --- |' * (len(peers) + 1)}"]
    for fn in functions:
        regrets = {peer: at_end(runs[fn, peer], options.evaluations) for peer in peers}
        best = min((median(r) for r in regrets.values() if r), default=0)
        lines.append(f"| {fn} | {' | '.join(cell(regrets[p], best, options.quartiles) for p in peers)} |")
    return [*lines, ""]


def missing(functions: list[str], peers: list[str], runs: Runs, seeds: int) -> list[str]:
    """Says whose medians are over fewer runs."""
    lines = []
    for peer in peers:
        counts = [len(runs[fn, peer]) for fn in functions if runs[fn, peer]]
        if counts and min(counts) < seeds:
            short = sum(count < seeds for count in counts)
            lines.append(f"- {peer} has {min(counts)} to {seeds - 1} runs instead of {seeds} on {short} functions")
    return [*lines, ""] if lines else []


def times(peers: list[str], runs: Runs, options: argparse.Namespace) -> list[str]:
    lines = ["| milliseconds a suggestion, evaluations 26–50 | median | 90 % |", "| --- | --- | --- |"]
    for peer in peers:
        chosen = [fn for fn, p in runs if p == peer and runs[fn, p]]
        millis = [1000 * s for fn in chosen for one in runs[fn, peer] for s in one["sec"][25:50]]
        if millis:
            lines.append(f"| {peer} | {np.median(millis):.3g} | {np.quantile(millis, 0.9):.3g} |")
    return lines


def verdict(functions: list[str], peers: list[str], runs: Runs, options: argparse.Namespace) -> list[str]:
    """Medians against each other, and for how many of them a rank-sum test says that it is no accident."""
    lines = []
    for peer in [p for p in peers if p != OURS]:
        better, equal, worse = [], [], []
        for fn in functions:
            ours, theirs = (np.maximum(at_end(runs[fn, p], options.evaluations), EQUAL) for p in (OURS, peer))
            if len(ours) and len(theirs):
                difference = np.median(ours) - np.median(theirs)
                clear = difference and mannwhitneyu(ours, theirs).pvalue < 0.05
                (better if difference < 0 else worse if difference > 0 else equal).append((fn, clear))
        lost = ", ".join(fn + (" (clearly)" if clear else "") for fn, clear in worse)
        lines.append(
            f"- against {peer}: better on {len(better)} ({sum(clear for _, clear in better)} clearly),"
            f" equal on {len(equal)}, worse on {len(worse)}{': ' if lost else ''}{lost}"
        )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--evaluations", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=10, help="only seeds below this")
    parser.add_argument("--peers", help="only these, in this order")
    parser.add_argument("--functions", help="only these")
    parser.add_argument("--quartiles", action="store_true")
    options = parser.parse_args()
    runs = read(options.files, options.seeds)
    seen = {peer for _, peer in list(runs)}
    peers = options.peers.split(",") if options.peers else [p for p in ORDER if p in seen] + sorted(seen - set(ORDER))
    names = [fn for fn in catalogue() if any((fn, p) in runs for p in peers)]
    if options.functions:
        names = [fn for fn in names if fn in options.functions.split(",")]
    tuned, unseen = [fn for fn in names if fn in TUNED_ON], [fn for fn in names if fn not in TUNED_ON]
    for title, functions in (("tuned on", tuned), ("not tuned on", unseen)):
        if functions:
            print(*table(title, functions, peers, runs, options), sep="\n")
            print(*verdict(functions, peers, runs, options), "", sep="\n")
    print(*missing(names, peers, runs, options.seeds), *times(peers, runs, options), sep="\n")


if __name__ == "__main__":
    main()
