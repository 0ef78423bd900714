package dev.bilevel.encoder;

import dev.bilevel.glue.Example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/// Scores weights files of one model: mean loss and predictions, without dropout. Built for a hundred files in a
/// row on the same examples: the tokenised examples and the compiled module stay in memory for the last few
/// models and example lists. Thread-safe; one scoring computes at a time.
public final class Scoring implements AutoCloseable {
    private static final int MODELS_KEPT = 2;

    private final LinkedHashMap<Key, Scorer> scorers = new LinkedHashMap<>(8, 0.75f, true);

    private record Key(ModelFolder model, Architecture architecture, Head head, ComputeSettings compute) {}

    /// @param weights a safetensors file, or a folder or index of shards, with every parameter of the model and this
    ///     head; the family's prefix may be there or not
    /// @throws InvalidModel if the weights are not those of the model and head, or the tokenizer cannot be read
    /// @throws InvalidHyperparameter if there is no such device
    /// @throws IOException if a file cannot be read
    /// @throws IllegalArgumentException if a label does not fit the head, or there are no examples
    public Score score(ModelFolder model, Head head, ComputeSettings compute, Path weights, List<Example> examples)
            throws InvalidModel, IOException {
        return score(model, head, compute, weights, examples, () -> {});
    }

    /// The same, for who wants to know what part of it is the model's.
    ///
    /// @param ready run once, when weights and tokens are in memory and the first batch comes next
    public synchronized Score score(
            ModelFolder model, Head head, ComputeSettings compute, Path weights, List<Example> examples, Runnable ready)
            throws InvalidModel, IOException {
        Labels labels = new Labels(examples, head);
        tokeniseAhead(model, compute, examples);
        ComputeSettings settled = Hardware.settled(compute);
        try (Session torch = Session.open(settled)) {
            Scorer scorer = scorers.computeIfAbsent(
                    new Key(model, model.architecture(), head, settled),
                    _ -> new Scorer(model.architecture(), head, settled));
            evict();
            return scorer.score(
                    torch, weights, () -> TokenCache.SHARED.get(model, compute.maxLength(), examples), labels, ready);
        }
    }

    /// While the weights are read, which takes as long. Whoever asks the cache meanwhile waits for it, and meets what
    /// went wrong here once more.
    private static void tokeniseAhead(ModelFolder model, ComputeSettings compute, List<Example> examples) {
        Thread.ofPlatform().daemon().name("bilevel-tokens").start(() -> {
            try {
                TokenCache.SHARED.get(model, compute.maxLength(), examples);
            } catch (InvalidModel | IOException | RuntimeException _) {
                // Thrown where the tokens are needed.
            }
        });
    }

    /// Frees what is kept. Scoring again is possible and starts afresh.
    @Override
    public synchronized void close() {
        scorers.values().forEach(Scorer::close);
        scorers.clear();
    }

    private void evict() {
        while (scorers.size() > MODELS_KEPT) {
            scorers.pollFirstEntry().getValue().close();
        }
    }
}
