package dev.bilevel.bayesopt;

/// Sums of multiples of rows, which is what all linear algebra here comes down to.
///
/// A row is added to a row, never multiplied with one: the JIT may then use vectors of any width without changing a
/// bit, which it may not for a sum along a row. Four rows are added at a time, into two where there are two, so that
/// what was loaded is used twice (about 25 GFLOP/s a core, against 5 for a scalar product). The order of the
/// additions is written down and stays.
final class Rows {
    /// How many rows are added at a time.
    static final int PANEL = 4;

    private Rows() {}

    /// From where in a row its entries count.
    enum Start {
        /// From the diagonal on: the upper triangle.
        DIAGONAL,
        /// From the beginning.
        ZERO
    }

    /// target[t] −= sign · Σ_m by[k+m][t] · from[k+m], for `width` rows from k on and every t from `first` to `last`
    /// (exclusive), up to column `end`.
    static void subtract(
            double sign,
            double[][] by,
            double[][] from,
            int k,
            int width,
            double[][] target,
            int first,
            int last,
            Start start,
            int end) {
        if (width < PANEL) {
            for (int m = k; m < k + width; m++) {
                for (int t = first; t < last; t++) {
                    subtract(sign * by[m][t], from[m], target[t], start == Start.DIAGONAL ? t : 0, end);
                }
            }
            return;
        }
        double[] b0 = by[k];
        double[] b1 = by[k + 1];
        double[] b2 = by[k + 2];
        double[] b3 = by[k + 3];
        int t = first;
        for (; t + 1 < last; t += 2) {
            int s = t + 1;
            intoTwo(
                    sign * b0[t],
                    sign * b1[t],
                    sign * b2[t],
                    sign * b3[t],
                    sign * b0[s],
                    sign * b1[s],
                    sign * b2[s],
                    sign * b3[s],
                    from,
                    k,
                    target[t],
                    target[s],
                    start == Start.DIAGONAL ? t : 0,
                    end);
        }
        if (t < last) {
            intoOne(
                    sign * b0[t],
                    sign * b1[t],
                    sign * b2[t],
                    sign * b3[t],
                    from,
                    k,
                    target[t],
                    start == Start.DIAGONAL ? t : 0,
                    end);
        }
    }

    /// target −= factor · from.
    static void subtract(double factor, double[] from, double[] target, int start, int end) {
        for (int j = start; j < end; j++) {
            target[j] -= factor * from[j];
        }
    }

    /// target = Σ_i factors[i] · rows[i] over n rows of length n.
    ///
    /// @param start [Start#DIAGONAL] where row i is zero before column i; else it is zero after it
    static void combine(double[][] rows, double[] factors, int n, Start start, double[] target) {
        java.util.Arrays.fill(target, 0, n, 0.0);
        int i = 0;
        for (; i + PANEL <= n; i += PANEL) {
            intoOne(
                    -factors[i],
                    -factors[i + 1],
                    -factors[i + 2],
                    -factors[i + 3],
                    rows,
                    i,
                    target,
                    start == Start.DIAGONAL ? i : 0,
                    start == Start.DIAGONAL ? n : i + PANEL);
        }
        for (; i < n; i++) {
            subtract(
                    -factors[i], rows[i], target, start == Start.DIAGONAL ? i : 0, start == Start.DIAGONAL ? n : i + 1);
        }
    }

    /// [#combine] for two sets of factors, with the same bits as one after the other.
    static void combineTwo(
            double[][] rows, double[] f, double[] g, int n, Start start, double[] target, double[] other) {
        java.util.Arrays.fill(target, 0, n, 0.0);
        java.util.Arrays.fill(other, 0, n, 0.0);
        int i = 0;
        for (; i + PANEL <= n; i += PANEL) {
            intoTwo(
                    -f[i],
                    -f[i + 1],
                    -f[i + 2],
                    -f[i + 3],
                    -g[i],
                    -g[i + 1],
                    -g[i + 2],
                    -g[i + 3],
                    rows,
                    i,
                    target,
                    other,
                    start == Start.DIAGONAL ? i : 0,
                    start == Start.DIAGONAL ? n : i + PANEL);
        }
        for (; i < n; i++) {
            int from = start == Start.DIAGONAL ? i : 0;
            int end = start == Start.DIAGONAL ? n : i + 1;
            subtract(-f[i], rows[i], target, from, end);
            subtract(-g[i], rows[i], other, from, end);
        }
    }

    private static void intoOne(
            double f0, double f1, double f2, double f3, double[][] from, int k, double[] target, int start, int end) {
        double[] a0 = from[k];
        double[] a1 = from[k + 1];
        double[] a2 = from[k + 2];
        double[] a3 = from[k + 3];
        for (int j = start; j < end; j++) {
            target[j] -= (f0 * a0[j] + f1 * a1[j]) + (f2 * a2[j] + f3 * a3[j]);
        }
    }

    private static void intoTwo(
            double f0,
            double f1,
            double f2,
            double f3,
            double g0,
            double g1,
            double g2,
            double g3,
            double[][] from,
            int k,
            double[] target,
            double[] other,
            int start,
            int end) {
        double[] a0 = from[k];
        double[] a1 = from[k + 1];
        double[] a2 = from[k + 2];
        double[] a3 = from[k + 3];
        for (int j = start; j < end; j++) {
            double b0 = a0[j];
            double b1 = a1[j];
            double b2 = a2[j];
            double b3 = a3[j];
            target[j] -= (f0 * b0 + f1 * b1) + (f2 * b2 + f3 * b3);
            other[j] -= (g0 * b0 + g1 * b1) + (g2 * b2 + g3 * b3);
        }
    }

    /// Σ aᵢbᵢ, in eight fixed lanes: faster than one chain of additions, and still one order on every machine.
    static double dot(double[] a, double[] b, int size) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int i = 0;
        for (; i + 7 < size; i += 8) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
            s4 += a[i + 4] * b[i + 4];
            s5 += a[i + 5] * b[i + 5];
            s6 += a[i + 6] * b[i + 6];
            s7 += a[i + 7] * b[i + 7];
        }
        for (; i < size; i++) {
            s0 += a[i] * b[i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }
}
