package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;

import java.time.Duration;

/// A part of the stack that was started. Thread-safe.
interface Running {
    /// Whether its process is there.
    boolean alive();

    /// How its process ended, for people: `exit status 137`.
    String ending();

    /// Its process, of several the first.
    ProcessHandle process();

    /// Waits until it serves.
    ///
    /// @throws CommandFailed with the end of its log, if it ends before, or does not serve in time
    void awaitReady(Duration patience) throws InterruptedException;

    /// Asks it to end in order; returns at once.
    void terminate();

    /// Ends it at once, as a crash would, and waits until it is gone.
    void kill() throws InterruptedException;

    /// Waits for its end until `deadline` ([System#nanoTime]), then ends it at once.
    void end(long deadline) throws InterruptedException;

    /// What to say where it does not do what it should: how, and the end of its log.
    CommandFailed failed(String how);
}
