package dev.bilevel.events;

/// What a trainer needs besides hyperparameters.
///
/// @param checkpoints K, the length of the trajectory
/// @param checkpointsFrom the fraction of training after which checkpoints are taken, evenly spaced up to the end:
///     0 spreads them over the whole of it, 0.5 over its second half
/// @param seed of initial weights, data order and dropout
public record TrainingOrder(
        ModelSource model, DataSource data, Compute compute, int checkpoints, double checkpointsFrom, long seed) {
    public TrainingOrder {
        Check.present("model", model);
        Check.present("data", data);
        Check.present("compute", compute);
        Check.between("checkpoints", checkpoints, 1, 1000);
        Check.fraction("checkpointsFrom", checkpointsFrom);
    }
}
