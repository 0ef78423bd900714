package dev.bilevel.study;

import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.bayesopt.Suggestion;
import dev.bilevel.events.Explanation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What both loops share: when the next suggestion may be made, from which results, and how it is explained.
final class Pipeline {
    private Pipeline() {}

    /// The earlier suggestions whose results the next one is made from; empty where it has to wait.
    ///
    /// @param index of the next suggestion
    /// @param settled whether an earlier suggestion has its result
    static Optional<Set<Integer>> observed(int index, int parallelism, Schedule schedule, IntPredicate settled) {
        return switch (schedule) {
            case DETERMINISTIC -> {
                Set<Integer> needed = indices(Math.max(0, index - parallelism + 1), _ -> true);
                yield needed.stream().allMatch(settled::test) ? Optional.of(needed) : Optional.empty();
            }
            case GREEDY -> {
                Set<Integer> known = indices(index, settled);
                yield index - known.size() < parallelism ? Optional.of(known) : Optional.empty();
            }
        };
    }

    static Explanation explain(Suggestion suggestion, Acquisition acquisition, int index, Set<Integer> observed) {
        return new Explanation(
                Suggester.ALGORITHM,
                origin(suggestion.origin()),
                acquisition.name(),
                nullable(suggestion.acquisitionValue()),
                nullable(suggestion.mean()),
                nullable(suggestion.sd()),
                suggestion.surrogate(),
                List.copyOf(observed),
                IntStream.range(0, index)
                        .boxed()
                        .filter(Predicate.not(observed::contains))
                        .toList(),
                suggestion.seed());
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

    private static TreeSet<Integer> indices(int end, IntPredicate chosen) {
        return IntStream.range(0, end).filter(chosen).boxed().collect(Collectors.toCollection(TreeSet::new));
    }
}
