package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Measured;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/// Histories too long for a thorough fit, and too long for an exact posterior.
class LargeHistoryTest {
    private static final Space SPACE = Space.parse(Map.of(
            "x", Map.of("uniform", List.of(-1, 1)),
            "y", Map.of("uniform", List.of(-1, 1)),
            "n", Map.of("int", List.of(0, 9))));

    private static double bowl(Configuration c) {
        double x = (double) c.values().get("x") - 0.3;
        double y = (double) c.values().get("y") + 0.4;
        double n = ((long) c.values().get("n") - 6) / 5.0;
        return x * x + 2 * y * y + n * n;
    }

    private static List<Observation> random(int n) {
        Level level = new Level(SPACE, Goal.MINIMISE, new RandomSearch(), Design.sobol(n), 3);
        return Rehearsal.play(level, n, LargeHistoryTest::bowl);
    }

    @Test
    void hundredsOfObservationsLeadStraightToTheBottom() {
        Level level = new Level(SPACE, Goal.MINIMISE, Acquisition.parse("logei"), Design.sobol(4), 3);
        List<Observation> history = new ArrayList<>(random(250));
        double before = Rehearsal.least(history);
        for (int i = 0; i < 3; i++) {
            Configuration next = new Suggester(level).suggest(history).configuration();
            history.add(new Observation(next, new Measured(bowl(next))));
        }
        assertThat(before).isGreaterThan(1e-3);
        assertThat(Rehearsal.least(history)).isLessThan(1e-5);
    }

    @Test
    void beyondTheExactPosteriorsSizeTheBestTheLatestAndASampleAreKept() {
        int n = 4 * Selection.MOST;
        double[] z = IntStream.range(0, n).mapToDouble(i -> (i * 7919L) % n).toArray();
        int[] kept = Selection.of(z);
        assertThat(kept).hasSize(Selection.MOST).isSorted().doesNotHaveDuplicates();
        assertThat(Arrays.stream(kept).mapToObj(i -> z[i]).toList())
                .containsAll(IntStream.range(0, Selection.MOST / 3)
                        .mapToObj(i -> (double) i)
                        .toList());
        HashSet<Integer> indices = new HashSet<>(Arrays.stream(kept).boxed().toList());
        assertThat(indices)
                .containsAll(IntStream.range(n - Selection.MOST / 3, n).boxed().toList());
        assertThat(Arrays.stream(kept).filter(i -> i < n / 2).count()).isGreaterThan(Selection.MOST / 8);
    }

    @Test
    void aHistoryBeyondThatSizeStillLeadsToTheBottom() {
        Level level = new Level(SPACE, Goal.MINIMISE, Acquisition.parse("ucb"), Design.sobol(4), 3);
        List<Observation> history = new ArrayList<>(random(Selection.MOST + 200));
        Configuration next = new Suggester(level).suggest(history).configuration();
        assertThat(bowl(next)).isLessThan(1e-3);
    }
}
