package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.encoder.Score;
import dev.bilevel.glue.Example;
import dev.bilevel.glue.Metrics;
import dev.bilevel.standalone.CommandFailed;

import java.util.List;
import java.util.Locale;

/// What an evaluation came to.
///
/// @param split that was scored
/// @param examples of the split
/// @param seconds that the model took, from weights and tokens in memory to the last logits
record Measurement(Exercise exercise, String split, int examples, Metrics metrics, double loss, double seconds) {

    /// @param predictions class indices or scores of the task, in the examples' order
    /// @throws CommandFailed if the model gives no numbers
    static Measurement of(
            Exercise exercise, String split, List<Example> examples, TimedScore timed, double[] predictions) {
        Score score = timed.score();
        if (!Double.isFinite(score.loss())) {
            throw CommandFailed.failed("the model's loss on " + split + " is " + score.loss()
                    + ", expected a finite number: its weights are no good");
        }
        double[] labels = examples.stream().mapToDouble(Example::label).toArray();
        Metrics metrics = exercise.measure(predictions, labels);
        return new Measurement(exercise, split, examples.size(), metrics, score.loss(), timed.seconds());
    }

    double examplesPerSecond() {
        return examples / seconds;
    }

    void writeMetrics(ObjectNode tree) {
        ObjectNode named = tree.putObject("metrics");
        exercise.metricNames().forEach(name -> named.put(name, metrics.byName().get(name)));
        tree.put("primary", metrics.primary());
    }

    /// `accuracy 0.7868 · f1 0.8502 · loss 0.4923`
    String line() {
        StringBuilder line = new StringBuilder();
        exercise.metricNames()
                .forEach(name -> line.append(String.format(
                        Locale.ROOT, "%s %.4f · ", name, metrics.byName().get(name))));
        return line + String.format(Locale.ROOT, "loss %.4f", loss);
    }
}
