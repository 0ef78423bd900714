package dev.bilevel.bayesopt;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CholeskyTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 31, 33, 64})
    void theInverseOfTheFactorsMultipliesToIdentity(int n) {
        double[][] k = matrix(n);
        double[][] u = matrix(n);
        double[][] inverse = new double[n][n];
        double[][] product = new double[n][n];
        assertThat(Cholesky.factor(u, n)).isTrue();
        Cholesky.invert(u, inverse, n);
        Cholesky.inverseOfProduct(inverse, product, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int m = 0; m < n; m++) {
                    sum += k[i][m] * (m <= j ? product[m][j] : product[j][m]);
                }
                assertThat(sum).isCloseTo(i == j ? 1 : 0, within(1e-10));
            }
        }
        double[] b = new SplitMix(5).nextPoint(n);
        double[] v = new double[n];
        double[] back = new double[n];
        double[][] transposed = new double[n][n];
        Cholesky.transpose(inverse, transposed, n);
        Cholesky.multiply(transposed, b, v, n);
        Cholesky.multiplyTransposed(inverse, v, back, n);
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += k[i][j] * back[j];
            }
            assertThat(sum).isCloseTo(b[i], within(1e-10));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, Double.NaN, Double.POSITIVE_INFINITY})
    void aMatrixThatIsNotPositiveDefiniteIsReported(double corner) {
        double[][] k = matrix(6);
        k[5][5] = corner;
        assertThat(Cholesky.factor(k, 6)).isFalse();
    }

    private static double[][] matrix(int n) {
        double[][] k = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                k[i][j] = StrictMath.exp(-0.1 * Math.abs(i - j)) + (i == j ? 0.1 : 0);
            }
        }
        return k;
    }
}
