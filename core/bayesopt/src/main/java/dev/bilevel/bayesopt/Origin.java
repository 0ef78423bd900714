package dev.bilevel.bayesopt;

/// What made a suggestion.
public enum Origin {
    /// A point given beforehand.
    GIVEN,
    /// The space-filling part of the initial design; or its continuation while nothing has been measured yet.
    DESIGN,
    /// The surrogate and its acquisition function.
    SURROGATE,
    /// Drawn at random, because the level's acquisition is `random`.
    RANDOM
}
