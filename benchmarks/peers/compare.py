"""Prints the runs in files of JSON lines side by side, as Markdown: regret, wins and losses, seconds of a suggestion."""

import argparse
import json
from collections import defaultdict
from pathlib import Path
from statistics import median

import numpy as np

from functions import TUNED_ON, catalogue

EQUAL = 1e-4  # regrets below this count as equal
OURS = "bilevel-logei"
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


def cell(regrets: list[float], best: float, quartiles: bool) -> str:
    if not regrets:
        return "–"
    low, middle, high = np.quantile(regrets, (0.25, 0.5, 0.75))
    text = f"**{middle:.2g}**" if middle <= max(best, EQUAL) else f"{middle:.2g}"
    return f"{text} ({low:.2g} … {high:.2g})" if quartiles else text


def row(fn: str, peers: list[str], runs: Runs, options: argparse.Namespace) -> str:
    regrets = {peer: at_end(runs[fn, peer], options.evaluations) for peer in peers}
    best = min(median(r) for r in regrets.values() if r)
    cells = [cell(regrets[peer], best, options.quartiles) for peer in peers]
    return f"| {fn} | {' | '.join(cells)} | {', '.join(str(len(regrets[p])) for p in peers)} |"


def times(peers: list[str], runs: Runs, options: argparse.Namespace) -> list[str]:
    lines = ["", "| milliseconds a suggestion, evaluations 26–50 | median | 90 % |", "| --- | --- | --- |"]
    for peer in peers:
        chosen = [fn for fn, p in runs if p == peer and runs[fn, p]]
        millis = [1000 * s for fn in chosen for one in runs[fn, peer] for s in one["sec"][25:50]]
        if millis:
            lines.append(f"| {peer} | {np.median(millis):.3g} | {np.quantile(millis, 0.9):.3g} |")
    return lines


def verdict(functions: list[str], peers: list[str], runs: Runs, options: argparse.Namespace) -> list[str]:
    lines = []
    for peer in [p for p in peers if p != OURS]:
        pairs = []
        for fn in functions:
            ours, theirs = (at_end(runs[fn, p], options.evaluations) for p in (OURS, peer))
            if ours and theirs:
                pairs.append((fn, max(median(ours), EQUAL), max(median(theirs), EQUAL)))
        lost = [fn for fn, ours, theirs in pairs if ours > theirs]
        won = sum(ours < theirs for _, ours, theirs in pairs)
        lines.append(f"- against {peer}: better {won}, equal {len(pairs) - won - len(lost)}, worse {', '.join(lost) or 0}")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--evaluations", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=10, help="only seeds below this")
    parser.add_argument("--quartiles", action="store_true")
    options = parser.parse_args()
    runs = read(options.files, options.seeds)
    order = ["bilevel-logei", "botorch-recipe", "optuna-gp", "optuna-tpe", "random"]
    seen = {peer for _, peer in list(runs)}
    peers = [p for p in order if p in seen] + sorted(seen - set(order))
    names = [fn for fn in catalogue() if any((fn, p) in runs for p in peers)]
    for title, functions in (
        ("tuned on", [f for f in names if f in TUNED_ON]),
        ("not tuned on", [f for f in names if f not in TUNED_ON]),
    ):
        if functions:
            print(f"| {title} | {' | '.join(peers)} | seeds |\n|{' --- |' * (len(peers) + 2)}")
            print(*(row(fn, peers, runs, options) for fn in functions), "", sep="\n")
    print(*verdict(names, peers, runs, options), *times(peers, runs, options), sep="\n")


if __name__ == "__main__":
    main()
