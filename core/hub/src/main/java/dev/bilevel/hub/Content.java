package dev.bilevel.hub;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// What one may need of a model.
public enum Content {
    /// `config.json`.
    CONFIG,
    /// `model.safetensors`, or `model.safetensors.index.json` and the files that it names.
    WEIGHTS,
    /// `tokenizer.json`, and its companions as far as the model has them.
    TOKENIZER;

    /// All of it: a folder to fine-tune from.
    public static final Set<Content> ALL = Collections.unmodifiableSet(EnumSet.allOf(Content.class));
}
