package dev.bilevel.bayesopt;

/// What the surrogate says about a point: mean and standard deviation of the latent function, and their gradients.
///
/// Given n completed and q pending points, the mean is conditioned on the completed ones, the standard deviation on
/// all: a pending point is known to be known soon, and nothing is pretended about its value (Vizier's GP bandit does
/// the same; equal to kriging believer except that the best value stays the measured one). The factor of the larger
/// matrix begins with that of the smaller, so that there is one.
///
/// Holds scratch space: one thread at a time.
final class Posterior {
    private static final double SMALLEST_VARIANCE = 1e-18;

    private final int n;
    private final int all;
    private final int dimensions;
    private final double[][] x_dn;
    private final boolean[] category_d;
    private final double[] weight_d;
    private final double signal;
    private final double noise;
    private final double constant;
    private final double[] alpha_n;
    private final double[][] inverse_nn;

    private final double[] r2_n;
    private final double[] k_n;
    private final double[] slope_n;
    private final double[] white_n;
    private final double[] beta_n;
    private double mean;
    private double sd;

    /// @param x_nd the completed points, then the pending ones
    /// @param z_n standardised outcomes of the completed points
    Posterior(double[][] x_nd, double[] z_n, boolean[] category_d, double[] theta) {
        n = z_n.length;
        all = x_nd.length;
        dimensions = category_d.length;
        this.category_d = category_d;
        x_dn = new double[dimensions][all];
        weight_d = new double[dimensions];
        for (int d = 0; d < dimensions; d++) {
            weight_d[d] = StrictMath.exp(-2 * theta[d]);
            for (int i = 0; i < all; i++) {
                x_dn[d][i] = x_nd[i][d];
            }
        }
        signal = StrictMath.exp(theta[dimensions]);
        noise = StrictMath.exp(theta[dimensions + 1]);
        r2_n = new double[all];
        k_n = new double[all];
        slope_n = new double[all];
        white_n = new double[all];
        beta_n = new double[all];
        alpha_n = new double[n];
        inverse_nn = inverse(x_nd);
        constant = solve(z_n);
    }

    /// With as little jitter on the diagonal as makes the matrix positive definite.
    private double[][] inverse(double[][] x_nd) {
        double[][] k_nn = new double[all][all];
        double[][] inverse = new double[all][all];
        for (double jitter = 0; ; jitter = jitter == 0 ? 1e-10 * signal : 10 * jitter) {
            for (int i = 0; i < all; i++) {
                distances(x_nd[i]);
                Matern.values(r2_n, k_n, all);
                for (int j = i + 1; j < all; j++) {
                    k_nn[i][j] = signal * k_n[j];
                }
                k_nn[i][i] = signal + noise + jitter;
            }
            if (Cholesky.factor(k_nn, all)) {
                Cholesky.invert(k_nn, inverse, all);
                return inverse;
            }
            if (jitter > signal) {
                throw new IllegalStateException("surrogate: covariance is not positive definite with jitter " + jitter);
            }
        }
    }

    private double solve(double[] z_n) {
        double[] ones_n = new double[n];
        java.util.Arrays.fill(k_n, 1.0);
        Cholesky.multiply(inverse_nn, k_n, ones_n, n);
        Cholesky.multiply(inverse_nn, z_n, white_n, n);
        double gls = Cholesky.dot(ones_n, white_n, n) / Cholesky.dot(ones_n, ones_n, n);
        for (int i = 0; i < n; i++) {
            white_n[i] -= gls * ones_n[i];
        }
        Cholesky.multiplyTransposed(inverse_nn, white_n, alpha_n, n);
        return gls;
    }

    private void distances(double[] x) {
        java.util.Arrays.fill(r2_n, 0.0);
        for (int d = 0; d < dimensions; d++) {
            double weight = weight_d[d];
            double at = x[d];
            double[] x_n = x_dn[d];
            if (category_d[d]) {
                for (int i = 0; i < all; i++) {
                    r2_n[i] += at == x_n[i] ? 0 : weight;
                }
            } else {
                for (int i = 0; i < all; i++) {
                    double difference = at - x_n[i];
                    r2_n[i] += weight * difference * difference;
                }
            }
        }
    }

    /// Computes [#mean] and [#sd] at a point.
    void at(double[] x) {
        distances(x);
        Matern.values(r2_n, k_n, all);
        momentsFromKernel();
    }

    private void momentsFromKernel() {
        for (int i = 0; i < all; i++) {
            k_n[i] *= signal;
        }
        mean = constant + Cholesky.dot(k_n, alpha_n, n);
        Cholesky.multiply(inverse_nn, k_n, white_n, all);
        double variance = signal - Cholesky.dot(white_n, white_n, all);
        sd = Math.sqrt(Math.max(variance, SMALLEST_VARIANCE));
    }

    /// Also their gradients; those by a category are 0.
    void at(double[] x, double[] meanGradient, double[] sdGradient) {
        distances(x);
        Matern.valuesAndSlopes(r2_n, k_n, slope_n, all);
        momentsFromKernel();
        Cholesky.multiplyTransposed(inverse_nn, white_n, beta_n, all);
        for (int i = 0; i < all; i++) {
            slope_n[i] *= 2 * signal;
            beta_n[i] *= slope_n[i];
        }
        for (int i = 0; i < n; i++) {
            slope_n[i] *= alpha_n[i];
        }
        for (int d = 0; d < dimensions; d++) {
            if (category_d[d]) {
                meanGradient[d] = 0;
                sdGradient[d] = 0;
                continue;
            }
            double byMean = 0;
            double byHalfVariance = 0;
            for (int i = 0; i < all; i++) {
                double difference = x[d] - x_dn[d][i];
                byMean += i < n ? slope_n[i] * difference : 0;
                byHalfVariance -= beta_n[i] * difference;
            }
            meanGradient[d] = weight_d[d] * byMean;
            sdGradient[d] = weight_d[d] * byHalfVariance / sd;
        }
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
