package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Acquisition.ConfidenceBound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class AcquisitionTest {
    @ParameterizedTest
    @ValueSource(strings = {"ei", "logei", "ucb", "pi", "random"})
    void everyNameIsReadAndPrintedBack(String name) {
        Acquisition acquisition = Acquisition.parse(name);
        assertThat(acquisition.name()).isEqualTo(name);
        assertThat(Acquisition.parse(acquisition.toTree())).isEqualTo(acquisition);
    }

    @Test
    void theConfidenceBoundTakesABeta() {
        assertThat(Acquisition.parse(Map.of("ucb", Map.of("beta", 3)))).isEqualTo(new ConfidenceBound(3));
        assertThat(Acquisition.parse("ucb")).isEqualTo(new ConfidenceBound(ConfidenceBound.DEFAULT_BETA));
    }

    @Test
    void whatIsNoAcquisitionIsRefusedNamingIt() {
        refused("EI", "acquisition", "'EI'");
        refused(3, "acquisition", "3");
        refused(null, "acquisition", "missing");
        refused(List.of("ei"), "acquisition", "[ei]");
        refused(Map.of("ucb", Map.of("kappa", 1)), "acquisition.ucb.kappa", "only beta");
        refused(Map.of("ucb", Map.of("beta", -1)), "acquisition.ucb.beta", "-1.0");
        refused(Map.of("ucb", Map.of("beta", Double.NaN)), "acquisition.ucb.beta", "NaN");
        refused(Map.of("ucb", Map.of("beta", "two")), "acquisition.ucb.beta", "'two'");
        refused(Map.of("ei", Map.of("xi", 1)), "acquisition.ei.xi", "no settings");
        refused(Map.of("ucb", 3), "acquisition.ucb", "a map of settings");
    }

    private static void refused(Object tree, String field, String detail) {
        assertThatThrownBy(() -> Acquisition.parse(tree))
                .isInstanceOf(InvalidAcquisition.class)
                .hasMessageStartingWith(field + ":")
                .hasMessageContaining(detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ei", "logei", "ucb", "pi"})
    void derivativesAgreeWithDifferencesAlsoFarInTheTail(String name) {
        Criterion criterion = Criterion.of(Acquisition.parse(name), -0.7);
        for (double mean : new double[] {-30, -1.5, -0.71, -0.7, 0.4, 5, 40}) {
            for (double sd : new double[] {0.05, 0.8, 3}) {
                double byMean = (value(criterion, mean + 1e-6, sd) - value(criterion, mean - 1e-6, sd)) / 2e-6;
                double bySd = (value(criterion, mean, sd + 1e-7) - value(criterion, mean, sd - 1e-7)) / 2e-7;
                criterion.at(mean, sd);
                assertThat(criterion.byMean).isCloseTo(byMean, within(1e-4 * Math.max(1, Math.abs(byMean))));
                assertThat(criterion.bySd).isCloseTo(bySd, within(1e-4 * Math.max(1, Math.abs(bySd))));
            }
        }
    }

    private static double value(Criterion criterion, double mean, double sd) {
        criterion.at(mean, sd);
        return criterion.value;
    }

    @Test
    void expectedImprovementIsReportedAsItselfOrItsLogarithm() {
        Criterion ei = Criterion.of(Acquisition.parse("ei"), 1);
        Criterion logEi = Criterion.of(Acquisition.parse("logei"), 1);
        ei.at(1, 2);
        logEi.at(1, 2);
        assertThat(ei.reported()).isCloseTo(2 * 0.3989422804014327, within(1e-15));
        assertThat(logEi.reported()).isCloseTo(StrictMath.log(ei.reported()), within(1e-15));
    }
}
