package dev.bilevel.standalone.local;

import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.Head;
import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.encoder.Score;
import dev.bilevel.encoder.Scoring;
import dev.bilevel.glue.Example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A score, and how long the model took for it.
///
/// @param seconds from weights and tokens in memory to the last logits: what transformers calls an evaluation's runtime
///     begins and ends there too
record TimedScore(Score score, double seconds) {

    static TimedScore of(ModelFolder model, Head head, ComputeSettings compute, Path weights, List<Example> examples)
            throws InvalidModel, IOException {
        try (Scoring scoring = new Scoring()) {
            return of(scoring, model, head, compute, weights, examples);
        }
    }

    /// With what is kept of earlier ones.
    static TimedScore of(
            Scoring scoring,
            ModelFolder model,
            Head head,
            ComputeSettings compute,
            Path weights,
            List<Example> examples)
            throws InvalidModel, IOException {
        AtomicLong begun = new AtomicLong();
        Score score = scoring.score(model, head, compute, weights, examples, () -> begun.set(System.nanoTime()));
        return new TimedScore(score, (System.nanoTime() - begun.get()) / 1e9);
    }
}
