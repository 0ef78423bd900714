package dev.bilevel.bayesopt;

/// An earlier suggestion and what became of it.
public record Observation(Configuration configuration, Outcome outcome) {}
