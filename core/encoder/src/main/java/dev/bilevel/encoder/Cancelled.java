package dev.bilevel.encoder;

/// The listener asked for the end.
public final class Cancelled extends TrainingStopped {
    private static final long serialVersionUID = 1;

    Cancelled(int step) {
        super("cancelled before step " + step, step);
    }
}
