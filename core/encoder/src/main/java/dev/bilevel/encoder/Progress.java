package dev.bilevel.encoder;

/// Where a training stands after a step.
///
/// @param step optimizer steps taken, from 1
/// @param steps of the whole training
/// @param examples of this step's batch: an epoch's last may be smaller
/// @param epoch the running one, from 1
/// @param epochs of the whole training
/// @param loss of this step's batch, before the update
/// @param learningRate that the update used
public record Progress(int step, int steps, int examples, int epoch, int epochs, double loss, double learningRate) {}
