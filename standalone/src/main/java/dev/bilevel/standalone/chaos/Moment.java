package dev.bilevel.standalone.chaos;

import java.time.Duration;
import java.util.Optional;

/// A moment of a study that lasts milliseconds, and in which a death would do the most harm. Made when somebody begins
/// to wait for it; used by one thread.
sealed interface Moment extends AutoCloseable permits Saving, Unpublished, OpenTransaction {
    /// Waits for a sign of it.
    ///
    /// @return whether there is one: it is time to freeze the process whose moment it is, and to look
    boolean comes(Duration patience) throws InterruptedException;

    /// Looks whether the moment whose sign was seen last is still there; nothing of the process moves meanwhile.
    ///
    /// @return what there is to see, for people; empty where it is over
    Optional<String> look() throws InterruptedException;

    @Override
    void close();
}
