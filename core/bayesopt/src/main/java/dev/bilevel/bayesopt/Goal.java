package dev.bilevel.bayesopt;

/// What is better: less or more.
public enum Goal {
    MINIMISE,
    MAXIMISE
}
