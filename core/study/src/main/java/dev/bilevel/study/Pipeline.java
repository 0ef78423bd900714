package dev.bilevel.study;

import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.bayesopt.Suggestion;
import dev.bilevel.events.Explanation;
import dev.bilevel.events.Indices;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;

/// What both loops share: when the next suggestion may be made, from which results, and how it is explained.
final class Pipeline {
    private Pipeline() {}

    /// The earlier suggestions whose results the next one is made from; empty where it has to wait.
    ///
    /// @param index of the next suggestion
    /// @param prefix how many suggestions at the beginning have their results without a gap
    /// @param settled whether an earlier suggestion has its result
    static Optional<Indices> observed(int index, int parallelism, Schedule schedule, int prefix, IntPredicate settled) {
        return switch (schedule) {
            case DETERMINISTIC -> {
                int needed = Math.max(0, index - parallelism + 1);
                yield needed <= prefix ? Optional.of(Indices.below(needed)) : Optional.empty();
            }
            case GREEDY -> {
                Indices known = Indices.below(index, settled);
                yield index - known.size() < parallelism ? Optional.of(known) : Optional.empty();
            }
        };
    }

    static Explanation explain(Suggestion suggestion, Acquisition acquisition, int index, Indices observed) {
        return new Explanation(
                Suggester.ALGORITHM,
                origin(suggestion.origin()),
                suggestion.by().orElse(acquisition.name()),
                nullable(suggestion.acquisitionValue()),
                nullable(suggestion.mean()),
                nullable(suggestion.sd()),
                suggestion.surrogate(),
                observed,
                observed.othersBelow(index),
                suggestion.seed());
    }

    /// The acquisition function that made a suggestion, as [#explain] wrote it down.
    static Optional<String> by(Explanation why) {
        return why.origin() == Explanation.Origin.SURROGATE ? Optional.of(why.acquisition()) : Optional.empty();
    }

    private static Explanation.Origin origin(dev.bilevel.bayesopt.Origin origin) {
        return switch (origin) {
            case GIVEN -> Explanation.Origin.GIVEN;
            case DESIGN -> Explanation.Origin.DESIGN;
            case SURROGATE -> Explanation.Origin.SURROGATE;
            case RANDOM -> Explanation.Origin.RANDOM;
        };
    }

    private static Double nullable(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
