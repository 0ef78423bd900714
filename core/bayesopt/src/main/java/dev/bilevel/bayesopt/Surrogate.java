package dev.bilevel.bayesopt;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// A Gaussian process fitted to standardised outcomes: the MAP hyperparameters, the posterior that they give for
/// warped outcomes, and the warp.
///
/// The posterior is exact. The hyperparameters are looked for in up to three steps, each starting from what the one
/// before found, since a likelihood costs n³: thoroughly (two starts for each warp) on up to 100 observations, taken
/// evenly from the history; then once more on up to 400.
record Surrogate(Kernel kernel, double[] theta, Posterior posterior, Warp warp) {
    private record Fit(double[] theta, double negativeLogPosterior) {}

    private static final int THOROUGH = 100;
    private static final int THOROUGH_EVALUATIONS = 60;
    private static final int REFINED = 400;
    private static final int REFINED_EVALUATIONS = 20;
    private static final double TOLERANCE = 1e-3;
    private static final double FIRST_STEP = 1.0;

    /// @param x_nd completed points
    /// @param z_n their standardised outcomes
    static Surrogate fit(double[][] x_nd, double[] z_n, boolean[] category_d, Kernel kernel) {
        Warp best = null;
        double[] theta = null;
        double least = Double.POSITIVE_INFINITY;
        int[] few = evenly(z_n.length, THOROUGH);
        double[][] few_nd = rows(x_nd, few);
        for (Warp warp : Warp.candidates(z_n)) {
            double[] few_n = entries(z_n, few);
            Fit fit = fitWarped(few_nd, warp.of(few_n), category_d, kernel);
            double value = fit.negativeLogPosterior() - warp.logJacobian(few_n);
            if (best == null || value < least) {
                best = warp;
                theta = fit.theta();
                least = value;
            }
        }
        if (z_n.length > few.length) {
            int[] more = evenly(z_n.length, REFINED);
            Hyperprior prior = new Hyperprior(category_d.length);
            Likelihood likelihood =
                    new Likelihood(rows(x_nd, more), best.of(entries(z_n, more)), category_d, kernel, prior);
            new Descent(prior.bounds(), REFINED_EVALUATIONS, TOLERANCE, 0.1).minimise(likelihood, theta);
        }
        return new Surrogate(kernel, theta, Posterior.of(x_nd, best.of(z_n), category_d, kernel, theta), best);
    }

    private static int[] evenly(int n, int most) {
        int count = Math.min(n, most);
        int[] indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = (int) ((long) i * n / count);
        }
        return indices;
    }

    private static double[][] rows(double[][] all, int[] indices) {
        return Arrays.stream(indices).mapToObj(i -> all[i]).toArray(double[][]::new);
    }

    private static double[] entries(double[] all, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> all[i]).toArray();
    }

    private static Fit fitWarped(double[][] x_nd, double[] warped_n, boolean[] category_d, Kernel kernel) {
        Hyperprior prior = new Hyperprior(category_d.length);
        Likelihood likelihood = new Likelihood(x_nd, warped_n, category_d, kernel, prior);
        Descent descent = new Descent(prior.bounds(), THOROUGH_EVALUATIONS, TOLERANCE, FIRST_STEP);
        Fit best = null;
        for (double[] theta : starts(prior, category_d.length)) {
            likelihood.rescale(theta);
            prior.bounds().project(theta);
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
        Arrays.fill(theta, 0, dimensions, StrictMath.log(length));
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
