package dev.bilevel.encoder;

import dev.bilevel.glue.Task;

import java.util.List;

/// What sits on top of the encoder.
///
/// @param labelNames one for each class, in order of index; a regression has one, which names the score
public record Head(boolean regression, List<String> labelNames) {
    public Head {
        labelNames = List.copyOf(labelNames);
        if (regression ? labelNames.size() != 1 : labelNames.size() < 2 || labelNames.size() > 100_000) {
            throw new IllegalArgumentException("labels: are " + labelNames.size() + ", expected "
                    + (regression ? "1 for a regression" : "2 or more classes"));
        }
    }

    public static Head of(Task task) {
        return new Head(task.regression(), task.labelNames());
    }

    /// Number of logits.
    public int labels() {
        return labelNames.size();
    }
}
