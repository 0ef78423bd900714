package dev.bilevel.standalone.progress;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/// A study at a moment.
///
/// @param trials how many trials it will have
/// @param done how many are over, failed ones included
/// @param failed how many of those failed
/// @param fusions how many fusions each inner loop tries
/// @param current the trial that is worked on; with several, the oldest
/// @param best the highest validation metric so far
public record Snapshot(int trials, int done, int failed, int fusions, Optional<Current> current, OptionalDouble best) {

    /// What happens in a trial that is not over.
    public sealed interface Current {
        /// Index of the trial, from 0.
        int trial();
    }

    /// The trial waits for a trainer, or its trainer has not reported a step yet.
    public record Waiting(int trial) implements Current {}

    /// The trial trains.
    ///
    /// @param step optimizer steps taken
    /// @param steps all of them
    public record Training(int trial, int step, int steps, double loss) implements Current {}

    /// The trial's inner loop runs.
    ///
    /// @param fusion how many fusions are over
    public record Fusing(int trial, int fusion) implements Current {}

    /// The fraction of the study's work that is done, from 0 to 1. Training and the inner loop each count half a trial:
    /// how long they take is not known beforehand.
    public double fraction() {
        double started = current.map(this::within).orElse(0.0);
        return trials == 0 ? 0 : Math.min(1, (done + started) / trials);
    }

    private double within(Current now) {
        return switch (now) {
            case Waiting _ -> 0.0;
            case Training training -> 0.5 * training.step() / Math.max(1, training.steps());
            case Fusing fusing -> 0.5 + 0.5 * Math.min(fusing.fusion(), fusions) / Math.max(1, fusions);
        };
    }

    /// One line about where the study is, without the time left.
    public String line() {
        StringJoiner line = new StringJoiner(" · ");
        line.add(done + "/" + trials + " trials" + (failed == 0 ? "" : " (" + failed + " failed)"));
        current.map(this::describe).ifPresent(line::add);
        best.ifPresent(value -> line.add("best " + format("%.4f", value)));
        return line.toString();
    }

    private String describe(Current now) {
        return switch (now) {
            case Waiting waiting -> "trial " + waiting.trial() + " waits for a trainer";
            case Training training ->
                format(
                        "trial %d trains: step %d/%d, loss %.4f",
                        training.trial(), training.step(), training.steps(), training.loss());
            case Fusing fusing
            when fusing.fusion() < fusions -> format("trial %d fuses: %d/%d", fusing.trial(), fusing.fusion(), fusions);
            case Fusing fusing -> "trial " + fusing.trial() + " is scored";
        };
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
