package dev.bilevel.bayesopt;

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
    @ValueSource(strings = {"ei", "logei", "ucb", "pi", "thompson", "portfolio", "random"})
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
    void theConfidenceBoundTakesASchedule() {
        Acquisition scheduled = Acquisition.parse(Map.of("ucb", Map.of("schedule", "srinivas", "delta", 0.05)));
        assertThat(scheduled).isEqualTo(new ScheduledBound(0.05, ScheduledBound.DEFAULT_SCALE));
        assertThat(Acquisition.parse(scheduled.toTree())).isEqualTo(scheduled);
    }

    /// 0.2 · 2 (4 log 10 + log(π²/0.3)), by hand.
    @Test
    void theScheduleGrowsAsSrinivasAndBrochuSay() {
        ScheduledBound bound = new ScheduledBound(0.1, 0.2);
        assertThat(bound.beta(10, 4)).isCloseTo(5.08151, within(1e-5));
        assertThat(bound.beta(100, 4)).isGreaterThan(bound.beta(10, 4));
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
        refused(Map.of("ucb", Map.of("schedule", "linear")), "acquisition.ucb.schedule", "srinivas");
        refused(Map.of("ucb", Map.of("schedule", "srinivas", "beta", 2)), "acquisition.ucb.beta", "only schedule");
        refused(Map.of("ucb", Map.of("schedule", "srinivas", "delta", 1)), "acquisition.ucb.delta", "1.0");
        refused(Map.of("ucb", Map.of("schedule", "srinivas", "scale", 0)), "acquisition.ucb.scale", "0.0");
        refused(portfolio("ei"), "acquisition.portfolio.members", "1 members");
        refused(portfolio("ei", "ei"), "acquisition.portfolio.members[1]", "each name once");
        refused(portfolio("ei", "random"), "acquisition.portfolio.members[1]", "thompson");
        refused(portfolio("ei", "EI"), "acquisition.portfolio.members[1]", "one of");
        refused(Map.of("portfolio", Map.of("members", "ei")), "acquisition.portfolio.members", "a list");
    }

    private static Map<String, ?> portfolio(String... members) {
        return Map.of("portfolio", Map.of("members", List.of(members)));
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
        Criterion criterion = criterion(Acquisition.parse(name), -0.7);
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

    private static Criterion criterion(Acquisition acquisition, double best) {
        return switch (acquisition) {
            case ExpectedImprovement ei -> ei.criterion(best);
            case ConfidenceBound bound -> bound.criterion();
            case ProbabilityOfImprovement pi -> pi.criterion(best);
            default -> throw new IllegalArgumentException(acquisition.name());
        };
    }

    private static double value(Criterion criterion, double mean, double sd) {
        criterion.at(mean, sd);
        return criterion.value;
    }

    @Test
    void expectedImprovementIsReportedAsItselfOrItsLogarithm() {
        Criterion ei = new ExpectedImprovement("ei").criterion(1);
        Criterion logEi = new ExpectedImprovement("logei").criterion(1);
        ei.at(1, 2);
        logEi.at(1, 2);
        assertThat(ei.reported()).isCloseTo(2 * 0.3989422804014327, within(1e-15));
        assertThat(logEi.reported()).isCloseTo(StrictMath.log(ei.reported()), within(1e-15));
    }
}
