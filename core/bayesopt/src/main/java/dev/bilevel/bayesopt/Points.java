package dev.bilevel.bayesopt;

import java.util.Arrays;
import java.util.List;

/// Encoded points, coordinate by coordinate, and their scaled squared distances from another point: differences
/// squared and weighted by 1/ℓ²; a category differs by 0 or 1.
///
/// | symbol | meaning | shape |
/// | --- | --- | --- |
/// | x_dn | coordinates | D × n |
/// | weight_d | 1/ℓ_d² | D |
final class Points {
    private final double[][] x_dn;
    private final boolean[] category_d;
    private final int n;

    private Points(double[][] x_dn, boolean[] category_d, int n) {
        this.x_dn = x_dn;
        this.category_d = category_d;
        this.n = n;
    }

    static Points of(double[][] x_nd, boolean[] category_d) {
        double[][] x_dn = new double[category_d.length][x_nd.length];
        for (int d = 0; d < category_d.length; d++) {
            for (int i = 0; i < x_nd.length; i++) {
                x_dn[d][i] = x_nd[i][d];
            }
        }
        return new Points(x_dn, category_d, x_nd.length);
    }

    /// More points, at the end.
    Points plus(List<double[]> more) {
        double[][] more_dn = new double[x_dn.length][];
        for (int d = 0; d < x_dn.length; d++) {
            more_dn[d] = Arrays.copyOf(x_dn[d], n + more.size());
            for (int i = 0; i < more.size(); i++) {
                more_dn[d][n + i] = more.get(i)[d];
            }
        }
        return new Points(more_dn, category_d, n + more.size());
    }

    int n() {
        return n;
    }

    /// Whether a coordinate is the index of an option without an order.
    boolean isCategory(int d) {
        return category_d[d];
    }

    double[] point(int i) {
        double[] x = new double[x_dn.length];
        for (int d = 0; d < x.length; d++) {
            x[d] = x_dn[d][i];
        }
        return x;
    }

    /// r²_n from x to the points from index `from` to `to` (exclusive).
    void distances(double[] weight_d, double[] x, double[] r2_n, int from, int to) {
        Arrays.fill(r2_n, from, to, 0.0);
        for (int d = 0; d < x_dn.length; d++) {
            double weight = weight_d[d];
            double at = x[d];
            double[] x_n = x_dn[d];
            if (category_d[d]) {
                for (int i = from; i < to; i++) {
                    r2_n[i] += at == x_n[i] ? 0 : weight;
                }
            } else {
                for (int i = from; i < to; i++) {
                    double difference = at - x_n[i];
                    r2_n[i] += weight * (difference * difference);
                }
            }
        }
    }

    /// Σ_i factor_n[i] · (x_d − x_dn[d][i])², in four fixed lanes.
    double sumOfSquares(int d, double at, double[] factor_n, int from, int to) {
        double[] x_n = x_dn[d];
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = from;
        for (; i + 3 < to; i += 4) {
            s0 += factor_n[i] * square(d, at, x_n[i]);
            s1 += factor_n[i + 1] * square(d, at, x_n[i + 1]);
            s2 += factor_n[i + 2] * square(d, at, x_n[i + 2]);
            s3 += factor_n[i + 3] * square(d, at, x_n[i + 3]);
        }
        for (; i < to; i++) {
            s0 += factor_n[i] * square(d, at, x_n[i]);
        }
        return (s0 + s1) + (s2 + s3);
    }

    /// Σ_i factor_n[i] · (x_d − x_dn[d][i]) over the first `count` points, in four fixed lanes.
    double sumOfDifferences(int d, double at, double[] factor_n, int count) {
        double[] x_n = x_dn[d];
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            s0 += factor_n[i] * (at - x_n[i]);
            s1 += factor_n[i + 1] * (at - x_n[i + 1]);
            s2 += factor_n[i + 2] * (at - x_n[i + 2]);
            s3 += factor_n[i + 3] * (at - x_n[i + 3]);
        }
        for (; i < count; i++) {
            s0 += factor_n[i] * (at - x_n[i]);
        }
        return (s0 + s1) + (s2 + s3);
    }

    private double square(int d, double a, double b) {
        if (category_d[d]) {
            return a == b ? 0 : 1;
        }
        return (a - b) * (a - b);
    }
}
