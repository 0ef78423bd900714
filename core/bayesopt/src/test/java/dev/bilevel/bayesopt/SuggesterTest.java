package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Failed;
import dev.bilevel.bayesopt.Outcome.Measured;
import dev.bilevel.bayesopt.Outcome.Pending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SuggesterTest {
    private static final Space SQUARE =
            Space.parse(Map.of("x", Map.of("uniform", List.of(-1, 1)), "y", Map.of("uniform", List.of(-1, 1))));
    private static final Acquisition EI = Acquisition.parse("ei");

    private static Level level(Space space, Acquisition acquisition, int initial) {
        return new Level(space, Goal.MINIMISE, acquisition, Design.sobol(initial), 17);
    }

    private static double bowl(Configuration c) {
        double x = (double) c.values().get("x") - 0.3;
        double y = (double) c.values().get("y") + 0.4;
        return x * x + 2 * y * y;
    }

    private static Configuration at(double x, double y) {
        return new Configuration(Map.of("x", x, "y", y));
    }

    @Test
    void givenPointsComeFirstThenTheDesignThenTheSurrogate() {
        Design design = new Design(List.of(at(0, 0), at(1, 1)), 4);
        Suggester suggester = new Suggester(new Level(SQUARE, Goal.MINIMISE, EI, design, 17));
        List<Observation> history = new ArrayList<>();
        List<Origin> origins = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Suggestion suggestion = suggester.suggest(history);
            origins.add(suggestion.origin());
            history.add(new Observation(suggestion.configuration(), new Measured(bowl(suggestion.configuration()))));
        }
        assertThat(origins)
                .containsExactly(
                        Origin.GIVEN, Origin.GIVEN, Origin.DESIGN, Origin.DESIGN, Origin.SURROGATE, Origin.SURROGATE);
        assertThat(history.get(0).configuration()).isEqualTo(at(0, 0));
        assertThat(history.get(1).configuration()).isEqualTo(at(1, 1));
    }

    @Test
    void theCentreComesFirstWhereThatIsWanted() {
        Space space = Space.parse(Map.of(
                "rate", Map.of("log", List.of(1e-4, 1e-2)),
                "layers", Map.of("int", List.of(1, 5)),
                "batch", Map.of("choice", List.of(8, 16, 32), "ordered", true),
                "weights", Map.of("simplex", 3)));
        Level level = new Level(space, Goal.MINIMISE, EI, Design.centreFirst(space, 4), 17);
        Map<String, Object> first =
                new Suggester(level).suggest(List.of()).configuration().values();
        assertThat((double) first.get("rate")).isCloseTo(1e-3, within(1e-15));
        assertThat(first.get("layers")).isEqualTo(3L);
        assertThat(first.get("batch")).isEqualTo(16L);
        assertThat(first.get("weights")).isEqualTo(Collections.nCopies(3, 1.0 / 3));
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void everyKernelFindsTheBottomOfABowl(Kernel kernel) {
        Level level = new Level(SQUARE, Goal.MINIMISE, EI, Design.sobol(5), 17, List.of(), kernel);
        assertThat(Rehearsal.least(Rehearsal.play(level, 20, SuggesterTest::bowl)))
                .isLessThan(2e-3);
    }

    @Test
    void aGivenPointOutsideTheSpaceIsRefused() {
        Design design = new Design(List.of(at(0, 7)), 4);
        assertThatThrownBy(() -> new Level(SQUARE, Goal.MINIMISE, EI, design, 17))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageStartingWith("design.given[0].y: is 7.0");
    }

    @Test
    void aHistoryOutsideTheSpaceIsRefused() {
        Suggester suggester = new Suggester(level(SQUARE, EI, 4));
        List<Observation> history =
                List.of(new Observation(at(0, 0), new Pending()), new Observation(at(2, 0), new Pending()));
        assertThatThrownBy(() -> suggester.suggest(history)).hasMessageStartingWith("history[1].x: is 2.0");
    }

    @Test
    void theSameHistoryAndSeedGiveTheSameSuggestion() {
        List<Observation> history = Rehearsal.play(level(SQUARE, EI, 4), 9, SuggesterTest::bowl);
        Suggestion first = new Suggester(level(SQUARE, EI, 4)).suggest(history);
        assertThat(new Suggester(level(SQUARE, EI, 4)).suggest(history)).isEqualTo(first);
        Level other = new Level(SQUARE, Goal.MINIMISE, EI, Design.sobol(4), 18);
        assertThat(new Suggester(other).suggest(List.of()))
                .isNotEqualTo(new Suggester(level(SQUARE, EI, 4)).suggest(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ei", "logei", "ucb", "pi", "thompson", "portfolio"})
    void everyAcquisitionFindsTheBottomOfABowl(String name) {
        List<Observation> history = Rehearsal.play(level(SQUARE, Acquisition.parse(name), 5), 25, SuggesterTest::bowl);
        assertThat(Rehearsal.least(history)).isLessThan(5e-3);
    }

    @Test
    void maximisingIsMinimisingTheNegative() {
        Level up = new Level(SQUARE, Goal.MAXIMISE, EI, Design.sobol(4), 17);
        List<Observation> history = Rehearsal.play(up, 12, c -> -bowl(c));
        List<Observation> mirrored = Rehearsal.play(level(SQUARE, EI, 4), 12, SuggesterTest::bowl);
        assertThat(history.stream().map(Observation::configuration))
                .containsExactlyElementsOf(
                        mirrored.stream().map(Observation::configuration).toList());
        Suggestion suggestion = new Suggester(up).suggest(history);
        assertThat(suggestion.mean().orElseThrow()).isLessThan(0.5);
        assertThat(suggestion.sd().orElseThrow()).isPositive();
    }

    @Test
    void thePosteriorIsToldInTheObjectivesUnit() {
        Level level = level(SQUARE, EI, 5);
        List<Observation> history = Rehearsal.play(level, 20, c -> 1e6 * bowl(c) + 5e6);
        Suggestion suggestion = new Suggester(level).suggest(history);
        double value = 1e6 * bowl(suggestion.configuration()) + 5e6;
        assertThat(suggestion.mean().orElseThrow()).isCloseTo(value, within(2e5));
        assertThat(suggestion.sd().orElseThrow()).isBetween(1e-3, 1e6);
        assertThat(suggestion.surrogate()).containsKeys("lengthScale.x", "lengthScale.y", "noise", "signal", "mean");
    }

    @Test
    void randomSearchNeedsNoSurrogate() {
        Level level = level(SQUARE, Acquisition.parse("random"), 2);
        List<Observation> history = Rehearsal.play(level, 6, SuggesterTest::bowl);
        assertThat(new Suggester(level).suggest(history).origin()).isEqualTo(Origin.RANDOM);
        assertThat(history.stream().map(Observation::configuration).distinct()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ei", "random"})
    void aFiniteSpaceIsSearchedWithoutRepetitionUntilItIsExhausted(String acquisition) {
        Space space = Space.parse(Map.of(
                "a", Map.of("int", List.of(1, 3)),
                "b", Map.of("choice", List.of("x", "y", "z")),
                "c", Map.of("logInt", List.of(7, 8)),
                "d", Map.of("fixed", true)));
        Level level = level(space, Acquisition.parse(acquisition), 3);
        List<Observation> history = Rehearsal.play(
                level, 18, c -> (long) c.values().get("a") + c.values().get("b").hashCode());
        assertThat(history.stream().map(Observation::configuration).distinct()).hasSize(18);
        assertThatThrownBy(() -> new Suggester(level).suggest(history))
                .isInstanceOf(SpaceExhausted.class)
                .hasMessageContaining("18");
    }

    @Test
    void ofOptionsThatAreAllAlikeTheFirstIsTaken() {
        Space space = Space.parse(Map.of("optimizer", Map.of("choice", List.of("sgd", "adam", "lion", "adagrad"))));
        Configuration tried = new Configuration(Map.of("optimizer", "adam"));

        Suggestion next = new Suggester(level(space, EI, 1)).suggest(List.of(new Observation(tried, new Measured(1))));

        assertThat(next.origin()).isEqualTo(Origin.SURROGATE);
        assertThat(next.configuration().values()).containsEntry("optimizer", "sgd");
    }

    @Test
    void aSpaceWithoutAnyChoiceIsSuggestedOnce() {
        Space space = Space.parse(Map.of("d", Map.of("fixed", 3), "e", Map.of("int", List.of(2, 2))));
        Suggester suggester = new Suggester(level(space, EI, 1));
        Configuration only = suggester.suggest(List.of()).configuration();
        assertThat(only).isEqualTo(new Configuration(Map.of("d", 3, "e", 2)));
        assertThatThrownBy(() -> suggester.suggest(List.of(new Observation(only, new Measured(1)))))
                .isInstanceOf(SpaceExhausted.class);
    }

    @Test
    void aLargeFiniteSpaceIsSearchedWithoutRepetition() {
        Space space = Space.parse(Map.of(
                "a", Map.of("int", List.of(1, 100)),
                "b", Map.of("logInt", List.of(1, 1000)),
                "c", Map.of("choice", List.of(1, 2, 3, 4))));
        List<Observation> history = Rehearsal.play(
                level(space, EI, 5),
                30,
                c -> StrictMath.abs((long) c.values().get("a") - 33)
                        + StrictMath.abs(StrictMath.log((long) c.values().get("b") / 90.0)) * 20
                        + (c.values().get("c").equals(3L) ? 0 : 15));
        assertThat(history.stream().map(Observation::configuration).distinct()).hasSize(30);
        assertThat(Rehearsal.least(history)).isLessThan(8);
    }

    @Test
    void pendingSuggestionsAreAvoided() {
        Level level = level(SQUARE, Acquisition.parse("ucb"), 5);
        List<Observation> history = new ArrayList<>(Rehearsal.play(level, 6, SuggesterTest::bowl));
        Suggester suggester = new Suggester(level);
        List<Configuration> batch = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Configuration next = suggester.suggest(history).configuration();
            batch.add(next);
            history.add(new Observation(next, new Pending()));
        }
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(distance(batch.get(i), batch.get(j))).isGreaterThan(0.05);
            }
        }
    }

    private static double distance(Configuration a, Configuration b) {
        double x = (double) a.values().get("x") - (double) b.values().get("x");
        double y = (double) a.values().get("y") - (double) b.values().get("y");
        return StrictMath.sqrt(x * x + y * y);
    }

    @Test
    void whileNothingIsMeasuredTheDesignGoesOn() {
        Suggester suggester = new Suggester(level(SQUARE, EI, 2));
        List<Observation> history = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Suggestion suggestion = suggester.suggest(history);
            assertThat(suggestion.origin()).isEqualTo(Origin.DESIGN);
            history.add(
                    new Observation(suggestion.configuration(), i % 2 == 0 ? new Pending() : new Failed("diverged")));
        }
    }

    @Test
    void failuresAreLearntFrom() {
        List<Observation> history = Rehearsal.playOutcomes(
                level(SQUARE, EI, 6),
                30,
                c -> (double) c.values().get("x") > 0.35 ? new Failed("diverged") : new Measured(bowl(c)));
        assertThat(history.subList(15, 30).stream().filter(o -> o.outcome() instanceof Failed))
                .hasSizeLessThan(8);
        assertThat(Rehearsal.least(history)).isLessThan(0.01);
    }

    @Test
    void oneObservationIsEnough() {
        Suggestion suggestion =
                new Suggester(level(SQUARE, EI, 1)).suggest(List.of(new Observation(at(0, 0), new Measured(3))));
        assertThat(suggestion.origin()).isEqualTo(Origin.SURROGATE);
        assertThat(suggestion.configuration()).isNotEqualTo(at(0, 0));
        assertThat(suggestion.mean().orElseThrow()).isCloseTo(3, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1e12, 1e-300, 1e300})
    void constantOutcomesAreExplored(double constant) {
        List<Observation> history = Rehearsal.play(level(SQUARE, EI, 3), 10, _ -> constant);
        assertThat(history.stream().map(Observation::configuration).distinct()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-12, 1e12, 1e300})
    void theScaleOfTheOutcomesDoesNotMatter(double scale) {
        List<Observation> history = Rehearsal.play(level(SQUARE, EI, 5), 25, c -> scale * bowl(c));
        assertThat(Rehearsal.least(history) / scale).isLessThan(5e-3);
    }

    @Test
    void aHistoryFullOfRepetitionsIsHandled() {
        List<Observation> history = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            history.add(new Observation(at(0.1, 0.2), new Measured(i % 3)));
            history.add(new Observation(at(0.1 + 1e-13 * i, 0.2), new Measured(i % 2)));
        }
        Suggestion suggestion = new Suggester(level(SQUARE, EI, 1)).suggest(history);
        assertThat(suggestion.origin()).isEqualTo(Origin.SURROGATE);
        assertThat(suggestion.acquisitionValue().orElseThrow()).isFinite();
    }

    @Test
    void theOrderOfTheParametersInTheFileDoesNotMatter() {
        List<Parameter> parameters = new ArrayList<>(SQUARE.parameters());
        Collections.reverse(parameters);
        assertThat(new Suggester(level(new Space(parameters), EI, 4)).suggest(List.of()))
                .isEqualTo(new Suggester(level(SQUARE, EI, 4)).suggest(List.of()));
    }

    @Test
    void everySuggestionHasItsOwnSeed() {
        Set<Long> seeds = new HashSet<>();
        List<Observation> history = new ArrayList<>();
        Suggester suggester = new Suggester(level(SQUARE, EI, 10));
        for (int i = 0; i < 10; i++) {
            Suggestion suggestion = suggester.suggest(history);
            seeds.add(suggestion.seed());
            history.add(new Observation(suggestion.configuration(), new Pending()));
        }
        assertThat(seeds).hasSize(10);
    }
}
