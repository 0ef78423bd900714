package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// How a level came to a suggestion: enough to recompute it and to compare.
///
/// @param algorithm name and version of the suggestion algorithm; a change of its bits changes the version
/// @param origin what made the suggestion
/// @param acquisition the acquisition function that the suggestion maximises: of a portfolio, the member that won;
///     the level's where no surrogate took part
/// @param acquisitionValue at the suggestion; null unless the origin is the surrogate
/// @param mean of the posterior at the suggestion, in the objective's unit; null likewise
/// @param sd standard deviation of the posterior at the suggestion; null likewise
/// @param surrogate hyperparameters of the surrogate by name; empty likewise
/// @param observed indices of the suggestions whose results this one was computed from
/// @param pending indices of the earlier suggestions whose results were not used
/// @param seed of every random choice in this suggestion
public record Explanation(
        String algorithm,
        Origin origin,
        String acquisition,
        Double acquisitionValue,
        Double mean,
        Double sd,
        Map<String, Double> surrogate,
        Indices observed,
        Indices pending,
        long seed) {

    /// What made a suggestion.
    public enum Origin {
        /// A point given beforehand: a user's known-good configuration; uniform weights; a corner of the simplex.
        @JsonProperty("given")
        GIVEN,
        /// The space-filling part of the initial design.
        @JsonProperty("design")
        DESIGN,
        /// The surrogate and its acquisition function.
        @JsonProperty("surrogate")
        SURROGATE,
        /// Drawn at random, because the level's acquisition is `random`.
        @JsonProperty("random")
        RANDOM
    }

    public Explanation {
        Check.notBlank("algorithm", algorithm);
        Check.present("origin", origin);
        Check.notBlank("acquisition", acquisition);
        Check.present("surrogate", surrogate);
        surrogate = Collections.unmodifiableMap(new TreeMap<>(surrogate));
        Check.present("observed", observed);
        Check.present("pending", pending);
    }
}
