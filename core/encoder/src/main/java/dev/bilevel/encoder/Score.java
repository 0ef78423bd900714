package dev.bilevel.encoder;

import java.util.Arrays;
import java.util.List;

/// What a model makes of some examples, in their order.
public final class Score {
    private final double loss;
    private final double[] predictions;
    private final float[][] logits;

    Score(double loss, double[] predictions, float[][] logits) {
        this.loss = loss;
        this.predictions = predictions;
        this.logits = logits;
    }

    /// Mean loss over the examples: cross-entropy, or squared error for a regression. NaN or infinite for a model
    /// gone bad.
    public double loss() {
        return loss;
    }

    /// For each example the index of its largest logit, or the score of a regression.
    public double[] predictions() {
        return predictions.clone();
    }

    /// One row for each example, one column for each label.
    public List<float[]> logits() {
        return Arrays.stream(logits).map(float[]::clone).toList();
    }

    public int examples() {
        return predictions.length;
    }
}
