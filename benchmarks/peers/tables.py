"""Trains real models at every configuration of three finite spaces, and writes the losses as CSV.

Run once, about 10 minutes on one core; the tables are checked in. Data sets and models are scikit-learn's own.

| table | what is tuned | loss |
| --- | --- | --- |
| svc3 | a support vector machine on the digits | share of wrong answers, 3-fold |
| boosting4 | gradient boosting on breast cancer | log loss, 3-fold |
| perceptron5 | a perceptron with 15 epochs on the digits | log loss on a third held out |
"""

import csv
import itertools
import warnings
from collections.abc import Iterator

from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from functions import TABLE_SPACES, TABLES

DIGITS = 900  # of 1,797: half of them tell the configurations apart as well
FOLDS = StratifiedKFold(3, shuffle=True, random_state=0)
Row = tuple[dict[str, object], float]


def configurations(space: dict[str, dict]) -> Iterator[dict[str, object]]:
    values = [d["choice"] if "choice" in d else range(d["int"][0], d["int"][1] + 1) for d in space.values()]
    for chosen in itertools.product(*values):
        yield dict(zip(space, chosen))


def svc3(space: dict[str, dict]) -> Iterator[Row]:
    x, y = (whole[:DIGITS] for whole in load_digits(return_X_y=True))
    for c in configurations(space):
        model = SVC(C=c["c"], gamma=c["gamma"], kernel=c["kernel"], max_iter=5_000)
        yield c, 1 - cross_val_score(make_pipeline(StandardScaler(), model), x, y, cv=FOLDS).mean()


def boosting4(space: dict[str, dict]) -> Iterator[Row]:
    x, y = load_breast_cancer(return_X_y=True)
    folds = list(FOLDS.split(x, y))
    # One fit with the most trees has every smaller number of trees in it.
    for c in configurations({k: d for k, d in space.items() if k != "trees"}):
        losses = dict.fromkeys(space["trees"]["choice"], 0.0)
        for train, held_out in folds:
            model = GradientBoostingClassifier(
                learning_rate=c["rate"],
                n_estimators=max(losses),
                max_depth=c["depth"],
                subsample=c["subsample"],
                random_state=0,
            ).fit(x[train], y[train])
            for trees, p in enumerate(model.staged_predict_proba(x[held_out]), 1):
                if trees in losses:
                    losses[trees] += log_loss(y[held_out], p) / len(folds)
        for trees, loss in losses.items():
            yield {name: trees if name == "trees" else c[name] for name in space}, loss


def perceptron5(space: dict[str, dict]) -> Iterator[Row]:
    x, y = (whole[:DIGITS] for whole in load_digits(return_X_y=True))
    x, held_out, y, wanted = train_test_split(x, y, test_size=1 / 3, stratify=y, random_state=0)
    scaler = StandardScaler().fit(x)
    for c in configurations(space):
        model = MLPClassifier(
            (c["width"],) * c["layers"],
            activation=c["activation"],
            alpha=c["decay"],
            learning_rate_init=c["rate"],
            max_iter=15,
            random_state=0,
        ).fit(scaler.transform(x), y)
        yield c, log_loss(wanted, model.predict_proba(scaler.transform(held_out)))


def main() -> None:
    warnings.filterwarnings("ignore")
    TABLES.mkdir(parents=True, exist_ok=True)
    for train in (svc3, boosting4, perceptron5):
        name = train.__name__
        with open(TABLES / f"{name}.csv", "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*TABLE_SPACES[name], "loss"])
            for configuration, loss in train(TABLE_SPACES[name]):
                writer.writerow([*configuration.values(), f"{loss:.6g}"])


if __name__ == "__main__":
    main()
