package dev.bilevel.encoder;

/// The loss or the gradient became NaN or infinite, or the loss hopelessly large, or it has risen ([LossWatch]).
public final class Diverged extends TrainingStopped {
    private static final long serialVersionUID = 1;

    Diverged(String message, int step) {
        super(message, step);
    }
}
