package dev.bilevel.glue;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The official metrics of a task on one whole split. Every number is finite.
///
/// @param byName one value for each of [Task#metricNames()], as fractions (GLUE's leaderboard shows them times 100)
/// @param primary the number that a study maximises, named [Task#primaryMetric()]: the metric, or as on GLUE's
///     leaderboard the unweighted mean where a task has two
public record Metrics(SortedMap<String, Double> byName, double primary) {
    public Metrics {
        byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    }

    /// Compares predictions with labels, in any order that is the same for both.
    ///
    /// @param predictions class indices, or for the regression any finite scores
    /// @param labels class indices, or scores
    /// @throws IllegalArgumentException if there are none, the lengths differ, or a number is no class of the task
    public static Metrics of(Task task, double[] predictions, double[] labels) {
        return of(task.metrics(), task.regression(), task.labels(), predictions, labels);
    }

    /// The same for a task outside GLUE.
    ///
    /// @throws IllegalArgumentException if there are none, the lengths differ, or a number is no class of the task
    public static Metrics of(OwnTask task, double[] predictions, double[] labels) {
        return of(task.metrics(), task.regression(), task.labelNames().size(), predictions, labels);
    }

    private static Metrics of(
            List<Metric> metrics, boolean regression, int classes, double[] predictions, double[] labels) {
        if (labels.length == 0) {
            throw new IllegalArgumentException("labels: are empty, expected at least one");
        }
        if (predictions.length != labels.length) {
            throw new IllegalArgumentException("predictions: are " + predictions.length + ", expected one for each of "
                    + labels.length + " labels");
        }
        check("predictions", predictions, regression, classes);
        check("labels", labels, regression, classes);
        SortedMap<String, Double> byName = new TreeMap<>();
        double sum = 0;
        for (Metric metric : metrics) {
            double value = metric.of(predictions, labels);
            byName.put(metric.officialName(), value);
            sum += value;
        }
        return new Metrics(byName, sum / metrics.size());
    }

    private static void check(String name, double[] values, boolean regression, int classes) {
        for (int i = 0; i < values.length; i++) {
            boolean known = regression
                    ? Double.isFinite(values[i])
                    : values[i] >= 0 && values[i] < classes && values[i] == StrictMath.rint(values[i]);
            if (!known) {
                throw new IllegalArgumentException("%s[%d]: is %s, expected %s"
                        .formatted(
                                name,
                                i,
                                values[i],
                                regression ? "a finite number" : "a class from 0 to " + (classes - 1)));
            }
        }
    }
}
