package dev.bilevel.encoder;

/// When checkpoints are taken: `count` of them, evenly spaced over what follows the fraction `from` of the
/// training, the last one after the last step.
///
/// @param count K ≥ 1, the length of the trajectory
/// @param from in [0, 1): 0 spreads them over the whole training, 0.5 over its second half
public record Snapshots(int count, double from) {
    public Snapshots {
        if (count < 1 || count > 1000) {
            throw new InvalidHyperparameter("training.checkpoints", count, "1 to 1000");
        }
        if (!(from >= 0 && from < 1)) {
            throw new InvalidHyperparameter("training.from", from, "a fraction in [0, 1)");
        }
    }

    /// These, or one for each step where there are fewer steps.
    ///
    /// @param steps at least one
    public Snapshots within(long steps) {
        return new Snapshots((int) Math.min(count, steps), from);
    }

    /// The steps after which a snapshot is due, strictly ascending, `count` of them, the last one being `steps`.
    ///
    /// Step k of K is ⌈steps · (from + (1 − from) · (k + 1) / K)⌉; where that window holds fewer than K steps it
    /// is widened to the left, so that a trajectory always has K distinct members.
    ///
    /// @throws InvalidHyperparameter if the training has fewer steps than checkpoints
    public int[] of(int steps) {
        if (steps < count) {
            throw new InvalidHyperparameter(
                    "training.checkpoints", count, "at most the number of optimizer steps, which is " + steps);
        }
        int[] due = new int[count];
        int ceiling = steps;
        for (int k = count - 1; k >= 0; k--) {
            double at = steps * (from + (1 - from) * (k + 1) / count);
            // Rounding of the product must not push a whole number over the next one.
            due[k] = Math.min(ceiling, Math.max(k + 1, (int) Math.ceil(at - 1e-9)));
            ceiling = due[k] - 1;
        }
        return due;
    }
}
