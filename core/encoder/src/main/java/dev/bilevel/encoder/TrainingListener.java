package dev.bilevel.encoder;

import java.io.IOException;
import java.nio.file.Path;

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

    /// After every step, and after its snapshot: the training could be resumed from here.
    ///
    /// @param step that was taken last, from 1
    /// @param state valid during this call only; writing it costs three times what a snapshot costs
    default void resumable(int step, State state) throws IOException {}

    /// Asked before every step; true ends the training with [Cancelled].
    default boolean cancelled() {
        return false;
    }

    /// Everything from which a training goes on.
    @FunctionalInterface
    interface State {

        /// Writes a file for [FineTuning#resume]: temporary file, then atomic rename.
        void writeTo(Path target) throws IOException;
    }
}
