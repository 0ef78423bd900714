"""The test functions: what every peer minimises, and what the Java catalogue is compared with.

A function has a space in the same words as a study's `space`, a value for a configuration, and the least value there is.
The simple regret of a run is the least noiseless value that it has seen minus that minimum.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from math import cos, e, exp, log, log10, pi, sin, sqrt
from pathlib import Path

Configuration = dict[str, object]

TABLES = Path(__file__).parent.parent / "src/main/resources/dev/bilevel/benchmarks"

# On these, or on close relatives of theirs, the engine's settings were compared while it was written. Nobody had run it on
# the others when they were chosen.
TUNED_ON = (
    "branin2", "hartmann3", "hartmann6", "ackley5", "levy4", "rosenbrock4", "sphere3", "mixed5", "simplex5", "camel2",
    "goldstein2", "michalewicz5", "rastrigin3", "griewank4", "styblinski5", "shekel4", "zakharov4", "dixonprice4",
    "powell4", "beale2", "bukin2", "ackley5shifted", "cosine4", "trid8", "levy10", "hartmann6noisy",
)  # fmt: skip


@dataclass(frozen=True)
class Function:
    name: str
    space: dict[str, dict]
    minimum: float
    value: Callable[[Configuration], float]
    noise: float = 0.0  # standard deviation of what is added to an evaluation

    def measured(self, configuration: Configuration, seed: int, evaluation: int) -> float:
        return self.value(configuration) + self.noise * standard_noise(seed, evaluation)

    def regret(self, configuration: Configuration) -> float:
        return self.value(configuration) - self.minimum


def standard_noise(seed: int, evaluation: int) -> float:
    """Twelve uniform numbers of SplitMix64, minus six: nearly normal, and the same bits in every language."""
    state = (seed * 1_000_003 + evaluation) * 0x9E3779B97F4A7C15 % 2**64
    total = 0.0
    for _ in range(12):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        total += ((z ^ z >> 31) >> 11) * 2.0**-53
    return total - 6


class Unsuitable(ValueError):
    """This peer has no answer to this kind of space."""


# --- functions of D real numbers ---------------------------------------------------------------------------------


def branin(x: list[float]) -> float:
    a = x[1] - 5.1 / (4 * pi * pi) * x[0] * x[0] + 5 / pi * x[0] - 6
    return a * a + 10 * (1 - 1 / (8 * pi)) * cos(x[0]) + 10


def hartmann(a: list[list[float]], p: list[list[float]]) -> Callable[[list[float]], float]:
    def value(x: list[float]) -> float:
        return -sum(
            c * exp(-sum(a[i][j] * (x[j] - p[i][j]) ** 2 for j in range(len(x))))
            for i, c in enumerate((1, 1.2, 3, 3.2))
        )

    return value


hartmann3 = hartmann(
    [[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]],
    [[0.3689, 0.1170, 0.2673], [0.4699, 0.4387, 0.7470], [0.1091, 0.8732, 0.5547], [0.0381, 0.5743, 0.8828]],
)
hartmann6 = hartmann(
    [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]],
    [
        [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
        [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
        [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650],
        [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
    ],
)


def ackley(x: list[float]) -> float:
    squares = sum(v * v for v in x)
    cosines = sum(cos(2 * pi * v) for v in x)
    return -20 * exp(-0.2 * sqrt(squares / len(x))) - exp(cosines / len(x)) + 20 + e


def levy(x: list[float]) -> float:
    w = [1 + (v - 1) / 4 for v in x]
    total = sin(pi * w[0]) ** 2
    for v in w[:-1]:
        total += (v - 1) ** 2 * (1 + 10 * sin(pi * v + 1) ** 2)
    return total + (w[-1] - 1) ** 2 * (1 + sin(2 * pi * w[-1]) ** 2)


def rosenbrock(x: list[float]) -> float:
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def sphere(x: list[float]) -> float:
    return sum(v * v for v in x)


def six_hump_camel(x: list[float]) -> float:
    a, b = x[0] * x[0], x[1] * x[1]
    return (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (-4 + 4 * b) * b


def goldstein_price(x: list[float]) -> float:
    a, b = x
    first = 1 + (a + b + 1) ** 2 * (19 - 14 * a + 3 * a * a - 14 * b + 6 * a * b + 3 * b * b)
    second = 30 + (2 * a - 3 * b) ** 2 * (18 - 32 * a + 12 * a * a + 48 * b - 36 * a * b + 27 * b * b)
    return first * second


def michalewicz(x: list[float]) -> float:
    return -sum(sin(v) * sin((i + 1) * v * v / pi) ** 20 for i, v in enumerate(x))


def rastrigin(x: list[float]) -> float:
    return 10 * len(x) + sum(v * v - 10 * cos(2 * pi * v) for v in x)


def griewank(x: list[float]) -> float:
    product = 1.0
    for i, v in enumerate(x):
        product *= cos(v / sqrt(i + 1))
    return 1 + sum(v * v for v in x) / 4000 - product


def styblinski_tang(x: list[float]) -> float:
    return sum(v**4 - 16 * v * v + 5 * v for v in x) / 2


SHEKEL_C = (
    (4, 1, 8, 6, 3, 2, 5, 8, 6, 7),
    (4, 1, 8, 6, 7, 9, 3, 1, 2, 3.6),
    (4, 1, 8, 6, 3, 2, 5, 8, 6, 7),
    (4, 1, 8, 6, 7, 9, 3, 1, 2, 3.6),
)
SHEKEL_B = (0.1, 0.2, 0.2, 0.4, 0.4, 0.6, 0.3, 0.7, 0.5, 0.5)


def shekel(x: list[float]) -> float:
    return -sum(1 / (sum((x[j] - SHEKEL_C[j][i]) ** 2 for j in range(4)) + b) for i, b in enumerate(SHEKEL_B))


def zakharov(x: list[float]) -> float:
    weighted = sum(0.5 * (i + 1) * v for i, v in enumerate(x))
    return sum(v * v for v in x) + weighted**2 + weighted**4


def dixon_price(x: list[float]) -> float:
    return (x[0] - 1) ** 2 + sum((i + 2) * (2 * b * b - a) ** 2 for i, (a, b) in enumerate(zip(x, x[1:])))


def powell(x: list[float]) -> float:
    a, b, c, d = x
    return (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4


def beale(x: list[float]) -> float:
    a, b = x
    return (1.5 - a + a * b) ** 2 + (2.25 - a + a * b * b) ** 2 + (2.625 - a + a * b * b * b) ** 2


def bukin6(x: list[float]) -> float:
    return 100 * sqrt(abs(x[1] - 0.01 * x[0] * x[0])) + 0.01 * abs(x[0] + 10)


def cosine_mixture(x: list[float]) -> float:
    return sum(v * v - 0.1 * cos(5 * pi * v) for v in x)


def trid(x: list[float]) -> float:
    return sum((v - 1) ** 2 for v in x) - sum(a * b for a, b in zip(x, x[1:]))


def colville(x: list[float]) -> float:
    a, b, c, d = x
    return (
        100 * (a * a - b) ** 2
        + (a - 1) ** 2
        + (c - 1) ** 2
        + 90 * (c * c - d) ** 2
        + 10.1 * ((b - 1) ** 2 + (d - 1) ** 2)
        + 19.8 * (b - 1) * (d - 1)
    )


def schwefel(x: list[float]) -> float:
    return 418.9828872724338 * len(x) - sum(v * sin(sqrt(abs(v))) for v in x)


def alpine(x: list[float]) -> float:
    return sum(abs(v * sin(v) + 0.1 * v) for v in x)


def mccormick(x: list[float]) -> float:
    return sin(x[0] + x[1]) + (x[0] - x[1]) ** 2 - 1.5 * x[0] + 2.5 * x[1] + 1


def branin_of_two(x: list[float]) -> float:
    """Branin of the third and the sixth of any number of variables in [0, 1]: the others do nothing."""
    return branin([15 * x[2] - 5, 15 * x[5]])


def ellipsoid(x: list[float]) -> float:
    return sum(10 ** (i / 2) * v * v for i, v in enumerate(x))


# --- functions of other things -----------------------------------------------------------------------------------

OPTIMIZERS = {"sgd": 1.0, "adam": 0.0, "lion": -0.5, "adagrad": 0.5}


def mixed(c: Configuration) -> float:
    """Looks like tuning a training: a log learning rate, a batch size, an optimizer, layers."""
    offset = OPTIMIZERS[c["optimizer"]]
    batch = log(c["batch"] / 32) / log(2)
    rate = log10(c["rate"]) + 3 - 0.3 * batch - offset
    layers = (c["layers"] - 7) / 4
    decay = (c["decay"] - 0.1) * 5
    return (
        rate * rate
        + 0.1 * batch * batch
        + layers * layers
        + decay * decay * (1 + 0.5 * rate * rate)
        + 0.3 * abs(offset)
    )


def fusion(c: Configuration) -> float:
    """Looks like averaging five checkpoints: a curved valley on the simplex whose best point lies on a face."""
    total = 0.0
    for i, (stiffness, best) in enumerate(zip((1, 4, 2, 6, 3), (0, 0.1, 0.2, 0.4, 0.3))):
        difference = c["weights"][i] - best
        total += stiffness * difference * difference + (0.3 * difference if i == 0 else 0)
    return exp(2 * total) - 1


# --- the catalogue -----------------------------------------------------------------------------------------------


def uniform(low: float, high: float) -> dict:
    return {"uniform": [low, high]}


def on_cube(
    name: str,
    dimensions: int,
    bounds: tuple[float, float],
    minimum: float,
    value: Callable[[list[float]], float],
    shift: tuple[float, ...] | None = None,
    noise: float = 0.0,
) -> Function:
    return on_box(name, [bounds] * dimensions, minimum, value, shift, noise)


def on_box(name, bounds, minimum, value, shift=None, noise=0.0) -> Function:
    names = [f"x{d + 1}" for d in range(len(bounds))]
    by = shift or (0,) * len(bounds)
    return Function(
        name,
        {n: uniform(*b) for n, b in zip(names, bounds)},
        minimum,
        lambda c: value([c[n] - s for n, s in zip(names, by)]),
        noise,
    )


def table(name: str, space: dict[str, dict]) -> Function:
    """The loss of every configuration of a finite space, computed once by `tables.py`."""
    with open(TABLES / f"{name}.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    losses = {tuple(number_or_word(row[n]) for n in space): float(row["loss"]) for row in rows}
    return Function(name, space, min(losses.values()), lambda c: losses[tuple(c[n] for n in space)])


def number_or_word(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def choice(*values: object, ordered: bool = True) -> dict:
    return {"choice": list(values), "ordered": ordered}


def half_decades(first: int, last: int) -> dict:
    """Powers of √10 with three digits, the first and the last included."""
    return choice(*(float(f"{10 ** (k / 2):.3g}") for k in range(first, last + 1)))


TABLE_SPACES = {
    "svc3": {
        "c": half_decades(-4, 8),
        "gamma": half_decades(-12, 2),
        "kernel": choice("rbf", "sigmoid", "poly", ordered=False),
    },
    "boosting4": {
        "rate": choice(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0),
        "trees": choice(10, 20, 50, 100, 200),
        "depth": {"int": [1, 5]},
        "subsample": choice(0.4, 0.6, 0.8, 1.0),
    },
    "perceptron5": {
        "rate": half_decades(-8, -1),
        "decay": choice(1e-6, 1e-4, 1e-2, 1.0),
        "width": choice(4, 8, 16, 32, 64),
        "layers": {"int": [1, 3]},
        "activation": choice("relu", "tanh", "logistic", ordered=False),
    },
}


def catalogue() -> dict[str, Function]:
    functions = [
        on_box("branin2", [(-5, 10), (0, 15)], 0.39788735772973816, branin),
        on_cube("hartmann3", 3, (0, 1), -3.862779787332660, hartmann3),
        on_cube("hartmann6", 6, (0, 1), -3.322368011415515, hartmann6),
        on_cube("ackley5", 5, (-32.768, 32.768), 0, ackley),
        on_cube("levy4", 4, (-10, 10), 0, levy),
        on_cube("rosenbrock4", 4, (-5, 10), 0, rosenbrock),
        on_cube("sphere3", 3, (-1, 2), 0, sphere, noise=0.1),
        Function(
            "mixed5",
            {
                "rate": {"log": [1e-5, 1e-1]},
                "batch": choice(8, 16, 32, 64, 128),
                "optimizer": choice(*OPTIMIZERS, ordered=False),
                "layers": {"int": [1, 12]},
                "decay": uniform(0, 0.3),
            },
            0,
            mixed,
        ),
        Function("simplex5", {"weights": {"simplex": 5}}, 0, fusion),
        on_box("camel2", [(-3, 3), (-2, 2)], -1.031628453489877, six_hump_camel),
        on_cube("goldstein2", 2, (-2, 2), 3, goldstein_price),
        on_cube("michalewicz5", 5, (0, pi), -4.687658179088148, michalewicz),
        on_cube("rastrigin3", 3, (-5.12, 5.12), 0, rastrigin, shift=(1.3, -2.1, 0.7)),
        on_cube("griewank4", 4, (-600, 600), 0, griewank, shift=(120, -200, 80, 310)),
        on_cube("styblinski5", 5, (-5, 5), -195.83082851885710, styblinski_tang),
        on_cube("shekel4", 4, (0, 10), -10.536443153483534, shekel),
        on_cube("zakharov4", 4, (-5, 10), 0, zakharov),
        on_cube("dixonprice4", 4, (-10, 10), 0, dixon_price),
        on_cube("powell4", 4, (-4, 5), 0, powell),
        on_cube("beale2", 2, (-4.5, 4.5), 0, beale),
        on_box("bukin2", [(-15, -5), (-3, 3)], 0, bukin6),
        on_cube("ackley5shifted", 5, (-32.768, 32.768), 0, ackley, shift=(11, -7, 19, -3, 5.5)),
        on_cube("cosine4", 4, (-1, 1), -0.4, cosine_mixture, shift=(0.31, -0.17, 0.43, -0.29)),
        on_cube("trid8", 8, (-64, 64), -112, trid),
        on_cube("levy10", 10, (-10, 10), 0, levy),
        on_cube("hartmann6noisy", 6, (0, 1), -3.322368011415515, hartmann6, noise=0.1),
        on_cube("colville4", 4, (-10, 10), 0, colville),
        on_cube("schwefel3", 3, (-500, 500), 0, schwefel),
        on_cube("alpine6", 6, (-6, 10), 0, alpine, shift=(2, -1, 3, 0.5, -2, 4)),
        on_box("mccormick2", [(-1.5, 4), (-3, 4)], -1.913222954981037, mccormick),
        on_cube("branin8", 8, (0, 1), 0.39788735772973816, branin_of_two),
        on_cube("ellipsoid6", 6, (-5, 5), 0, ellipsoid, shift=(1.1, -2.3, 0.4, 3.2, -1.7, 2.6)),
        *(table(name, space) for name, space in TABLE_SPACES.items()),
    ]
    return {function.name: function for function in functions}
