package dev.bilevel.bayesopt;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RowsTest {
    private static double[][] triangle(int n, Rows.Start start) {
        SplitMix random = new SplitMix(n);
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                boolean inside = start == Rows.Start.DIAGONAL ? j >= i : j <= i;
                rows[i][j] = inside ? random.nextDouble() - 0.5 : 0;
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 33})
    void aCombinationIsThePlainSumOfMultiples(int n) {
        for (Rows.Start start : Rows.Start.values()) {
            double[][] rows = triangle(n, start);
            double[] factors = new SplitMix(7).nextPoint(n);
            double[] target = new double[n];
            Rows.combine(rows, factors, n, start, target);
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += factors[i] * rows[i][j];
                }
                assertThat(target[j]).isCloseTo(sum, within(1e-13));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 6, 33})
    void twoCombinationsAtOnceHaveTheBitsOfTwo(int n) {
        for (Rows.Start start : Rows.Start.values()) {
            double[][] rows = triangle(n, start);
            double[] f = new SplitMix(7).nextPoint(n);
            double[] g = new SplitMix(8).nextPoint(n);
            double[][] apart = new double[2][n];
            double[][] together = new double[2][n];
            Rows.combine(rows, f, n, start, apart[0]);
            Rows.combine(rows, g, n, start, apart[1]);
            Rows.combineTwo(rows, f, g, n, start, together[0], together[1]);
            assertThat(together).isDeepEqualTo(apart);
        }
    }
}
