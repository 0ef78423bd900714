package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Measured;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// A level played against a function.
final class Rehearsal {
    private Rehearsal() {}

    /// Suggests and observes `evaluations` times.
    static List<Observation> play(Level level, int evaluations, ToDoubleFunction<Configuration> function) {
        return playOutcomes(level, evaluations, c -> new Measured(function.applyAsDouble(c)));
    }

    static List<Observation> playOutcomes(Level level, int evaluations, Function<Configuration, Outcome> world) {
        Suggester suggester = new Suggester(level);
        List<Observation> history = new ArrayList<>();
        while (history.size() < evaluations) {
            Configuration next = suggester.suggest(history).configuration();
            history.add(new Observation(next, world.apply(next)));
        }
        return history;
    }

    static double least(List<Observation> history) {
        return history.stream()
                .filter(observation -> observation.outcome() instanceof Measured)
                .mapToDouble(observation -> ((Measured) observation.outcome()).value())
                .min()
                .orElseThrow();
    }
}
