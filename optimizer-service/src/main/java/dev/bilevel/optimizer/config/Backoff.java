package dev.bilevel.optimizer.config;

import java.time.Duration;

/// Waiting times that double from the shortest to the longest. Not thread-safe: one for each loop.
public final class Backoff {
    private final Duration shortest;
    private final Duration longest;
    private Duration next;

    public Backoff(OptimizerConfig.Retry retry) {
        this.shortest = retry.shortest();
        this.longest = retry.longest();
        this.next = shortest;
    }

    /// How long to wait after this failure.
    public Duration next() {
        Duration now = next;
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return now;
    }

    /// After a success.
    public void reset() {
        next = shortest;
    }
}
