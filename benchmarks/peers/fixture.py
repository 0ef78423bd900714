"""Writes values of every function at a few points, for the test that the Java functions are the same.

One line each: name; parameter=value, …; value without noise; value as evaluation 7 of seed 3.
"""

from pathlib import Path

from functions import catalogue
from peers import Random

FILE = Path(__file__).parent.parent / "src/test/resources/dev/bilevel/benchmarks/values.csv"
POINTS = 5


def text(value: object) -> str:
    return ":".join(map(repr, value)) if isinstance(value, list) else str(value)


def main() -> None:
    with FILE.open("w") as file:
        for function in catalogue().values():
            points = Random(function, seed=1, evaluations=POINTS)
            for _ in range(POINTS):
                c = points.ask()
                parameters = ",".join(f"{name}={text(value)}" for name, value in c.items())
                file.write(f"{function.name};{parameters};{function.value(c)!r};{function.measured(c, 3, 7)!r}\n")


if __name__ == "__main__":
    main()
