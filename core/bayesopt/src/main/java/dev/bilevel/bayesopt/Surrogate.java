package dev.bilevel.bayesopt;

import java.util.Map;
import java.util.TreeMap;

/// A Gaussian process fitted to standardised outcomes: the MAP hyperparameters and the posterior that they give.
record Surrogate(double[] theta, Posterior posterior) {
    private static final int EVALUATIONS = 60;
    private static final double TOLERANCE = 1e-3;
    private static final double FIRST_STEP = 1.0;

    /// @param x_nd completed points, then pending ones
    /// @param z_n standardised outcomes of the completed points
    static Surrogate fit(double[][] x_nd, double[] z_n, boolean[] category_d) {
        Hyperprior prior = new Hyperprior(category_d.length);
        Likelihood likelihood = new Likelihood(x_nd, z_n, category_d, prior);
        Descent descent = new Descent(prior.bounds(), EVALUATIONS, TOLERANCE, FIRST_STEP);
        double[] best = null;
        double bestValue = Double.POSITIVE_INFINITY;
        for (double[] theta : starts(prior, category_d.length)) {
            double value = descent.minimise(likelihood, theta);
            if (best == null || value < bestValue) {
                best = theta;
                bestValue = value;
            }
        }
        return new Surrogate(best, new Posterior(x_nd, z_n, category_d, best));
    }

    /// A wiggly and quiet, and a smooth and noisy explanation of the data: the two modes that the likelihood tends to
    /// have.
    private static double[][] starts(Hyperprior prior, int dimensions) {
        return new double[][] {
            start(dimensions, prior.likeliestLength(), 1e-4), start(dimensions, 5 * prior.likeliestLength(), 1e-2)
        };
    }

    private static double[] start(int dimensions, double length, double noise) {
        double[] theta = new double[dimensions + 2];
        java.util.Arrays.fill(theta, 0, dimensions, StrictMath.log(length));
        theta[dimensions] = 0;
        theta[dimensions + 1] = StrictMath.log(noise);
        return theta;
    }

    /// Hyperparameters by name, for the record: `lengthScale.<parameter>` (with `[i]` for a simplex), `signal` and
    /// `noise` standard deviations on the standardised scale, and the constant `mean`.
    Map<String, Double> hyperparameters(Encoding encoding) {
        Map<String, Double> named = new TreeMap<>();
        for (Encoding.Placed placed : encoding.axes()) {
            int width = placed.axis().width();
            for (int i = 0; i < width; i++) {
                String index = width == 1 ? "" : "[" + i + "]";
                named.put("lengthScale." + placed.name() + index, StrictMath.exp(theta[placed.at() + i]));
            }
        }
        int d = encoding.dimensions();
        named.put("signal", StrictMath.exp(0.5 * theta[d]));
        named.put("noise", StrictMath.exp(0.5 * theta[d + 1]));
        named.put("mean", posterior.constant());
        return named;
    }
}
