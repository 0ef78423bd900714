package dev.bilevel.bayesopt;

import java.util.Arrays;
import java.util.List;

/// What the surrogate says about a point: mean and standard deviation of the latent function, and their gradients.
///
/// Given n completed and q pending points, the mean is conditioned on the completed ones, the standard deviation on
/// all: a pending point is known to be known soon, as if it had been observed to be what its mean is (kriging
/// believer; Vizier's GP bandit has the same two moments). A pending point is one more row of the factor, [#plus].
///
/// | symbol | meaning | shape |
/// | --- | --- | --- |
/// | inverse | L⁻¹, lower triangular; K = LLᵀ | (n+q)² |
/// | transposed | L⁻ᵀ, the same once more | (n+q)² |
/// | α | K⁻¹(z − m) of the completed points | n |
///
/// Holds scratch space: one thread at a time.
final class Posterior {
    private static final double SMALLEST_VARIANCE = 1e-18;
    private static final double LEAST_PIVOT = 1e-10;

    private final Kernel kernel;
    private final Points points;
    private final double[] weight_d;
    private final double signal;
    /// Of the diagonal: observation noise, and what jitter it took.
    private final double noise;
    private final double constant;
    private final double[] alpha_n;
    private final double[][] inverse_nn;
    private final double[][] transposed_nn;

    private final int n;
    private final int all;
    private final double[] k_n;
    private final double[] slope_n;
    private final double[] white_n;
    private final double[] beta_n;
    private double mean;
    private double sd;

    /// @param x_nd completed points
    /// @param z_n their standardised outcomes
    static Posterior of(double[][] x_nd, double[] z_n, boolean[] category_d, Kernel kernel, double[] theta) {
        int n = z_n.length;
        int dimensions = category_d.length;
        double[] weight_d = new double[dimensions];
        for (int d = 0; d < dimensions; d++) {
            weight_d[d] = StrictMath.exp(-2 * theta[d]);
        }
        double signal = StrictMath.exp(theta[dimensions]);
        double noise = StrictMath.exp(theta[dimensions + 1]);
        Points points = Points.of(x_nd, category_d);
        double[][] inverse = new double[n][n];
        double[][] transposed = new double[n][n];
        double jitter = invert(points, x_nd, kernel, weight_d, signal, noise, transposed, inverse);
        Cholesky.transpose(inverse, transposed, n);

        double[] ones = new double[n];
        double[] white = new double[n];
        double[] alpha = new double[n];
        Arrays.fill(alpha, 1.0);
        Cholesky.multiply(transposed, alpha, ones, n);
        Cholesky.multiply(transposed, z_n, white, n);
        double constant = Rows.dot(ones, white, n) / Rows.dot(ones, ones, n);
        for (int i = 0; i < n; i++) {
            white[i] -= constant * ones[i];
        }
        Cholesky.multiplyTransposed(inverse, white, alpha, n);
        return new Posterior(kernel, points, weight_d, signal, noise + jitter, constant, alpha, inverse, transposed);
    }

    /// Writes L⁻¹, with as little jitter on the diagonal as makes the matrix positive definite.
    ///
    /// @return the jitter
    private static double invert(
            Points points,
            double[][] x_nd,
            Kernel kernel,
            double[] weight_d,
            double signal,
            double noise,
            double[][] scratch,
            double[][] inverse) {
        int n = points.n();
        for (double jitter = 0; ; jitter = jitter == 0 ? 1e-10 * signal : 10 * jitter) {
            for (int i = 0; i < n; i++) {
                double[] row = scratch[i];
                points.distances(weight_d, x_nd[i], row, i, n);
                kernel.values(row, row, i, n);
                for (int j = i + 1; j < n; j++) {
                    row[j] *= signal;
                }
                row[i] = signal + noise + jitter;
            }
            if (Cholesky.factor(scratch, n)) {
                Cholesky.invert(scratch, inverse, n);
                return jitter;
            }
            if (!(jitter <= signal)) {
                throw new IllegalStateException("surrogate: covariance is not positive definite with jitter " + jitter);
            }
        }
    }

    private Posterior(
            Kernel kernel,
            Points points,
            double[] weight_d,
            double signal,
            double noise,
            double constant,
            double[] alpha_n,
            double[][] inverse_nn,
            double[][] transposed_nn) {
        this.kernel = kernel;
        this.points = points;
        this.weight_d = weight_d;
        this.signal = signal;
        this.noise = noise;
        this.constant = constant;
        this.alpha_n = alpha_n;
        this.inverse_nn = inverse_nn;
        this.transposed_nn = transposed_nn;
        n = alpha_n.length;
        all = points.n();
        k_n = new double[all];
        slope_n = new double[all];
        white_n = new double[all];
        beta_n = new double[all];
    }

    /// With more pending points, each one more row of the factor, from those before it. As many at once have
    /// the bits of one after the other.
    Posterior plus(List<double[]> pending) {
        int total = all + pending.size();
        Points more = points.plus(pending);
        double[][] inverse = grown(inverse_nn, total);
        double[][] transposed = grown(transposed_nn, total);
        double[] k = new double[total];
        double[] white = new double[total];
        double[] row = new double[total];
        for (int size = all; size < total; size++) {
            more.distances(weight_d, pending.get(size - all), k, 0, size);
            kernel.values(k, k, 0, size);
            for (int i = 0; i < size; i++) {
                k[i] *= signal;
            }
            Cholesky.multiply(transposed, k, white, size);
            double variance = signal + noise - Rows.dot(white, white, size);
            double pivot = Math.sqrt(Math.max(variance, LEAST_PIVOT * signal));
            Cholesky.multiplyTransposed(inverse, white, row, size);
            for (int i = 0; i < size; i++) {
                inverse[size][i] = -row[i] / pivot;
                transposed[i][size] = inverse[size][i];
            }
            inverse[size][size] = 1 / pivot;
            transposed[size][size] = 1 / pivot;
        }
        return new Posterior(kernel, more, weight_d, signal, noise, constant, alpha_n, inverse, transposed);
    }

    private static double[][] grown(double[][] matrix, int size) {
        double[][] grown = new double[size][];
        for (int i = 0; i < size; i++) {
            grown[i] = i < matrix.length ? Arrays.copyOf(matrix[i], size) : new double[size];
        }
        return grown;
    }

    /// Computes [#mean] and [#sd] at a point.
    void at(double[] x) {
        covariances(x, k_n);
        Cholesky.multiply(transposed_nn, k_n, white_n, all);
        moments(k_n, white_n);
    }

    private void covariances(double[] x, double[] k) {
        points.distances(weight_d, x, k, 0, all);
        kernel.values(k, k, 0, all);
        for (int i = 0; i < all; i++) {
            k[i] *= signal;
        }
    }

    private void moments(double[] k, double[] white) {
        mean = constant + Rows.dot(k, alpha_n, n);
        double variance = signal - Rows.dot(white, white, all);
        sd = Math.sqrt(Math.max(variance, SMALLEST_VARIANCE));
    }

    /// Means and standard deviations at many points, with the bits of [#at(double[])] at each; faster.
    void at(double[][] x_qd, double[] mean_q, double[] sd_q) {
        double[] otherK = slope_n;
        double[] otherWhite = beta_n;
        for (int q = 0; q < x_qd.length; q += 2) {
            int other = Math.min(q + 1, x_qd.length - 1);
            covariances(x_qd[q], k_n);
            covariances(x_qd[other], otherK);
            Rows.combineTwo(transposed_nn, k_n, otherK, all, Rows.Start.DIAGONAL, white_n, otherWhite);
            moments(k_n, white_n);
            mean_q[q] = mean;
            sd_q[q] = sd;
            moments(otherK, otherWhite);
            mean_q[other] = mean;
            sd_q[other] = sd;
        }
    }

    /// Also their gradients; those by a category are 0.
    void at(double[] x, double[] meanGradient, double[] sdGradient) {
        points.distances(weight_d, x, k_n, 0, all);
        kernel.valuesAndSlopes(k_n, k_n, slope_n, 0, all);
        for (int i = 0; i < all; i++) {
            k_n[i] *= signal;
            slope_n[i] *= 2 * signal;
        }
        Cholesky.multiply(transposed_nn, k_n, white_n, all);
        moments(k_n, white_n);
        Cholesky.multiplyTransposed(inverse_nn, white_n, beta_n, all);
        for (int i = 0; i < all; i++) {
            beta_n[i] *= slope_n[i];
        }
        for (int i = 0; i < n; i++) {
            slope_n[i] *= alpha_n[i];
        }
        for (int d = 0; d < meanGradient.length; d++) {
            if (points.isCategory(d)) {
                meanGradient[d] = 0;
                sdGradient[d] = 0;
                continue;
            }
            meanGradient[d] = weight_d[d] * points.sumOfDifferences(d, x[d], slope_n, n);
            sdGradient[d] = -weight_d[d] * points.sumOfDifferences(d, x[d], beta_n, all) / sd;
        }
    }

    /// Σᵢ weight_n[i] k(x, xᵢ) over the completed points.
    double weighted(double[] weight_n, double[] x) {
        covariances(x, k_n);
        return Rows.dot(k_n, weight_n, n);
    }

    /// Also its gradient, 0 by a category.
    double weighted(double[] weight_n, double[] x, double[] gradient) {
        points.distances(weight_d, x, k_n, 0, n);
        kernel.valuesAndSlopes(k_n, k_n, slope_n, 0, n);
        for (int i = 0; i < n; i++) {
            k_n[i] *= signal;
            slope_n[i] *= 2 * signal * weight_n[i];
        }
        for (int d = 0; d < gradient.length; d++) {
            boolean category = points.isCategory(d);
            gradient[d] = category ? 0 : weight_d[d] * points.sumOfDifferences(d, x[d], slope_n, n);
        }
        return Rows.dot(k_n, weight_n, n);
    }

    /// K⁻¹r over the completed points.
    double[] solve(double[] r_n) {
        double[] solved = new double[n];
        Cholesky.multiply(transposed_nn, r_n, white_n, n);
        Cholesky.multiplyTransposed(inverse_nn, white_n, solved, n);
        return solved;
    }

    /// A completed point, or a pending one from n on.
    double[] point(int i) {
        return points.point(i);
    }

    /// Completed and pending points.
    int size() {
        return all;
    }

    double signal() {
        return signal;
    }

    double noise() {
        return noise;
    }

    double mean() {
        return mean;
    }

    double sd() {
        return sd;
    }

    double constant() {
        return constant;
    }
}
