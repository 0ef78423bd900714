package dev.bilevel.encoder;

/// A training that ended before its last step.
public abstract sealed class TrainingStopped extends Exception permits Diverged, Cancelled {
    private static final long serialVersionUID = 1;

    private final int step;

    TrainingStopped(String message, int step) {
        super(message);
        this.step = step;
    }

    /// The optimizer step, from 1, at which it stopped.
    public int step() {
        return step;
    }
}
