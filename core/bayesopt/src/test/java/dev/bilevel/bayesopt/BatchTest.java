package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Pending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BatchTest {
    private static final Problem PROBLEM = Problem.mixed();

    private static Level level(String acquisition) {
        return new Level(PROBLEM.space(), Goal.MINIMISE, Acquisition.parse(acquisition), Design.sobol(6), 9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logei", "ucb", "pi", "thompson", "portfolio", "random"})
    void aBatchHasTheBitsOfItsSuggestionsOneByOne(String acquisition) {
        for (int known : new int[] {0, 4, 12}) {
            List<Observation> history = new ArrayList<>(Rehearsal.play(level(acquisition), known, PROBLEM.function()));
            List<Suggestion> batch = new Suggester(level(acquisition)).suggest(history, 4);
            assertThat(batch).hasSize(4);
            for (Suggestion suggestion : batch) {
                assertThat(suggestion).isEqualTo(new Suggester(level(acquisition)).suggest(history));
                history.add(new Observation(suggestion.configuration(), new Pending(), suggestion.by()));
            }
        }
    }

    @Test
    void aBatchHoldsNothingTwice() {
        List<Observation> history = Rehearsal.play(level("logei"), 10, PROBLEM.function());
        List<Configuration> batch = new Suggester(level("logei"))
                .suggest(history, 8).stream().map(Suggestion::configuration).toList();
        assertThat(new HashSet<>(batch)).hasSize(8);
    }

    @Test
    void aBatchEndsWithAFiniteSpace() {
        Space three = Space.parse(Map.of("c", Map.of("choice", List.of("a", "b", "c"))));
        Suggester suggester =
                new Suggester(new Level(three, Goal.MINIMISE, Acquisition.parse("ei"), Design.sobol(1), 1));
        List<Suggestion> batch = suggester.suggest(List.of(), 5);
        assertThat(batch).hasSize(3);
        List<Observation> all = batch.stream()
                .map(suggestion -> new Observation(suggestion.configuration(), new Pending()))
                .toList();
        assertThatThrownBy(() -> suggester.suggest(all, 5)).isInstanceOf(SpaceExhausted.class);
    }

    @Test
    void aBatchOfNothingIsRefused() {
        assertThatThrownBy(() -> new Suggester(level("ei")).suggest(List.of(), 0))
                .hasMessage("count: is 0, expected at least 1");
    }
}
