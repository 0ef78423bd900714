package dev.bilevel.bayesopt;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What to try next, and how it came about.
///
/// @param by name of the acquisition function that the suggestion maximises; of a portfolio, the member that won. Empty
///     unless the origin is the surrogate
/// @param acquisitionValue of the acquisition function at the suggestion, on the surrogate's standardised scale; more
///     is better, whatever the goal. Empty unless the origin is the surrogate
/// @param mean of the posterior there, in the objective's unit (the median where outcomes are warped); empty likewise
/// @param sd standard deviation of the posterior there, without observation noise, in the objective's unit; empty
///     likewise
/// @param surrogate hyperparameters of the surrogate by name; empty likewise
/// @param seed of every random choice in this suggestion
public record Suggestion(
        Configuration configuration,
        Origin origin,
        Optional<String> by,
        OptionalDouble acquisitionValue,
        OptionalDouble mean,
        OptionalDouble sd,
        Map<String, Double> surrogate,
        long seed) {
    public Suggestion {
        surrogate = Collections.unmodifiableMap(new TreeMap<>(surrogate));
    }

    /// A suggestion that no surrogate took part in.
    static Suggestion without(Configuration configuration, Origin origin, long seed) {
        OptionalDouble none = OptionalDouble.empty();
        return new Suggestion(configuration, origin, Optional.empty(), none, none, none, Map.of(), seed);
    }

    /// This suggestion, made and not yet observed.
    public Observation pending() {
        return new Observation(configuration, new Outcome.Pending(), by);
    }
}
