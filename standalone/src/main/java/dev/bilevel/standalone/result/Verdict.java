package dev.bilevel.standalone.result;

import dev.bilevel.events.ModelRole;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.glue.Task;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The winner and its baselines, for the eye.
public record Verdict(Task task, StudyCompleted completed) {
    /// Digits of a number that is written without an exponent.
    private static final int LONGEST_WHOLE = 9;

    /// The winner's hyperparameters and weights, then a table of scores; `-` for one that could not be had.
    public List<String> lines() {
        return List.of(
                "best trial " + completed.trial() + ": " + parameters(),
                "weights    " + weights(completed.weights()),
                "",
                format("%-36s %-10s %s", task.primaryMetric(), "validation", "holdout"),
                row("fused", format("%.4f", completed.validation()), ModelRole.FUSED),
                row("last checkpoint", "", ModelRole.LAST),
                row("best single checkpoint", "", ModelRole.BEST_SINGLE),
                row("uniform average (SWA)", "", ModelRole.UNIFORM));
    }

    /// A hyperparameter to four significant digits.
    public static String shortened(Object value) {
        return value instanceof Double number ? shortened(number.doubleValue()) : String.valueOf(value);
    }

    private static String shortened(double number) {
        BigDecimal rounded =
                BigDecimal.valueOf(number).round(new MathContext(4)).stripTrailingZeros();
        // A BigDecimal of ten calls itself 1E+1.
        boolean wholeAndShort = rounded.scale() < 0 && rounded.precision() - rounded.scale() <= LONGEST_WHOLE;
        return wholeAndShort ? rounded.toPlainString() : rounded.toString();
    }

    /// Fusion weights to three decimals.
    public static String weights(List<Double> weights) {
        return weights.stream().map(weight -> format("%.3f", weight)).collect(Collectors.joining("  "));
    }

    private String parameters() {
        return completed.params().values().entrySet().stream()
                .map(entry -> entry.getKey() + " " + shortened(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private String row(String name, String validation, ModelRole role) {
        Double holdout = completed.holdout().get(role);
        return format("  %-34s %-10s %s", name, validation, holdout == null ? "-" : format("%.4f", holdout));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
