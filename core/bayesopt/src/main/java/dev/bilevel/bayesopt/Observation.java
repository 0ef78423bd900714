package dev.bilevel.bayesopt;

import java.util.Optional;

/// An earlier suggestion and what became of it.
///
/// @param by which acquisition function had made it, where that is known: a [Portfolio] rewards its members by it
public record Observation(Configuration configuration, Outcome outcome, Optional<String> by) {
    /// Of a suggestion by nobody in particular.
    public Observation(Configuration configuration, Outcome outcome) {
        this(configuration, outcome, Optional.empty());
    }
}
