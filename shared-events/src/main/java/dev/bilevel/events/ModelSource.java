package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonProperty;
/// The encoder to start from.
///
/// @param path a folder in Hugging Face layout: `config.json`, and `model.safetensors` unless weights are random
/// @param tokenizer the folder that holds `tokenizer.json`; often the same
/// @param weights whether the folder's weights are loaded or drawn from the seed

public record ModelSource(String path, String tokenizer, Weights weights) {

    /// Where the initial weights come from.
    public enum Weights {
        @JsonProperty("pretrained")
        PRETRAINED,
        @JsonProperty("random")
        RANDOM
    }

    public ModelSource {
        Check.notBlank("path", path);
        Check.notBlank("tokenizer", tokenizer);
        Check.present("weights", weights);
    }
}
