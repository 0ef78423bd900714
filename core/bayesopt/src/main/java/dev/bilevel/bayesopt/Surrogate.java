package dev.bilevel.bayesopt;

import java.util.Map;
import java.util.TreeMap;

/// A Gaussian process fitted to standardised outcomes: the MAP hyperparameters, the posterior that they give for
/// warped outcomes, and the warp.
record Surrogate(double[] theta, Posterior posterior, Warp warp) {
    private record Fit(double[] theta, double negativeLogPosterior) {}

    private static final int EVALUATIONS = 60;
    private static final double TOLERANCE = 1e-3;
    private static final double FIRST_STEP = 1.0;

    /// @param x_nd completed points, then pending ones
    /// @param z_n standardised outcomes of the completed points
    static Surrogate fit(double[][] x_nd, double[] z_n, boolean[] category_d) {
        Warp best = null;
        double[] theta = null;
        double least = Double.POSITIVE_INFINITY;
        for (Warp warp : Warp.candidates(z_n)) {
            Fit fit = fitWarped(x_nd, warp.of(z_n), category_d);
            double value = fit.negativeLogPosterior() - warp.logJacobian(z_n);
            if (best == null || value < least) {
                best = warp;
                theta = fit.theta();
                least = value;
            }
        }
        return new Surrogate(theta, new Posterior(x_nd, best.of(z_n), category_d, theta), best);
    }

    private static Fit fitWarped(double[][] x_nd, double[] warped_n, boolean[] category_d) {
        Hyperprior prior = new Hyperprior(category_d.length);
        Likelihood likelihood = new Likelihood(x_nd, warped_n, category_d, prior);
        Descent descent = new Descent(prior.bounds(), EVALUATIONS, TOLERANCE, FIRST_STEP);
        Fit best = null;
        for (double[] theta : starts(prior, category_d.length)) {
            double value = descent.minimise(likelihood, theta);
            if (best == null || value < best.negativeLogPosterior()) {
                best = new Fit(theta, value);
            }
        }
        return best;
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
    /// `noise` standard deviations and the constant `mean` on the warped scale, and the warp's `warpKnee` and
    /// `warpBend` on the standardised one where there is a warp.
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
        if (warp.isBent()) {
            named.put("warpKnee", warp.knee());
            named.put("warpBend", warp.bend());
        }
        return named;
    }
}
