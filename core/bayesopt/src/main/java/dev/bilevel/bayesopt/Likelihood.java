package dev.bilevel.bayesopt;

/// −log p(z, θ | X): the negative log marginal likelihood of standardised outcomes under a Gaussian process, plus the
/// prior of its hyperparameters. Minimising it is the MAP fit.
///
///     −log p(z | X, θ) = ½ (z − m)ᵀ K⁻¹ (z − m) + ½ log |K| + n/2 log 2π,   K = s² M + σ² I
///
/// The constant mean m is the generalised least squares one, 1ᵀK⁻¹z / 1ᵀK⁻¹1: it minimises the first term, so that
/// the gradient by θ is the one for a fixed m. Rasmussen and Williams (2006), eq. 2.30 and 5.9.
///
/// | symbol | meaning | shape |
/// | --- | --- | --- |
/// | n, D | observations, encoded dimensions | |
/// | value, slope | the kernel and its derivative by r², above the diagonal | n × n |
/// | θ | log ℓ, log s², log σ² | D + 2 |
///
/// Holds scratch space: one thread at a time.
final class Likelihood implements Descent.Objective {
    private static final double HALF_LOG_2PI = 0.5 * StrictMath.log(2 * StrictMath.PI);

    private final int n;
    private final int dimensions;
    private final Points points;
    private final double[][] x_nd;
    private final double[] z_n;
    private final Kernel kernel;
    private final Hyperprior prior;

    private final double[] weight_d;
    private final double[][] value_nn;
    private final double[][] slope_nn;
    private final double[][] k_nn;
    private final double[][] inverse_nn;
    private final double[][] precision_nn;
    private final double[] white_n;
    private final double[] ones_n;
    private final double[] alpha_n;

    Likelihood(double[][] x_nd, double[] z_n, boolean[] category_d, Kernel kernel, Hyperprior prior) {
        this.n = z_n.length;
        this.dimensions = category_d.length;
        this.points = Points.of(x_nd, category_d);
        this.x_nd = x_nd;
        this.z_n = z_n;
        this.kernel = kernel;
        this.prior = prior;
        weight_d = new double[dimensions];
        value_nn = new double[n][n];
        slope_nn = new double[n][n];
        k_nn = new double[n][n];
        inverse_nn = new double[n][n];
        precision_nn = new double[n][n];
        white_n = new double[n];
        ones_n = new double[n];
        alpha_n = new double[n];
    }

    /// Scales signal and noise variance alike to where the likelihood of the outcomes is largest for these length
    /// scales: s² = (z − m)ᵀ K⁻¹ (z − m) / n. A descent from a wrong scale spends half its steps on it.
    void rescale(double[] theta) {
        fillCovariance(theta);
        if (Cholesky.factor(k_nn, n)) {
            whiten();
            double scale = StrictMath.log(Math.max(Rows.dot(white_n, white_n, n) / n, Double.MIN_NORMAL));
            theta[dimensions] += scale;
            theta[dimensions + 1] += scale;
        }
    }

    @Override
    public double at(double[] theta, double[] gradient) {
        double signal = StrictMath.exp(theta[dimensions]);
        double noise = StrictMath.exp(theta[dimensions + 1]);
        fillCovariance(theta);
        if (!Cholesky.factor(k_nn, n)) {
            return Double.POSITIVE_INFINITY;
        }
        Cholesky.invert(k_nn, inverse_nn, n);
        double value = solve();
        Cholesky.inverseOfProduct(inverse_nn, precision_nn, n);
        gradient(signal, noise, gradient);
        return value + prior.addTo(theta, gradient);
    }

    private void fillCovariance(double[] theta) {
        double signal = StrictMath.exp(theta[dimensions]);
        double noise = StrictMath.exp(theta[dimensions + 1]);
        for (int d = 0; d < dimensions; d++) {
            weight_d[d] = StrictMath.exp(-2 * theta[d]);
        }
        for (int i = 0; i < n; i++) {
            double[] value = value_nn[i];
            points.distances(weight_d, x_nd[i], value, i + 1, n);
            kernel.valuesAndSlopes(value, value, slope_nn[i], i + 1, n);
            double[] k = k_nn[i];
            for (int j = i + 1; j < n; j++) {
                k[j] = signal * value[j];
            }
            k[i] = signal + noise;
        }
    }

    /// Fills L⁻¹(z − m).
    private void whiten() {
        java.util.Arrays.fill(ones_n, 1.0);
        Cholesky.substitute(k_nn, ones_n, n);
        System.arraycopy(z_n, 0, white_n, 0, n);
        Cholesky.substitute(k_nn, white_n, n);
        double mean = Rows.dot(ones_n, white_n, n) / Rows.dot(ones_n, ones_n, n);
        for (int i = 0; i < n; i++) {
            white_n[i] -= mean * ones_n[i];
        }
    }

    /// Fills α = K⁻¹(z − m) and returns the negative log marginal likelihood.
    private double solve() {
        whiten();
        double halfLogDeterminant = 0;
        for (int i = 0; i < n; i++) {
            halfLogDeterminant += StrictMath.log(k_nn[i][i]);
        }
        Cholesky.multiplyTransposed(inverse_nn, white_n, alpha_n, n);
        return 0.5 * Rows.dot(white_n, white_n, n) + halfLogDeterminant + n * HALF_LOG_2PI;
    }

    /// −½ tr((ααᵀ − K⁻¹) ∂K/∂θ), each pair once.
    private void gradient(double signal, double noise, double[] gradient) {
        java.util.Arrays.fill(gradient, 0, dimensions, 0.0);
        double bySignal = 0;
        double trace = 0;
        for (int i = 0; i < n; i++) {
            double[] weight = precision_nn[i];
            double[] slope = slope_nn[i];
            double alpha = alpha_n[i];
            trace += alpha * alpha - weight[i];
            for (int j = i + 1; j < n; j++) {
                weight[j] = alpha * alpha_n[j] - weight[j];
                slope[j] *= weight[j];
            }
            java.util.Arrays.fill(weight, 0, i + 1, 0.0);
            bySignal += Rows.dot(weight, value_nn[i], n);
            for (int d = 0; d < dimensions; d++) {
                gradient[d] += points.sumOfSquares(d, x_nd[i][d], slope, i + 1, n);
            }
        }
        for (int d = 0; d < dimensions; d++) {
            gradient[d] *= 2 * signal * weight_d[d];
        }
        gradient[dimensions] = -signal * (bySignal + 0.5 * trace);
        gradient[dimensions + 1] = -0.5 * noise * trace;
    }
}
