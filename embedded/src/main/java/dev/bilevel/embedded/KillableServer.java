package dev.bilevel.embedded;

import java.io.IOException;

/// A server with a process of its own, which may end before it is asked to. Thread-safe, but for [#close] and [#kill]
/// at once.
public interface KillableServer extends AutoCloseable {
    /// The id of its first process.
    long pid();

    /// Whether that process is still there.
    boolean alive();

    /// Kills it as a crash would, with every process that it has forked; returns when they are gone. Another server
    /// can then be started on the same folder and port. Of one that is gone already, only what this process
    /// holds for it is given back.
    ///
    /// @throws IOException if a process does not end
    void kill() throws IOException;

    /// Stops it in good order. A second call does nothing.
    @Override
    void close() throws IOException;
}
