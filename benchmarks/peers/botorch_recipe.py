"""BoTorch's default recipe, written down anew for machines where BoTorch itself cannot be installed.

The same steps as `SingleTaskGP`, `LogExpectedImprovement` and `optimize_acqf` (BoTorch 0.12 and later) by default take:

1. the outcomes are standardised, the inputs lie in the unit cube; 2·D + 1 (at most 10) scrambled Sobol points first
2. a Gaussian process with constant mean, RBF kernel without output scale, and one length scale ℓ a dimension;
   ℓ ~ LogNormal(√2 + ln(D)/2, √3), ℓ ≥ 0.025; noise ~ LogNormal(−4, 1), noise ≥ 1e-4 (Hvarfner et al. 2024, Vanilla
   Bayesian optimization performs great in high dimensions); the most probable parameters, by L-BFGS-B from the modes
3. log expected improvement (Ament et al. 2023, Unexpected improvements to expected improvement), from 512 Sobol points
   of which 10 are drawn by their standardised values, improved together by L-BFGS-B

It is BoTorch's mathematics and none of its code; how near its regret is to BoTorch's own is in docs/benchmarks.md.
Gradients are written out, which makes it several times faster than automatic differentiation at these sizes: its times
say nothing about BoTorch's. For spaces of real numbers only.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy import ndarray
from scipy.linalg import cho_solve, solve_triangular
from scipy.optimize import minimize
from scipy.special import erfcx, log_ndtr, ndtr
from scipy.stats.qmc import Sobol

from functions import Configuration, Function, Unsuitable

RESTARTS, RAW_SAMPLES = 10, 512
MIN_LENGTH, MIN_NOISE = 0.025, 1e-4


class BotorchRecipe:
    clock = staticmethod(time.process_time)

    def __init__(self, function: Function, seed: int):
        self.axes = []
        self.simplex = None
        for name, domain in function.space.items():
            match domain:
                case {"uniform": [low, high]}:
                    self.axes.append((name, low, high))
                case {"simplex": count}:
                    self.simplex = name
                    self.axes = [(name, 0, 1)] * count
                case _:
                    raise Unsuitable(f"{function.name}: {name} is not a real number")
        dimensions = len(self.axes)
        self.random = np.random.default_rng(seed)
        self.initial = Sobol(dimensions, rng=seed).random(16)[: min(10, 2 * dimensions + 1)]
        self.x_nd: list[ndarray] = []
        self.y_n: list[float] = []

    def ask(self) -> Configuration:
        n = len(self.y_n)
        self.next_d = self.initial[n] if n < len(self.initial) else self.model_based()
        numbers = [low + (high - low) * float(u) for (_, low, high), u in zip(self.axes, self.next_d)]
        if self.simplex:
            total = sum(numbers)
            return {self.simplex: [v / total if total else 1 / len(numbers) for v in numbers]}
        return {name: number for (name, _, _), number in zip(self.axes, numbers)}

    def tell(self, value: float) -> None:
        self.x_nd.append(self.next_d)
        self.y_n.append(value)

    def close(self) -> None:
        pass

    def model_based(self) -> ndarray:
        x_nd = np.array(self.x_nd)
        y_n = -np.array(self.y_n)
        y_n = (y_n - y_n.mean()) / max(y_n.std(ddof=1), 1e-12)
        surrogate = Surrogate.fit(x_nd, y_n)
        return maximise(lambda x_md: log_expected_improvement(surrogate, x_md, y_n.max()), x_nd.shape[1], self.random)


@dataclass(frozen=True)
class Surrogate:
    x_nd: ndarray
    length_d: ndarray
    mean: float
    factor: ndarray  # lower Cholesky factor of the covariance, n × n
    alpha_n: ndarray

    @staticmethod
    def fit(x_nd: ndarray, y_n: ndarray) -> Surrogate:
        """At the most probable length scales, noise and mean."""
        n, dimensions = x_nd.shape
        squares = ((x_nd[:, None] - x_nd) ** 2).transpose(2, 0, 1).reshape(dimensions, n * n)
        mu = np.array([math.sqrt(2) + math.log(dimensions) / 2] * dimensions + [-4.0])
        sigma = np.array([math.sqrt(3)] * dimensions + [1.0])

        def factored(vector: ndarray) -> tuple[ndarray, ndarray, ndarray]:
            k_nn = np.exp(-0.5 * (vector[:dimensions] ** -2 @ squares)).reshape(n, n)
            factor = cholesky(k_nn + vector[-2] * np.eye(n))
            return k_nn, factor, cho_solve((factor, True), y_n - vector[-1])

        def loss(vector: ndarray) -> tuple[float, ndarray]:
            k_nn, factor, alpha_n = factored(vector)
            positive = vector[:-1]
            z = (np.log(positive) - mu) / sigma
            likelihood = -(y_n - vector[-1]) @ alpha_n / 2 - np.log(factor.diagonal()).sum()
            prior = -(np.log(positive) + z * z / 2).sum()
            w_nn = np.outer(alpha_n, alpha_n) - cho_solve((factor, True), np.eye(n))
            slope = np.empty_like(vector)
            slope[:dimensions] = (squares @ (w_nn * k_nn).ravel()) / (2 * vector[:dimensions] ** 3)
            slope[-2] = np.trace(w_nn) / 2
            slope[-1] = alpha_n.sum()
            slope[:-1] -= (1 + z / sigma) / positive
            return -(likelihood + prior) / n, -slope / n

        start = np.append(np.exp(mu - sigma**2), 0.0)
        bounds = [(MIN_LENGTH, None)] * dimensions + [(MIN_NOISE, None), (None, None)]
        best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
        _, factor, alpha_n = factored(best)
        return Surrogate(x_nd, best[:dimensions], best[-1], factor, alpha_n)

    def covariances(self, x_md: ndarray) -> ndarray:
        a, b = x_md / self.length_d, self.x_nd / self.length_d
        squares = (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * a @ b.T
        return np.exp(-0.5 * np.maximum(squares, 0))


def cholesky(k_nn: ndarray) -> ndarray:
    for jitter in (0, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4):
        try:
            return np.linalg.cholesky(k_nn + jitter * np.eye(len(k_nn)))
        except np.linalg.LinAlgError:
            continue
    raise RuntimeError("the covariance is not positive definite")


def log_h(u: ndarray) -> ndarray:
    """ln(φ(u) + u Φ(u)), stable in the tail (Ament et al. 2023, equation 9)."""
    high, low = np.maximum(u, -1), np.clip(u, -1e4, -1)
    plain = np.log(np.exp(-high * high / 2) / math.sqrt(2 * math.pi) + high * ndtr(high))
    ratio = np.log(math.sqrt(math.pi / 2) * erfcx(-low / math.sqrt(2)) * -low)
    tail = log_density(low) + np.log(-np.expm1(np.minimum(ratio, -1e-15)))
    far = log_density(u) - 2 * np.log(np.maximum(-u, 1))
    return np.where(u > -1, plain, np.where(u > -1e4, tail, far))


def log_density(u: ndarray) -> ndarray:
    return -u * u / 2 - math.log(2 * math.pi) / 2


def log_expected_improvement(surrogate: Surrogate, x_md: ndarray, best: float) -> tuple[ndarray, ndarray]:
    """ln σ + ln h(u), u = (μ − best)/σ, at m points, and its gradients (m × D)."""
    k_mn = surrogate.covariances(x_md)
    v_nm = solve_triangular(surrogate.factor, k_mn.T, lower=True)
    b_mn = solve_triangular(surrogate.factor, v_nm, lower=True, trans=1).T
    sd_m = np.sqrt(np.maximum(1 - (v_nm * v_nm).sum(0), 1e-10))
    u_m = (surrogate.mean + k_mn @ surrogate.alpha_n - best) / sd_m
    h_m = log_h(u_m)
    by_mean = np.exp(log_ndtr(u_m) - h_m) / sd_m
    by_sd = np.exp(log_density(u_m) - h_m) / sd_m
    weights_mn = k_mn * (by_mean[:, None] * surrogate.alpha_n - (by_sd / sd_m)[:, None] * b_mn)
    gradient = (weights_mn @ surrogate.x_nd - weights_mn.sum(1)[:, None] * x_md) / surrogate.length_d**2
    return np.log(sd_m) + h_m, gradient


def maximise(
    acquisition: Callable[[ndarray], tuple[ndarray, ndarray]], dimensions: int, random: np.random.Generator
) -> ndarray:
    raw_md = Sobol(dimensions, rng=random).random(RAW_SAMPLES)
    values, _ = acquisition(raw_md)
    weights = np.exp((values - values.mean()) / max(values.std(ddof=1), 1e-12))
    chosen = random.choice(RAW_SAMPLES, RESTARTS, replace=False, p=weights / weights.sum())
    if values.argmax() not in chosen:
        chosen[-1] = values.argmax()
    shape = (RESTARTS, dimensions)

    def loss(vector: ndarray) -> tuple[float, ndarray]:
        values, gradient = acquisition(vector.reshape(shape))
        return -values.sum(), -gradient.ravel()

    start = raw_md[chosen].ravel()
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, 1)] * len(start), options={"maxiter": 200})
    x_md = found.x.reshape(shape)
    return x_md[acquisition(x_md)[0].argmax()]
