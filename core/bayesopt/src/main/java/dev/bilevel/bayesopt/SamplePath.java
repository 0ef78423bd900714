package dev.bilevel.bayesopt;

import java.util.Arrays;

/// One function drawn from the posterior, with its sign turned, so that its largest value is the least outcome.
///
/// A draw from the prior by random features is corrected by the kernel at the data (pathwise conditioning: Wilson et
/// al., *Efficiently sampling functions from Gaussian process posteriors*, 2020, eq. 10):
///
///     f(x) = m + φ(x)ᵀw + k(x, X) K⁻¹ (z − m − Φw − ε),   w ~ N(0, I),   ε ~ N(0, σ² I)
///     φ_j(x) = √(2s²/F) cos(ω_jᵀx + b_j),   b_j ~ U(0, 2π)
///
/// ω is drawn from the kernel's spectral density: a multivariate Student t with 2ν degrees of freedom for Matérn
/// kernels, normal for the squared exponential, each divided by the length scales. Options of a category are corners
/// of a simplex with sides of length 1.
final class SamplePath implements Surface {
    private static final int FEATURES = 256;

    private final Posterior posterior;
    private final int dimensions;
    /// By feature and dimension; at each option of a category.
    private final double[][] omega_fd;
    private final double[][][] omegaOfOption_fd;
    private final double[] shift_f;
    private final double[] weight_f;
    private final double[] update_n;

    SamplePath(Surrogate surrogate, Encoding encoding, double[] z_n, long seed) {
        posterior = surrogate.posterior();
        dimensions = encoding.dimensions();
        omega_fd = new double[FEATURES][dimensions];
        omegaOfOption_fd = new double[FEATURES][dimensions][];
        shift_f = new double[FEATURES];
        weight_f = new double[FEATURES];
        Bell bell = new Bell(new SplitMix(Seeds.derive(seed, "path")));
        double amplitude = Math.sqrt(2 * posterior.signal() / FEATURES);
        for (int f = 0; f < FEATURES; f++) {
            double spread = spread(surrogate.kernel().degrees(), bell);
            for (Encoding.Placed placed : encoding.axes()) {
                for (int d = placed.at(); d < placed.at() + placed.axis().width(); d++) {
                    double scale = spread * StrictMath.exp(-surrogate.theta()[d]);
                    if (placed.axis() instanceof Axis.Category category) {
                        double[] options = new double[category.options().size()];
                        for (int o = 0; o < options.length; o++) {
                            options[o] = scale * Math.sqrt(0.5) * bell.next();
                        }
                        omegaOfOption_fd[f][d] = options;
                    } else {
                        omega_fd[f][d] = scale * bell.next();
                    }
                }
            }
            shift_f[f] = 2 * StrictMath.PI * bell.uniform();
            weight_f[f] = amplitude * bell.next();
        }
        double noise = Math.sqrt(posterior.noise());
        double[] residual_n = new double[z_n.length];
        for (int i = 0; i < z_n.length; i++) {
            residual_n[i] = z_n[i] - posterior.constant() - prior(posterior.point(i)) - noise * bell.next();
        }
        update_n = posterior.solve(residual_n);
    }

    /// √(2ν/χ²) makes a normal vector a Student one.
    private static double spread(int degrees, Bell bell) {
        if (degrees == 0) {
            return 1;
        }
        double squares = 0;
        for (int i = 0; i < degrees; i++) {
            double g = bell.next();
            squares += g * g;
        }
        return Math.sqrt(degrees / squares);
    }

    private double phase(int f, double[] x) {
        double phase = shift_f[f];
        for (int d = 0; d < dimensions; d++) {
            double[] options = omegaOfOption_fd[f][d];
            phase += options == null ? omega_fd[f][d] * x[d] : options[(int) x[d]];
        }
        return phase;
    }

    private double prior(double[] x) {
        double sum = 0;
        for (int f = 0; f < FEATURES; f++) {
            sum += weight_f[f] * StrictMath.cos(phase(f, x));
        }
        return sum;
    }

    @Override
    public double at(double[] x) {
        return -(posterior.constant() + prior(x) + posterior.weighted(update_n, x));
    }

    @Override
    public double at(double[] x, double[] gradient) {
        double sum = posterior.constant() + posterior.weighted(update_n, x, gradient);
        for (int f = 0; f < FEATURES; f++) {
            double phase = phase(f, x);
            sum += weight_f[f] * StrictMath.cos(phase);
            double slope = -weight_f[f] * StrictMath.sin(phase);
            for (int d = 0; d < dimensions; d++) {
                gradient[d] += slope * omega_fd[f][d];
            }
        }
        for (int d = 0; d < dimensions; d++) {
            gradient[d] = -gradient[d];
        }
        return -sum;
    }

    @Override
    public void at(double[][] x_qd, double[] value_q) {
        Arrays.setAll(value_q, q -> at(x_qd[q]));
    }
}
