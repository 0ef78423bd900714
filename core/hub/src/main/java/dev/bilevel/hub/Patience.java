package dev.bilevel.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/// How long to wait, and how often to try.
///
/// @param connect for a connection
/// @param answer for the head of an answer
/// @param silence between two pieces of a body
/// @param attempts without progress, before giving up
/// @param pause before the second attempt; doubles with each
record Patience(Duration connect, Duration answer, Duration silence, int attempts, Duration pause) {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int UNREACHABLE_ATTEMPTS = 2;

    static final Patience USUAL = new Patience(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30), 5, Duration.ofSeconds(1));

    /// Returns when it is time for the next attempt: after 1, 2, 4, … s, or as long as the server asks for, at most a
    /// minute.
    ///
    /// @param failed how many attempts have failed without progress, from 1
    /// @param why the last of them did
    /// @throws WebFailed the same, where another attempt is not worth it
    void beforeNext(int failed, WebFailed why, Listener listener) throws IOException {
        int most = why.unreachable() ? Math.min(attempts, UNREACHABLE_ATTEMPTS) : attempts;
        if (!why.worthARetry() || failed >= most) {
            throw why;
        }
        listener.note(why.getMessage() + "; trying again");
        rest(failed, why.retryAfter());
    }

    private void rest(int failed, Duration asked) throws IOException {
        Duration backOff = pause.multipliedBy(1L << Math.min(failed - 1, 10));
        Duration wanted = backOff.compareTo(asked) > 0 ? backOff : asked;
        try {
            Thread.sleep(wanted.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wanted);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// An interruption as a failure to read: the thread stays interrupted.
    static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(e);
        return interrupted;
    }
}
