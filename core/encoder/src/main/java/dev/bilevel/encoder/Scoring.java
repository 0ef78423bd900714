package dev.bilevel.encoder;

import dev.bilevel.glue.Example;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Scores weights files of one model: mean loss and predictions, without dropout. Built for a hundred files in a row on
/// the same examples: the tokenised examples and the compiled module stay in memory for the last few models and example
/// lists. Thread-safe; one scoring computes at a time.
public final class Scoring implements AutoCloseable {

    /// @param weights a safetensors file with every parameter of the model and this head
    /// @throws InvalidModel if the weights are not those of the model and head, or the tokenizer cannot be read
    /// @throws IOException if a file cannot be read
    /// @throws IllegalArgumentException if a label does not fit the head, or there are no examples
    public Score score(ModelFolder model, Head head, ComputeSettings compute, Path weights, List<Example> examples)
            throws InvalidModel, IOException {
        throw new UnsupportedOperationException(model + " " + head + " " + compute + weights + examples);
    }

    /// Frees what is kept. Scoring again is possible and starts afresh.
    @Override
    public void close() {}
}
