package dev.bilevel.encoder;

/// The loss or the gradient became NaN or infinite, or the loss hopelessly large ([LossWatch] says what that
/// means).
public final class Diverged extends TrainingStopped {
    private static final long serialVersionUID = 1;

    Diverged(String message, int step) {
        super(message, step);
    }
}
