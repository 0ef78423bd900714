package dev.bilevel.optimizer.messaging;

/// What this instance has of the journal's partitions.
interface Share {
    /// Whether the partition is this instance's now.
    boolean has(int partition);

    /// Whether it is, and everything in its journal is known.
    boolean knows(int partition);

    /// Asks the group for partitions, where this instance has none and the group does not know that it could take some.
    void ask();
}
