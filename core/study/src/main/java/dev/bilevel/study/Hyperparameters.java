package dev.bilevel.study;

import java.util.Set;
import java.util.TreeSet;

/// The hyperparameters that the project's own trainer understands, so that a misspelt one is found when a study is
/// submitted and not when its first trial fails. What other trainers understand is theirs to know.
public final class Hyperparameters {
    private static final Set<String> ROBERTA = Set.of(
            "learningRate",
            "batchSize",
            "epochs",
            "weightDecay",
            "warmupRatio",
            "dropout",
            "maxGradNorm",
            "beta1",
            "beta2",
            "epsilon",
            "schedule");

    private Hyperparameters() {}

    /// In alphabetical order; empty for a trainer that is not the project's own.
    public static Set<String> of(String trainer) {
        return trainer.equals("roberta") ? new TreeSet<>(ROBERTA) : Set.of();
    }
}
