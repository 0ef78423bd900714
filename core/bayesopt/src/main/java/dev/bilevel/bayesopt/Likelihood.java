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
/// | p | a pair j < i of observations, at i(i−1)/2 + j | n(n−1)/2 |
/// | θ | log ℓ, log s², log σ² | D + 2 |
///
/// Holds scratch space: one thread at a time.
final class Likelihood implements Descent.Objective {
    private static final double HALF_LOG_2PI = 0.5 * StrictMath.log(2 * StrictMath.PI);

    private final int n;
    private final int dimensions;
    private final double[] z_n;
    private final Hyperprior prior;
    /// Squared differences, 0 or 1 for a category.
    private final double[][] squares_dp;

    private final double[] r2_p;
    private final double[] value_p;
    private final double[] slope_p;
    private final double[][] k_nn;
    private final double[][] inverse_nn;
    private final double[][] precision_nn;
    private final double[] white_n;
    private final double[] ones_n;
    private final double[] residual_n;
    private final double[] alpha_n;

    Likelihood(double[][] x_nd, double[] z_n, boolean[] category_d, Hyperprior prior) {
        this.n = z_n.length;
        this.dimensions = category_d.length;
        this.z_n = z_n;
        this.prior = prior;
        int pairs = n * (n - 1) / 2;
        squares_dp = new double[dimensions][pairs];
        for (int d = 0; d < dimensions; d++) {
            for (int i = 1, p = 0; i < n; i++) {
                for (int j = 0; j < i; j++, p++) {
                    double difference = x_nd[i][d] - x_nd[j][d];
                    squares_dp[d][p] = category_d[d] ? (difference == 0 ? 0 : 1) : difference * difference;
                }
            }
        }
        r2_p = new double[pairs];
        value_p = new double[pairs];
        slope_p = new double[pairs];
        k_nn = new double[n][n];
        inverse_nn = new double[n][n];
        precision_nn = new double[n][n];
        white_n = new double[n];
        ones_n = new double[n];
        residual_n = new double[n];
        alpha_n = new double[n];
    }

    @Override
    public double at(double[] theta, double[] gradient) {
        double signal = StrictMath.exp(theta[dimensions]);
        double noise = StrictMath.exp(theta[dimensions + 1]);
        distances(theta);
        Matern.valuesAndSlopes(r2_p, value_p, slope_p, r2_p.length);
        fillCovariance(signal, noise);
        if (!Cholesky.factor(k_nn, n)) {
            return Double.POSITIVE_INFINITY;
        }
        Cholesky.invert(k_nn, inverse_nn, n);
        double value = solve();
        Cholesky.inverseOfProduct(inverse_nn, precision_nn, n);
        gradient(theta, signal, noise, gradient);
        return value + prior.addTo(theta, gradient);
    }

    private void distances(double[] theta) {
        java.util.Arrays.fill(r2_p, 0.0);
        for (int d = 0; d < dimensions; d++) {
            double weight = StrictMath.exp(-2 * theta[d]);
            double[] squares_p = squares_dp[d];
            for (int p = 0; p < r2_p.length; p++) {
                r2_p[p] += weight * squares_p[p];
            }
        }
    }

    private void fillCovariance(double signal, double noise) {
        for (int i = 0, p = 0; i < n; i++) {
            for (int j = 0; j < i; j++, p++) {
                k_nn[j][i] = signal * value_p[p];
            }
            k_nn[i][i] = signal + noise;
        }
    }

    /// Fills α = K⁻¹(z − m) and returns the negative log marginal likelihood.
    private double solve() {
        java.util.Arrays.fill(residual_n, 1.0);
        Cholesky.multiply(inverse_nn, residual_n, ones_n, n);
        Cholesky.multiply(inverse_nn, z_n, white_n, n);
        double mean = Cholesky.dot(ones_n, white_n, n) / Cholesky.dot(ones_n, ones_n, n);
        double halfLogDeterminant = 0;
        for (int i = 0; i < n; i++) {
            white_n[i] -= mean * ones_n[i];
            halfLogDeterminant += StrictMath.log(k_nn[i][i]);
        }
        Cholesky.multiplyTransposed(inverse_nn, white_n, alpha_n, n);
        return 0.5 * Cholesky.dot(white_n, white_n, n) + halfLogDeterminant + n * HALF_LOG_2PI;
    }

    /// −½ tr((ααᵀ − K⁻¹) ∂K/∂θ), each pair once.
    private void gradient(double[] theta, double signal, double noise, double[] gradient) {
        double bySignal = 0;
        double trace = 0;
        for (int i = 0, p = 0; i < n; i++) {
            double[] precision = precision_nn[i];
            for (int j = 0; j < i; j++, p++) {
                double weight = alpha_n[i] * alpha_n[j] - precision[j];
                bySignal += weight * value_p[p];
                slope_p[p] *= weight;
            }
            trace += alpha_n[i] * alpha_n[i] - precision[i];
        }
        for (int d = 0; d < dimensions; d++) {
            double sum = Cholesky.dot(slope_p, squares_dp[d], slope_p.length);
            gradient[d] = 2 * signal * StrictMath.exp(-2 * theta[d]) * sum;
        }
        gradient[dimensions] = -signal * (bySignal + 0.5 * trace);
        gradient[dimensions + 1] = -0.5 * noise * trace;
    }
}
