package dev.bilevel.bayesopt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class NormalTest {
    /// From mpmath with 60 to 300 digits.
    @ParameterizedTest
    @CsvSource({
        "-10000, -50000019.3396193072, 10000.000199999994, -50000010.1292789152",
        "-1000, -500014.734452091158, 1000.00199999400004, -500007.826694812184",
        "-150, -11260.9403424339958, 150.0133315561084, -11255.9296182668082",
        "-100.5, -5060.26455090769478, 100.519894590712446, -5055.65419524365989",
        "-99.5, -4960.24455673712924, 99.5200944159073172, -4955.64419715942592",
        "-40, -808.29856835661996, 40.0499066576485182, -804.608442013753788",
        "-10, -55.5531220361223559, 10.1943830334125533, -53.2312851505124706",
        "-5, -16.7443011626609901, 5.36181624128808853, -15.0649983939887257",
        "-1, -2.48512102571264134, 1.90427123332969182, -1.84102164500926351",
        "-0.5, -1.62051626438731992, 1.55987314834807967, -1.17591176159361861",
        "0, -0.918938533204672742, 1.25331413731550025, -0.693147180559945309",
        "0.3, -0.567817153677936896, 1.09024996113118931, -0.481410161588481205",
        "1, 0.08002621884930694, 0.77663872520173926, -0.17275377902344989",
        "5, 1.60943792312643139, 0.199999940531220046, -2.86651612963763593e-7",
        "20, 2.99573227355399099, 0.05, 0.0"
    })
    void improvementAndCumulativeAgreeWithArbitraryPrecision(
            double u, double logImprovement, double slope, double logCumulative) {
        assertThat(Normal.logImprovement(u))
                .isCloseTo(logImprovement, within(1e-12 * Math.abs(logImprovement) + 1e-14));
        assertThat(Normal.logImprovementSlope(u)).isCloseTo(slope, within(4e-12 * slope));
        assertThat(Normal.logCumulative(u)).isCloseTo(logCumulative, within(1e-13 * Math.abs(logCumulative) + 2e-16));
    }

    @Test
    void improvementStaysFiniteAndGrowsWithTheMargin() {
        double before = Double.NEGATIVE_INFINITY;
        for (double u = -1e6; u < 1e3; u += u < -200 ? 997 : 0.01) {
            double now = Normal.logImprovement(u);
            assertThat(now).isFinite().isGreaterThan(before);
            before = now;
        }
    }

    @Test
    void theExponentialAgreesWithStrictMath() {
        assertThat(Exp.ofNegative(0)).isEqualTo(1);
        for (double x = 0; x > -690; x -= 0.0137) {
            double exact = StrictMath.exp(x);
            assertThat(Exp.ofNegative(x)).isCloseTo(exact, within(x > -70 ? 3e-13 * exact : 1e-40));
        }
        assertThat(Exp.ofNegative(-1e9)).isEqualTo(Exp.ofNegative(-700)).isLessThan(1e-300);
    }
}
