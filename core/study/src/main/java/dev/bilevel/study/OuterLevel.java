package dev.bilevel.study;

import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Space;

import java.util.List;

/// The outer level's settings: hyperparameters λ, to maximise the validation metric.
///
/// @param points known-good configurations, tried first
/// @param earlier what an earlier study of the same objective found out: values and failures, no trials of this one
/// @param trials the budget
/// @param initial how many suggestions come from the initial design, `points` included
/// @param parallelism how many trials may be out at once
public record OuterLevel(
        Space space,
        Acquisition acquisition,
        List<Configuration> points,
        List<Observation> earlier,
        int trials,
        int initial,
        int parallelism,
        Schedule schedule) {
    public OuterLevel {
        points = List.copyOf(points);
        earlier = List.copyOf(earlier);
    }
}
