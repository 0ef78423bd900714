package dev.bilevel.encoder;

/// A training laid out: how many steps, the learning rate of each, and after which ones a snapshot is due.
///
/// @param warmup steps of rising learning rate
/// @param due steps, from 1, strictly ascending; the last one is `steps`
record Plan(Hyperparameters hyperparameters, int steps, int warmup, int[] due) {

    /// @throws InvalidHyperparameter if there are fewer steps than snapshots, or more than an int counts
    static Plan of(int examples, Hyperparameters hyperparameters, Snapshots snapshots) {
        long steps = hyperparameters.steps(examples);
        if (steps > Integer.MAX_VALUE) {
            throw new InvalidHyperparameter("epochs", hyperparameters.epochs(), "fewer than 2^31 steps in all");
        }
        int warmup = (int) Math.ceil(steps * hyperparameters.warmupRatio());
        return new Plan(hyperparameters, (int) steps, warmup, snapshots.of((int) steps));
    }

    /// @param step from 0
    double learningRate(int step) {
        return hyperparameters.learningRate() * hyperparameters.schedule().factor(step, steps, warmup);
    }

    /// Steps of an epoch: the same in each.
    int stepsAnEpoch() {
        return steps / hyperparameters.epochs();
    }

    /// Snapshots that were due by then.
    ///
    /// @param taken steps
    int snapshotsBy(int taken) {
        int by = 0;
        while (by < due.length && due[by] <= taken) {
            by++;
        }
        return by;
    }
}
