"""Writes gaussian_process.csv: a Gaussian process computed with 50 digits. Needs mpmath 1.3.

Three kernels with one length scale a dimension, the last dimension a category; constant mean by generalised least
squares. Lines: what, then numbers. Lines that depend on the kernel have its name after a dot.

query: a point, posterior mean and standard deviation there, and the standard deviation once PENDING is known as well.
"""
import mpmath as mp

mp.mp.dps = 50
X = [[.1, .9, 0], [.35, .2, 1], [.8, .55, 2], [.6, .05, 0], [.97, .4, 1], [.25, .7, 2], [.5, .5, 0], [.5, .5, 0]]
Z = [-1.2, .4, .75, -.3, 1.9, -.85, .1, .12]
THETA = [mp.log(mp.mpf("0.4")), mp.log(mp.mpf("1.3")), mp.log(mp.mpf("0.9")), mp.log(mp.mpf("1.7")), mp.log(mp.mpf("0.003"))]
QUERIES = [[.3, .3, 1], [.9, .9, 0], [.1, .9, 0], [.5, .51, 2]]
PENDING = [.85, .8, 0]
KERNELS = {
    "matern52": lambda r2: (1 + mp.sqrt(5 * r2) + 5 * r2 / 3) * mp.e ** -mp.sqrt(5 * r2),
    "matern32": lambda r2: (1 + mp.sqrt(3 * r2)) * mp.e ** -mp.sqrt(3 * r2),
    "rbf": lambda r2: mp.e ** (-r2 / 2),
}


def kernel(a, b, theta):
    r2 = sum((mp.mpf(str(a[d])) - mp.mpf(str(b[d]))) ** 2 / mp.e ** (2 * theta[d]) for d in range(2))
    r2 += (0 if a[2] == b[2] else 1) / mp.e ** (2 * theta[2])
    return mp.e ** theta[3] * KERNELS[name](r2)


def covariance(points, theta):
    n = len(points)
    k = mp.matrix(n, n)
    for i in range(n):
        for j in range(n):
            k[i, j] = kernel(points[i], points[j], theta) + (mp.e ** theta[4] if i == j else 0)
    return k


def parts(theta):
    n = len(X)
    k = covariance(X, theta)
    inverse = k ** -1
    z, one = mp.matrix([mp.mpf(str(v)) for v in Z]), mp.matrix([1] * n)
    mean = (one.T * inverse * z)[0] / (one.T * inverse * one)[0]
    return k, inverse, z - mean * one, mean


def negative_log_likelihood(*theta):
    k, inverse, r, _ = parts(theta)
    return (r.T * inverse * r)[0] / 2 + mp.log(mp.det(k)) / 2 + len(X) * mp.log(2 * mp.pi) / 2


def line(what, numbers):
    return what + "," + ",".join(mp.nstr(v, 17) for v in numbers)


lines = [line("theta", THETA)]
lines += [line("x", x) for x in X]
lines += [line("z", Z)]
for name in KERNELS:
    lines += [line("nll." + name, [negative_log_likelihood(*THETA)])]
    partial = [tuple(int(i == p) for i in range(5)) for p in range(5)]
    lines += [line("gradient." + name, [mp.diff(negative_log_likelihood, tuple(THETA), p) for p in partial])]
    k, inverse, r, mean = parts(THETA)
    more = covariance(X + [PENDING], THETA) ** -1
    for q in QUERIES:
        kq = mp.matrix([kernel(x, q, THETA) for x in X])
        kp = mp.matrix([kernel(x, q, THETA) for x in X + [PENDING]])
        m = mean + (kq.T * inverse * r)[0]
        v = mp.e ** THETA[3] - (kq.T * inverse * kq)[0]
        w = mp.e ** THETA[3] - (kp.T * more * kp)[0]
        lines.append(line("query." + name, q + [m, mp.sqrt(v), mp.sqrt(w)]))
open("gaussian_process.csv", "w").write("\n".join(lines) + "\n")
