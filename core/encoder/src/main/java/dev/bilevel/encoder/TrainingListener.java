package dev.bilevel.encoder;

import java.io.IOException;

/// Watches a training from the thread that runs it: whatever a method takes, the training waits.
public interface TrainingListener {

    /// After every step.
    default void progress(Progress progress) {}

    /// A snapshot is due.
    ///
    /// @param index position in the trajectory, from 0
    /// @param step after which the weights were taken, from 1
    /// @param weights valid during this call only
    void checkpoint(int index, int step, Weights weights) throws IOException;

    /// Asked before every step; true ends the training with [Cancelled].
    default boolean cancelled() {
        return false;
    }
}
