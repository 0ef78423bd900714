package dev.bilevel.benchmarks;

import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.bayesopt.Design;
import dev.bilevel.bayesopt.Goal;
import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome.Measured;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.bayesopt.Suggestion;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ContestTest {
    private static final Problem BRANIN = Problems.named("branin2").orElseThrow();
    private static final Acquisition LOGEI = Acquisition.parse("logei");

    @Test
    void regretNeverRisesAndIsTheSameWheneverItIsPlayed() {
        Course course = new Contest(BRANIN, LOGEI, 12, 1).play(3);
        assertThat(course.regret()).hasSize(12).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(new Contest(BRANIN, LOGEI, 12, 1).play(3).regret()).isEqualTo(course.regret());
        assertThat(new Contest(BRANIN, LOGEI, 12, 1).play(4).regret()).isNotEqualTo(course.regret());
    }

    @Test
    void theModelBeatsRandomSearchOnBranin() {
        Course model = new Contest(BRANIN, LOGEI, 25, 1).play(0);
        Course random = new Contest(BRANIN, Acquisition.parse("random"), 25, 1).play(0);
        assertThat(model.lastRegret()).isLessThan(random.lastRegret() / 2);
    }

    @Test
    void withMoreInParallelASuggestionKnowsLess() {
        List<Double> one = new Contest(BRANIN, LOGEI, 10, 1).play(0).regret();
        List<Double> four = new Contest(BRANIN, LOGEI, 10, 4).play(0).regret();
        assertThat(four.subList(0, 5)).isEqualTo(one.subList(0, 5));
        assertThat(four).isNotEqualTo(one);
    }

    @Test
    void aPortfolioIsToldWhoMadeWhat() {
        Acquisition portfolio = Acquisition.parse("portfolio");
        Suggester suggester = new Suggester(new Level(BRANIN.space(), Goal.MINIMISE, portfolio, Design.sobol(5), 2));
        List<Observation> history = new ArrayList<>();
        List<Double> regret = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        while (history.size() < 20) {
            Suggestion next = suggester.suggest(history);
            double value = BRANIN.measured(next.configuration(), 2, history.size());
            history.add(new Observation(next.configuration(), new Measured(value), next.by()));
            least = Math.min(least, BRANIN.regret(next.configuration()));
            regret.add(least);
        }
        assertThat(new Contest(BRANIN, portfolio, 20, 1).play(2).regret()).isEqualTo(regret);
    }

    @Test
    void aSpaceThatIsExhaustedEndsTheRun() {
        Problem table = Problems.named("svc3").orElseThrow();
        Course course = new Contest(table, Acquisition.parse("random"), 100_000, 1).play(1);
        assertThat(course.regret()).hasSize((int) table.space().cardinality().orElseThrow());
    }

    @Test
    void aCourseIsOneLineOfJson() {
        Course course = new Course("bilevel-logei", "branin2", 4, List.of(12.5, 1e-7), List.of(0.00125, 0.0));
        assertThat(course.toJson())
                .isEqualTo("{\"peer\":\"bilevel-logei\",\"fn\":\"branin2\",\"seed\":4,\"regret\":[12.5,1.0E-7],"
                        + "\"sec\":[0.001250,0.000000]}");
    }

    @Test
    void quantilesInterpolate() {
        List<Double> values = List.of(4.0, 1.0, 3.0, 2.0);
        assertThat(Quantile.of(values, 0.5)).isEqualTo(2.5);
        assertThat(Quantile.of(values, 0)).isEqualTo(1);
        assertThat(Quantile.of(values, 1)).isEqualTo(4);
        assertThat(Quantile.of(List.of(7.0), 0.25)).isEqualTo(7);
    }
}
