package dev.bilevel.standalone.progress;

import java.time.Duration;
import java.util.Optional;

/// The time left, by the rule of three: what is done took this long, so the rest will take in proportion.
final class Remaining {
    /// Below this fraction an estimate would mostly measure how long the first trial took to begin.
    private static final double FIRST_ESTIMATE = 0.05;

    private Remaining() {}

    /// @param fraction of the work that is done, from 0 to 1
    static Optional<Duration> estimate(double fraction, Duration elapsed) {
        if (fraction < FIRST_ESTIMATE) {
            return Optional.empty();
        }
        double seconds = elapsed.toMillis() / 1000.0 * (1 - fraction) / fraction;
        return Optional.of(Duration.ofSeconds(Math.round(seconds)));
    }

    /// As a clock shows it: `0:07`, `12:30`, `1:02:03`.
    static String clock(Duration duration) {
        return duration.toHours() == 0
                ? "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart())
                : "%d:%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }
}
