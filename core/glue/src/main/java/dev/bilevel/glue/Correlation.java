package dev.bilevel.glue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Correlations of scores, as in SciPy's `pearsonr` and `spearmanr`, but for one case: with fewer than two scores, or
/// where one side is constant, SciPy gives NaN. That is 0 here, because an objective must be finite and such a model
/// has learnt nothing.
final class Correlation {
    private Correlation() {}

    /// r = Σ(x−x̄)(y−ȳ) / (‖x−x̄‖·‖y−ȳ‖)
    static double pearson(double[] x, double[] y) {
        double[] a = unit(x);
        double[] b = unit(y);
        double r = 0;
        for (int i = 0; i < a.length; i++) {
            r += a[i] * b[i];
        }
        return Math.clamp(r, -1, 1);
    }

    /// Pearson's correlation of the ranks, where ties share the mean of their ranks.
    static double spearman(double[] x, double[] y) {
        return pearson(ranks(x), ranks(y));
    }

    static double[] ranks(double[] x) {
        int[] order = IntStream.range(0, x.length)
                .boxed()
                // Plus 0 makes -0.0 equal to 0.0: they are ties.
                .sorted(Comparator.comparingDouble(i -> x[i] + 0.0))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[x.length];
        for (int start = 0, stop; start < x.length; start = stop) {
            stop = start + 1;
            while (stop < x.length && x[order[stop]] == x[order[start]]) {
                stop++;
            }
            for (int i = start; i < stop; i++) {
                ranks[order[i]] = (start + 1 + stop) / 2.0;
            }
        }
        return ranks;
    }

    /// x centred and of length 1; zeros where x is constant.
    private static double[] unit(double[] x) {
        double least = Arrays.stream(x).min().orElse(0);
        double most = Arrays.stream(x).max().orElse(0);
        if (least == most) {
            return new double[x.length];
        }
        // Scaled first, so that neither a sum nor a square leaves the range of double.
        double largest = Math.max(Math.abs(least), Math.abs(most));
        double[] centred = new double[x.length];
        double mean = 0;
        for (int i = 0; i < x.length; i++) {
            centred[i] = x[i] / largest;
            mean += centred[i] / x.length;
        }
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            centred[i] -= mean;
            squares += centred[i] * centred[i];
        }
        double length = StrictMath.sqrt(squares);
        for (int i = 0; i < x.length; i++) {
            centred[i] = length == 0 ? 0 : centred[i] / length;
        }
        return centred;
    }
}
