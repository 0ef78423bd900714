package dev.bilevel.bayesopt;

/// The Cholesky factor of a symmetric positive definite matrix, K = LLᵀ, and its inverse. Blocks of four rows, see
/// [Rows].
final class Cholesky {
    private Cholesky() {}

    /// Replaces the upper triangle of `k` by U = Lᵀ; the lower triangle is scratch.
    ///
    /// @return false where the matrix is not positive definite to working precision; `k` is then of no use
    static boolean factor(double[][] k, int n) {
        for (int p = 0; p < n; p += Rows.PANEL) {
            int width = Math.min(Rows.PANEL, n - p);
            for (int i = p; i < p + width; i++) {
                double[] row = k[i];
                double pivot = row[i];
                if (!(pivot > 0) || pivot > Double.MAX_VALUE) {
                    return false;
                }
                double root = Math.sqrt(pivot);
                for (int j = i; j < n; j++) {
                    row[j] /= root;
                }
                for (int r = i + 1; r < p + width; r++) {
                    Rows.subtract(row[r], row, k[r], r, n);
                }
            }
            Rows.subtract(1, k, k, p, width, k, p + width, n, Rows.Start.DIAGONAL, n);
        }
        return true;
    }

    /// Writes L⁻¹, lower triangular with zeros above, given U = Lᵀ.
    static void invert(double[][] u, double[][] inverse, int n) {
        for (int i = 0; i < n; i++) {
            java.util.Arrays.fill(inverse[i], 0, n, 0.0);
            inverse[i][i] = 1;
        }
        for (int p = 0; p < n; p += Rows.PANEL) {
            int end = Math.min(p + Rows.PANEL, n);
            for (int k = p; k < end; k++) {
                double[] row = inverse[k];
                double pivot = u[k][k];
                for (int j = 0; j <= k; j++) {
                    row[j] /= pivot;
                }
                for (int i = k + 1; i < end; i++) {
                    Rows.subtract(u[k][i], row, inverse[i], 0, k + 1);
                }
            }
            Rows.subtract(1, u, inverse, p, end - p, inverse, end, n, Rows.Start.ZERO, end);
        }
    }

    /// Writes the upper triangle of K⁻¹ = L⁻ᵀL⁻¹; the lower one is scratch.
    static void inverseOfProduct(double[][] inverse, double[][] product, int n) {
        for (int i = 0; i < n; i++) {
            java.util.Arrays.fill(product[i], 0, n, 0.0);
        }
        for (int p = 0; p < n; p += Rows.PANEL) {
            int end = Math.min(p + Rows.PANEL, n);
            Rows.subtract(-1, inverse, inverse, p, end - p, product, 0, end, Rows.Start.DIAGONAL, end);
        }
    }

    /// Writes the transpose of a lower triangular matrix, zeros below.
    static void transpose(double[][] lower, double[][] upper, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                upper[i][j] = lower[j][i];
            }
        }
    }

    /// Replaces b by L⁻¹ b, given U = Lᵀ.
    static void substitute(double[][] u, double[] b, int n) {
        for (int i = 0; i < n; i++) {
            b[i] /= u[i][i];
            Rows.subtract(b[i], u[i], b, i + 1, n);
        }
    }

    /// v = L⁻¹ b, given (L⁻¹)ᵀ.
    static void multiply(double[][] transposedInverse, double[] b, double[] v, int n) {
        Rows.combine(transposedInverse, b, n, Rows.Start.DIAGONAL, v);
    }

    /// b = L⁻ᵀ v, given L⁻¹.
    static void multiplyTransposed(double[][] inverse, double[] v, double[] b, int n) {
        Rows.combine(inverse, v, n, Rows.Start.ZERO, b);
    }
}
