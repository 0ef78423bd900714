package dev.bilevel.events;

/// What a result was computed from, by content: the paths of an order say where things lay, this says what they were.
///
/// @param model SHA-256 over the files of the model folder: configuration, tokenizer, and weights unless they are
///     random; what was scored is named by its own artifact
/// @param data SHA-256 of the task's official file that the split comes from
/// @param seed of every random choice of the computation
public record Inputs(String model, String data, long seed) {
    public Inputs {
        Check.sha256("model", model);
        Check.sha256("data", data);
    }
}
