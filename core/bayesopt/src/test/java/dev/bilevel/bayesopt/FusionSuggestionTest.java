package dev.bilevel.bayesopt;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// The inner loop's space: weights on a simplex.
class FusionSuggestionTest {
    private static final Simplex WEIGHTS = new Simplex("weights", 5);
    private static final Space FUSION = new Space(List.of(WEIGHTS));
    private static final Acquisition UCB = Acquisition.parse("ucb");

    @Test
    void fusionWeightsLieOnTheSimplexAndReachItsFaces() {
        List<Double> best = List.of(0.0, 0.1, 0.2, 0.4, 0.3);
        Design design = new Design(
                List.of(
                        new Configuration(Map.of("weights", WEIGHTS.centre())),
                        new Configuration(Map.of("weights", WEIGHTS.vertex(4)))),
                5);
        Level level = new Level(FUSION, Goal.MINIMISE, UCB, design, 3);
        List<Observation> history = Rehearsal.play(level, 25, c -> squaredDistance(c, best));
        for (Observation observation : history) {
            double sum = 0;
            for (Object weight : (List<?>) observation.configuration().values().get("weights")) {
                assertThat((double) weight).isBetween(0.0, 1.0);
                sum += (double) weight;
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
        assertThat(Rehearsal.least(history)).isLessThan(2e-3);
    }

    @Test
    void aVertexIsFoundWhereItIsBest() {
        List<Observation> history = Rehearsal.play(
                new Level(FUSION, Goal.MINIMISE, UCB, Design.sobol(6), 17),
                20,
                c -> squaredDistance(c, WEIGHTS.vertex(2)));
        assertThat(Rehearsal.least(history)).isLessThan(1e-6);
    }

    private static double squaredDistance(Configuration c, List<Double> target) {
        List<?> weights = (List<?>) c.values().get("weights");
        double sum = 0;
        for (int i = 0; i < target.size(); i++) {
            double difference = (double) weights.get(i) - target.get(i);
            sum += difference * difference;
        }
        return sum;
    }

    @Test
    void everyWeightOfTheDesignIsTreatedAlike() {
        double[] sums = new double[5];
        for (int seed = 0; seed < 400; seed++) {
            Level level = new Level(FUSION, Goal.MINIMISE, UCB, Design.sobol(1), Seeds.derive(seed));
            Configuration first = new Suggester(level).suggest(List.of()).configuration();
            for (int i = 0; i < 5; i++) {
                sums[i] += (double) ((List<?>) first.values().get("weights")).get(i) / 400;
            }
        }
        for (double sum : sums) {
            assertThat(sum).isCloseTo(0.2, within(0.03));
        }
    }
}
