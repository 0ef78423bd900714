package dev.bilevel.bayesopt;

/// The Cholesky factor of a symmetric positive definite matrix, K = LLᵀ, and its inverse.
///
/// Every inner loop adds a multiple of one row to another: the JIT may use vectors of any width without changing a
/// bit, which it may not for sums.
final class Cholesky {
    private Cholesky() {}

    /// Replaces the upper triangle of `k` by U = Lᵀ.
    ///
    /// @return false where the matrix is not positive definite to working precision; `k` is then of no use
    static boolean factor(double[][] k, int n) {
        for (int i = 0; i < n; i++) {
            double[] row = k[i];
            double pivot = row[i];
            if (!(pivot > 0) || pivot > Double.MAX_VALUE) {
                return false;
            }
            double root = Math.sqrt(pivot);
            for (int j = i; j < n; j++) {
                row[j] /= root;
            }
            for (int r = i + 1; r < n; r++) {
                subtract(row[r], row, k[r], r, n);
            }
        }
        return true;
    }

    /// Writes L⁻¹, lower triangular, given U = Lᵀ.
    static void invert(double[][] u, double[][] inverse, int n) {
        for (int i = 0; i < n; i++) {
            java.util.Arrays.fill(inverse[i], 0, n, 0.0);
            inverse[i][i] = 1;
        }
        for (int k = 0; k < n; k++) {
            double[] row = inverse[k];
            double pivot = u[k][k];
            for (int j = 0; j <= k; j++) {
                row[j] /= pivot;
            }
            for (int i = k + 1; i < n; i++) {
                subtract(u[k][i], row, inverse[i], 0, k + 1);
            }
        }
    }

    /// Writes the lower triangle of K⁻¹ = L⁻ᵀL⁻¹.
    static void inverseOfProduct(double[][] inverse, double[][] product, int n) {
        for (int i = 0; i < n; i++) {
            java.util.Arrays.fill(product[i], 0, n, 0.0);
        }
        for (int k = 0; k < n; k++) {
            double[] row = inverse[k];
            for (int i = 0; i <= k; i++) {
                subtract(-row[i], row, product[i], 0, i + 1);
            }
        }
    }

    /// v = L⁻¹ b.
    static void multiply(double[][] inverse, double[] b, double[] v, int n) {
        for (int i = 0; i < n; i++) {
            v[i] = dot(inverse[i], b, i + 1);
        }
    }

    /// b = L⁻ᵀ v.
    static void multiplyTransposed(double[][] inverse, double[] v, double[] b, int n) {
        java.util.Arrays.fill(b, 0, n, 0.0);
        for (int i = 0; i < n; i++) {
            subtract(-v[i], inverse[i], b, 0, i + 1);
        }
    }

    /// In four fixed lanes: faster than one chain of additions, and still one order on every machine.
    static double dot(double[] a, double[] b, int size) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < size; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < size; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    private static void subtract(double factor, double[] from, double[] target, int start, int end) {
        for (int j = start; j < end; j++) {
            target[j] -= factor * from[j];
        }
    }
}
