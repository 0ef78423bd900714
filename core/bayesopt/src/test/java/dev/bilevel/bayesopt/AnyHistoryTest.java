package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Failed;
import dev.bilevel.bayesopt.Outcome.Measured;
import dev.bilevel.bayesopt.Outcome.Pending;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever the space, and whatever became of what was tried: the next suggestion lies in the space, is new, and its
/// numbers are numbers.
class AnyHistoryTest {
    private static final int CASES = 60;

    @ParameterizedTest
    @ValueSource(strings = {"ei", "logei", "ucb", "pi", "thompson", "portfolio"})
    void theNextSuggestionIsInTheSpaceAndNew(String acquisition) {
        for (int seed = 0; seed < CASES; seed++) {
            SplitMix random = new SplitMix(Seeds.derive(seed, acquisition));
            Space space = space(random);
            Goal goal = random.nextInt(2) == 0 ? Goal.MINIMISE : Goal.MAXIMISE;
            Level level =
                    new Level(space, goal, Acquisition.parse(acquisition), Design.sobol(1 + random.nextInt(4)), seed);
            List<Observation> history = history(level, random);
            String what = "seed " + seed + ", " + space.toTree() + ", " + history;
            try {
                Suggestion next = new Suggester(level).suggest(history);
                assertThat(space.read(next.configuration().values())).as(what).isEqualTo(next.configuration());
                assertThat(history.stream().map(Observation::configuration))
                        .as(what)
                        .doesNotContain(next.configuration());
                next.acquisitionValue().ifPresent(v -> assertThat(v).as(what).isNotNaN());
                next.mean().ifPresent(mean -> assertThat(mean).as(what).isFinite());
                next.sd().ifPresent(sd -> assertThat(sd).as(what).isFinite().isNotNegative());
            } catch (SpaceExhausted e) {
                assertThat(space.cardinality()).as(what).hasValue(history.size());
            }
        }
    }

    private static Space space(SplitMix random) {
        Map<String, Object> tree = new TreeMap<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            tree.put("p" + i, parameter(random));
        }
        return Space.parse(tree);
    }

    private static Map<String, Object> parameter(SplitMix random) {
        return switch (random.nextInt(9)) {
            case 0 -> Map.of("uniform", List.of(-1e-9, 1e12));
            case 1 -> Map.of("log", List.of(1e-12, 1e12));
            case 2 -> Map.of("int", List.of(-3, 2 + random.nextInt(1000)));
            case 3 -> Map.of("logInt", List.of(1, 1 + random.nextInt(100_000)));
            case 4 -> Map.of("choice", List.of("a", "b", "c"));
            case 5 -> Map.of("choice", List.of(1, 10, 100, 1000), "ordered", true);
            case 6 -> Map.of("choice", List.of(true, false));
            case 7 -> Map.of("fixed", "same");
            default -> Map.of("simplex", 1 + random.nextInt(4));
        };
    }

    /// What the level suggests itself, without a surrogate, so that nothing comes twice.
    private static List<Observation> history(Level level, SplitMix random) {
        Level blind = new Level(level.space(), level.goal(), new RandomSearch(), Design.sobol(1), random.nextLong());
        List<Observation> history = new ArrayList<>();
        int kind = random.nextInt(8);
        int length = random.nextInt(25);
        while (history.size() < length) {
            try {
                Configuration next = new Suggester(blind).suggest(history).configuration();
                history.add(new Observation(next, outcome(kind, random)));
            } catch (SpaceExhausted e) {
                break;
            }
        }
        return history;
    }

    private static Outcome outcome(int kind, SplitMix random) {
        if (random.nextInt(6) == 0) {
            return random.nextInt(2) == 0 ? new Failed("diverged") : new Pending();
        }
        double u = random.nextDouble();
        return switch (kind) {
            case 0 -> new Failed("always");
            case 1 -> new Measured(7);
            case 2 -> new Measured(1e-300 * u);
            case 3 -> new Measured(Double.MAX_VALUE * (2 * u - 1));
            case 4 -> new Measured(u < 0.5 ? 1e12 : 1e12 + 1e-3);
            case 5 -> new Measured(StrictMath.exp(600 * u));
            case 6 -> new Measured(u < 0.9 ? 0 : -1e18);
            default -> new Measured(u);
        };
    }
}
