package dev.bilevel.study;

import dev.bilevel.bayesopt.Acquisition;

/// The inner level's settings: fusion weights α on the simplex, to minimise the training loss. The same for each trial.
///
/// @param fusions the budget of one trial's inner loop
/// @param initial how many suggestions come from the initial design: the centre (plain SWA) and the K corners at least
/// @param examples how many training examples the loss is taken over, drawn once for the study; 0 means all
/// @param parallelism how many fusions of one trial may be out at once
public record InnerLevel(Acquisition acquisition, int fusions, int initial, int examples, int parallelism) {}
