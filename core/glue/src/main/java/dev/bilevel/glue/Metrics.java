package dev.bilevel.glue;

import java.util.Collections;
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
        if (labels.length == 0) {
            throw new IllegalArgumentException("labels: are empty, expected at least one");
        }
        if (predictions.length != labels.length) {
            throw new IllegalArgumentException("predictions: are " + predictions.length + ", expected one for each of "
                    + labels.length + " labels");
        }
        check("predictions", predictions, task);
        check("labels", labels, task);
        SortedMap<String, Double> byName = new TreeMap<>();
        double sum = 0;
        for (Metric metric : task.metrics()) {
            double value = metric.of(predictions, labels);
            byName.put(metric.officialName(), value);
            sum += value;
        }
        return new Metrics(byName, sum / task.metrics().size());
    }

    private static void check(String name, double[] values, Task task) {
        for (int i = 0; i < values.length; i++) {
            boolean known = task.regression()
                    ? Double.isFinite(values[i])
                    : values[i] >= 0 && values[i] < task.labels() && values[i] == StrictMath.rint(values[i]);
            if (!known) {
                throw new IllegalArgumentException("%s[%d]: is %s, expected %s"
                        .formatted(
                                name,
                                i,
                                values[i],
                                task.regression() ? "a finite number" : "a class from 0 to " + (task.labels() - 1)));
            }
        }
    }
}
