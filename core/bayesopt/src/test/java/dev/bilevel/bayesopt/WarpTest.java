package dev.bilevel.bayesopt;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WarpTest {
    private static final double[] HEAVY = {-0.31, -0.3, -0.29, -0.27, -0.2, -0.1, 0.3, 5.2};

    @Test
    void everyWarpIsMonotoneInvertibleAndStandardises() {
        for (Warp warp : Warp.candidates(HEAVY)) {
            double sum = 0;
            double squares = 0;
            for (double z : warp.of(HEAVY)) {
                sum += z;
                squares += z * z;
            }
            assertThat(sum / HEAVY.length).isCloseTo(0, within(1e-12));
            assertThat(squares / HEAVY.length).isCloseTo(1, within(1e-12));
            double before = Double.NEGATIVE_INFINITY;
            for (double z = -1; z < 8; z += 0.01) {
                double warped = warp.of(z);
                assertThat(warped).isGreaterThan(before);
                assertThat(warp.inverse(warped)).isCloseTo(z, within(1e-10));
                before = warped;
            }
        }
    }

    @Test
    void theJacobianAgreesWithDifferences() {
        for (Warp warp : Warp.candidates(HEAVY)) {
            double sum = 0;
            for (double z : HEAVY) {
                // To one side, for the least value lies on a knee.
                sum += StrictMath.log((warp.of(z + 1e-7) - warp.of(z)) / 1e-7);
            }
            assertThat(warp.logJacobian(HEAVY)).isCloseTo(sum, within(1e-4));
        }
    }

    @Test
    void fewOrEqualOutcomesAreNotBent() {
        assertThat(Warp.candidates(new double[] {-1, 0, 1})).singleElement().matches(warp -> !warp.isBent());
        assertThat(Warp.candidates(new double[20])).singleElement().matches(warp -> !warp.isBent());
    }

    @Test
    void theInverseStaysFiniteFarOut() {
        for (Warp warp : Warp.candidates(HEAVY)) {
            assertThat(warp.inverse(1e6)).isFinite();
        }
    }

    @Test
    void aPlaneIsLeftAloneAndItsExponentialIsBent() {
        Sobol sobol = Sobol.scrambled(2, 4);
        double[][] x = new double[24][];
        double[] plane = new double[24];
        double[] steep = new double[24];
        for (int i = 0; i < 24; i++) {
            x[i] = sobol.point(i);
            plane[i] = 1.5 * (x[i][0] + x[i][1] - 1);
            steep[i] = 0.05 * StrictMath.exp(5 * plane[i]);
        }
        assertThat(Surrogate.fit(x, plane, new boolean[2], Kernel.MATERN52)
                        .warp()
                        .isBent())
                .isFalse();
        assertThat(Surrogate.fit(x, steep, new boolean[2], Kernel.MATERN52)
                        .warp()
                        .isBent())
                .isTrue();
    }
}
