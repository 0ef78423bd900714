package dev.bilevel.standalone.progress;

import java.io.PrintStream;
import java.time.Duration;

/// Shows how a study goes, on standard error. Thread-safe.
public sealed interface Display extends AutoCloseable permits Bar, Lines {

    /// A bar on a terminal, a line now and then elsewhere.
    static Display on(PrintStream err, boolean terminal) {
        return terminal ? new Bar(err) : new Lines(err);
    }

    /// Says something that stays.
    void say(String line);

    /// Shows the study as it is now.
    ///
    /// @param elapsed since the study was submitted
    void show(Snapshot snapshot, Duration elapsed);

    /// Leaves the screen tidy.
    @Override
    void close();
}
