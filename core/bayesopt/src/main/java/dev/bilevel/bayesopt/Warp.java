package dev.bilevel.bayesopt;

import java.util.Arrays;
import java.util.List;

/// A monotone bend of standardised outcomes, for objectives whose bad values are so bad that a stationary Gaussian
/// process sees nothing of the differences among the good ones. Up to the knee nothing changes; beyond it, growth is
/// logarithmic:
///
///     f(z) = z                                   z ≤ knee
///     f(z) = knee + bend·log(1 + (z − knee)/bend)     z > knee
///
/// then shifted and scaled to mean 0 and variance 1. Which bend, if any, is decided by the likelihood of the outcomes
/// before the bend, that is with the Jacobian (Snelson, Rasmussen, Ghahramani, *Warped Gaussian processes*, 2003), so
/// that a well-behaved objective is left alone.
///
/// @param bend infinite where nothing is bent
record Warp(double knee, double bend, double centre, double spread) {

    private static final int FEWEST = 5;
    private static final double LEAST_RANGE = 1e-9;
    /// Where the inverse stops growing: a mean or a deviation beyond e⁵⁰ bends says "very bad" well enough.
    private static final double LARGEST_EXPONENT = 50;

    /// No bend, and one beyond the median. A knee at the least value was tried and is worse: it makes a cusp of the
    /// minimum.
    static List<Warp> candidates(double[] z_n) {
        double[] sorted = z_n.clone();
        Arrays.sort(sorted);
        double least = sorted[0];
        double range = sorted[sorted.length / 2] - least;
        Warp none = fitted(0, Double.POSITIVE_INFINITY, z_n);
        if (sorted.length < FEWEST || range < LEAST_RANGE) {
            return List.of(none);
        }
        return List.of(none, fitted(least + range, range, z_n));
    }

    private static Warp fitted(double knee, double bend, double[] z_n) {
        Warp raw = new Warp(knee, bend, 0, 1);
        double sum = 0;
        for (double z : z_n) {
            sum += raw.of(z);
        }
        double mean = sum / z_n.length;
        double squares = 0;
        for (double z : z_n) {
            squares += (raw.of(z) - mean) * (raw.of(z) - mean);
        }
        double deviation = Math.sqrt(squares / z_n.length);
        return new Warp(knee, bend, mean, deviation > 1e-9 ? deviation : 1);
    }

    double[] of(double[] z_n) {
        double[] warped_n = new double[z_n.length];
        for (int i = 0; i < z_n.length; i++) {
            warped_n[i] = of(z_n[i]);
        }
        return warped_n;
    }

    double of(double z) {
        double bent = bends(z) ? knee + bend * StrictMath.log1p((z - knee) / bend) : z;
        return (bent - centre) / spread;
    }

    double inverse(double warped) {
        double bent = warped * spread + centre;
        if (!bends(bent)) {
            return bent;
        }
        return knee + bend * StrictMath.expm1(Math.min(LARGEST_EXPONENT, (bent - knee) / bend));
    }

    /// Σ log f′(zᵢ).
    double logJacobian(double[] z_n) {
        double sum = -z_n.length * StrictMath.log(spread);
        for (double z : z_n) {
            sum -= bends(z) ? StrictMath.log1p((z - knee) / bend) : 0;
        }
        return sum;
    }

    /// Whether any value is bent at all.
    boolean isBent() {
        return bend < Double.POSITIVE_INFINITY;
    }

    private boolean bends(double z) {
        return isBent() && z > knee;
    }
}
