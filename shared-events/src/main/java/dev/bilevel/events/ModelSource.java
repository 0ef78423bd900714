package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The encoder to start from.
///
/// Both places are a folder, or `hf://<owner>/<name>@<commit>`: a model of the Hugging Face hub at a commit of 40 hex
/// digits, which each reader downloads for itself. A branch would not do: it moves, and the journal would not tell
/// what a study started from.
///
/// @param path in Hugging Face layout: `config.json`, and `model.safetensors` or its sharded index unless weights are
///     random
/// @param tokenizer where `tokenizer.json` is; often the same
/// @param weights whether the model's weights are loaded or drawn from the seed
public record ModelSource(String path, String tokenizer, Weights weights) {
    /// What the address of a model on the hub begins with.
    public static final String HUB = "hf://";

    /// Where the initial weights come from.
    public enum Weights {
        @JsonProperty("pretrained")
        PRETRAINED,
        @JsonProperty("random")
        RANDOM
    }

    public ModelSource {
        Check.place("path", path);
        Check.place("tokenizer", tokenizer);
        Check.present("weights", weights);
    }

    /// False for an address of the hub that names no commit, or is none; any other text may be a folder.
    public static boolean isPlace(String text) {
        return !text.startsWith(HUB) || Check.isHubAddress(text);
    }
}
