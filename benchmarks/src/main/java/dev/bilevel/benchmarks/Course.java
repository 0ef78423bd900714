package dev.bilevel.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How one run went.
///
/// @param peer who ran it, such as `bilevel-logei`
/// @param problem its name
/// @param regret the least so far, after each evaluation; not empty
/// @param seconds of each suggestion, as long as `regret`
public record Course(String peer, String problem, int seed, List<Double> regret, List<Double> seconds) {
    public Course {
        regret = List.copyOf(regret);
        seconds = List.copyOf(seconds);
        if (regret.isEmpty() || regret.size() != seconds.size()) {
            throw new IllegalArgumentException("seconds: has " + seconds.size()
                    + " entries, expected as many as regret," + " which has " + regret.size() + ", and one at least");
        }
    }

    /// After the last evaluation.
    public double lastRegret() {
        return regret.getLast();
    }

    /// Seconds of the suggestions of the second half, when there is something to think about.
    public List<Double> secondHalf() {
        return seconds.subList(seconds.size() / 2, seconds.size());
    }

    /// One line of JSON, as `benchmarks/peers/compare.py` reads it.
    public String toJson() {
        String times = seconds.stream()
                .map(second -> String.format(Locale.ROOT, "%.6f", second))
                .collect(Collectors.joining(","));
        return "{\"peer\":\"%s\",\"fn\":\"%s\",\"seed\":%d,\"regret\":[%s],\"sec\":[%s]}"
                .formatted(
                        peer,
                        problem,
                        seed,
                        regret.stream().map(String::valueOf).collect(Collectors.joining(",")),
                        times);
    }
}
