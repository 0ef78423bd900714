package dev.bilevel.standalone.local;

import dev.bilevel.encoder.Head;
import dev.bilevel.glue.Metrics;
import dev.bilevel.glue.OwnTask;
import dev.bilevel.glue.Task;

import java.util.List;

/// A task that a model learns or is measured on: one of GLUE's, or one's own.
sealed interface Exercise {
    String name();

    Head head();

    /// The order in which its metrics are shown.
    List<String> metricNames();

    /// @param predictions class indices or scores, one for each label
    Metrics measure(double[] predictions, double[] labels);

    /// One of GLUE's nine.
    record Glue(Task task) implements Exercise {
        @Override
        public String name() {
            return task.officialName();
        }

        @Override
        public Head head() {
            return Head.of(task);
        }

        @Override
        public List<String> metricNames() {
            return task.metricNames();
        }

        @Override
        public Metrics measure(double[] predictions, double[] labels) {
            return Metrics.of(task, predictions, labels);
        }
    }

    /// A TSV file's.
    record Own(OwnTask task) implements Exercise {
        @Override
        public String name() {
            return task.name();
        }

        @Override
        public Head head() {
            return new Head(task.regression(), task.labelNames());
        }

        @Override
        public List<String> metricNames() {
            return task.metricNames();
        }

        @Override
        public Metrics measure(double[] predictions, double[] labels) {
            return Metrics.of(task, predictions, labels);
        }
    }
}
