package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Measured;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PortfolioTest {
    private static final Portfolio THREE = new Portfolio(Portfolio.DEFAULT);

    @Test
    void withoutAHistoryEveryMemberIsAsLikely() {
        assertThat(THREE.probabilities(List.of("", ""), new double[] {1, 2}))
                .containsExactly(new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}, within(1e-15));
    }

    @Test
    void aMemberWhoseSuggestionsTurnOutBetterComesMoreOften() {
        List<String> by = List.of("", "", "ei", "ei", "ucb", "ucb", "thompson", "thompson");
        double[] p = THREE.probabilities(by, new double[] {5, 6, 0.1, 0.2, 2, 3, 7, 8});
        assertThat(p[0]).isGreaterThan(p[1]);
        assertThat(p[1]).isGreaterThan(p[2]);
        assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(1e-15));
    }

    @Test
    void theScaleOfTheOutcomesChangesNothing() {
        List<String> by = List.of("ei", "ucb", "thompson", "ei");
        assertThat(THREE.probabilities(by, new double[] {1, 2, 3, 4}))
                .isEqualTo(THREE.probabilities(by, new double[] {-1e9, 2, 3e200, 4e300}));
    }

    @Test
    void everyMemberGetsItsTurnAsOftenAsItIsLikely() {
        double[] p = {0.5, 0.3, 0.2};
        int[] turns = new int[3];
        for (int seed = 0; seed < 10_000; seed++) {
            turns[THREE.members().indexOf(THREE.draw(p, seed))]++;
        }
        for (int m = 0; m < 3; m++) {
            assertThat(turns[m] / 1e4).isCloseTo(p[m], within(0.02));
        }
    }

    @Test
    void aSuggestionSaysWhichMemberWonAndHowLikelyEachWas() {
        Space space = Space.parse(Map.of("x", Map.of("uniform", List.of(-1, 1))));
        Level level = new Level(space, Goal.MINIMISE, THREE, Design.sobol(3), 5);
        Suggester suggester = new Suggester(level);
        List<Observation> history = new ArrayList<>();
        List<String> winners = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Suggestion suggestion = suggester.suggest(history);
            double x = (double) suggestion.configuration().values().get("x");
            history.add(new Observation(
                    suggestion.configuration(), new Measured(StrictMath.sin(5 * x) + x * x), suggestion.by()));
            suggestion.by().ifPresent(winner -> {
                winners.add(winner);
                assertThat(suggestion.surrogate()).containsKeys("turn.ei", "turn.ucb", "turn.thompson");
            });
        }
        assertThat(winners).hasSize(22);
        assertThat(new TreeSet<>(winners)).containsExactly("ei", "thompson", "ucb");
        assertThat(Rehearsal.least(history)).isCloseTo(-0.9157, within(0.01));
        assertThat(Collections.frequency(winners, "ei")).isPositive();
    }
}
