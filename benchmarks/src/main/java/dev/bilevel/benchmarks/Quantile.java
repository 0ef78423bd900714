package dev.bilevel.benchmarks;

import java.util.Collection;

/// Quantiles with linear interpolation between order statistics, as numpy computes them by default.
public final class Quantile {
    private Quantile() {}

    /// @param values one at least, none NaN
    /// @param q from 0 (the least) to 1 (the greatest)
    public static double of(Collection<Double> values, double q) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double at = q * (sorted.length - 1);
        int below = (int) at;
        double next = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (at - below) * (next - sorted[below]);
    }
}
