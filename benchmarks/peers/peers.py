"""Runs optimisers on the test functions, one JSON line a run:

    {"peer": "optuna-gp", "fn": "branin2", "seed": 0, "regret": [best so far after each evaluation], "sec": [...]}

`sec` is what each suggestion took: processor time of this process, or wall time where the peer is a process of its own.
Runs that the file already holds are skipped, so a run that was interrupted goes on where it was.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import argparse
import json
import random
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

from functions import Configuration, Function, Unsuitable, catalogue

BILEVEL = Path(__file__).parents[2] / "bilevel"


class Random:
    clock = staticmethod(time.process_time)

    def __init__(self, function: Function, seed: int, evaluations: int):
        self.space = function.space
        self.random = random.Random(seed)

    def ask(self) -> Configuration:
        return {name: self.draw(domain) for name, domain in self.space.items()}

    def draw(self, domain: dict) -> object:
        match domain:
            case {"uniform": [low, high]}:
                return self.random.uniform(low, high)
            case {"log": [low, high]}:
                return low * (high / low) ** self.random.random()
            case {"int": [low, high]}:
                return self.random.randint(low, high)
            case {"choice": values}:
                return self.random.choice(values)
            case {"simplex": count}:
                return normalised([self.random.random() for _ in range(count)])
        raise ValueError(domain)

    def tell(self, value: float) -> None:
        pass

    def close(self) -> None:
        pass


def normalised(weights: list[float]) -> list[float]:
    total = sum(weights)
    return [w / total for w in weights] if total > 0 else [1 / len(weights)] * len(weights)


class Optuna:
    """A sampler with Optuna's defaults. An ordered choice is an integer to it, which serves it better than a category."""

    clock = staticmethod(time.process_time)

    def __init__(self, function: Function, sampler):
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self.space = function.space
        self.study = optuna.create_study(sampler=sampler)
        self.distributions = {}
        of = optuna.distributions
        for name, domain in function.space.items():
            match domain:
                case {"uniform": [low, high]}:
                    self.distributions[name] = of.FloatDistribution(low, high)
                case {"log": [low, high]}:
                    self.distributions[name] = of.FloatDistribution(low, high, log=True)
                case {"int": [low, high]}:
                    self.distributions[name] = of.IntDistribution(low, high)
                case {"choice": values, "ordered": True}:
                    self.distributions[name] = of.IntDistribution(0, len(values) - 1)
                case {"choice": values}:
                    self.distributions[name] = of.CategoricalDistribution(values)
                case {"simplex": count}:
                    for i in range(count):
                        self.distributions[f"{name}.{i}"] = of.FloatDistribution(0, 1)

    def ask(self) -> Configuration:
        self.trial = self.study.ask(self.distributions)
        return {name: self.value(name, domain) for name, domain in self.space.items()}

    def value(self, name: str, domain: dict) -> object:
        match domain:
            case {"choice": values, "ordered": True}:
                return values[self.trial.params[name]]
            case {"simplex": count}:
                return normalised([self.trial.params[f"{name}.{i}"] for i in range(count)])
        return self.trial.params[name]

    def tell(self, value: float) -> None:
        self.study.tell(self.trial, value)

    def close(self) -> None:
        pass


def optuna_gp(function: Function, seed: int, evaluations: int) -> Optuna:
    import optuna
    import torch

    torch.set_num_threads(1)
    return Optuna(function, optuna.samplers.GPSampler(seed=seed, deterministic_objective=function.noise == 0))


def optuna_tpe(function: Function, seed: int, evaluations: int) -> Optuna:
    import optuna

    return Optuna(function, optuna.samplers.TPESampler(seed=seed))


def botorch_recipe(function: Function, seed: int, evaluations: int):
    from botorch_recipe import BotorchRecipe

    return BotorchRecipe(function, seed)


class Bilevel:
    """`./bilevel suggest --stream`, as a user runs it."""

    clock = staticmethod(time.perf_counter)

    def __init__(self, function: Function, seed: int, evaluations: int):
        self.folder = tempfile.TemporaryDirectory(prefix="bilevel-space-")
        space = Path(self.folder.name) / "space.yaml"
        space.write_text(json.dumps(function.space))  # JSON is YAML
        command = [BILEVEL, "suggest", "--space", space, "--goal", "minimise", "--acquisition", "logei"]
        self.process = subprocess.Popen(
            [*command, "--seed", str(seed), "--parallelism", "1", "--stream"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self) -> Configuration:
        answer = json.loads(self.process.stdout.readline() or '{"error": "the process ended"}')
        if "error" in answer:
            raise RuntimeError(answer["error"])
        self.trial = answer["trial"]
        return answer["params"]

    def tell(self, value: float) -> None:
        print(json.dumps({"trial": self.trial, "value": value}), file=self.process.stdin, flush=True)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        if status := self.process.wait():
            raise RuntimeError(f"bilevel suggest ended with {status}")
        self.folder.cleanup()


PEERS = {
    "bilevel-logei": Bilevel,
    "optuna-gp": optuna_gp,
    "optuna-tpe": optuna_tpe,
    "botorch-recipe": botorch_recipe,
    "random": Random,
}


def run(peer: str, function: Function, seed: int, evaluations: int) -> dict:
    optimiser = PEERS[peer](function, seed, evaluations)
    best, regret, seconds = float("inf"), [], []
    for evaluation in range(evaluations):
        started = optimiser.clock()
        configuration = optimiser.ask()
        seconds.append(round(optimiser.clock() - started, 6))
        best = min(best, function.regret(configuration))
        regret.append(best)
        # Not after the last: an answer to that would be a suggestion that nobody evaluates.
        if evaluation + 1 < evaluations:
            optimiser.tell(function.measured(configuration, seed, evaluation))
    optimiser.close()
    return {"peer": peer, "fn": function.name, "seed": seed, "regret": regret, "sec": seconds}


def runs_in(file: Path) -> set[tuple[str, str, int]]:
    if not file.exists():
        return set()
    return {(r["peer"], r["fn"], r["seed"]) for r in map(json.loads, file.read_text().splitlines())}


def main() -> None:
    functions = catalogue()
    names = ",".join(functions)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--functions", default=names, help=f"of {names}")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--evaluations", type=int, default=50)
    parser.add_argument("--out", type=Path, required=True, help="JSON lines; what it holds is not run again")
    options = parser.parse_args()
    for option, given, known in (("functions", options.functions, functions), ("peers", options.peers, PEERS)):
        for name in given.split(","):
            if name not in known:
                parser.error(f"--{option}: has {name!r}, expected some of {', '.join(known)}")
    warnings.filterwarnings("ignore")
    # Half of the seeds of every function first: a table of all functions exists early, and gets firmer.
    seeds = range(options.seeds)
    for half in (seeds[: options.seeds // 2], seeds[options.seeds // 2 :]):
        for name in options.functions.split(","):
            for peer in options.peers.split(","):
                for seed in half:
                    if (peer, name, seed) not in runs_in(options.out):
                        run_once(peer, functions[name], seed, options)


def run_once(peer: str, function: Function, seed: int, options: argparse.Namespace) -> None:
    try:
        result = run(peer, function, seed, options.evaluations)
    except Unsuitable as unsuitable:
        print(f"{peer:15} {unsuitable}", flush=True)
        return
    with options.out.open("a") as file:
        file.write(json.dumps(result) + "\n")
    print(f"{peer:15} {function.name:15} seed {seed}  {result['regret'][-1]:.3g}", flush=True)


if __name__ == "__main__":
    main()
