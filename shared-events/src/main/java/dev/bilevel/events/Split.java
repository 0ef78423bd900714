package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/// A part of a task's data.
public enum Split {
    /// The official train file without what validation took.
    @JsonProperty("train")
    TRAIN,
    /// Carved from the official train file with a seed: what the outer loop optimises.
    @JsonProperty("validation")
    VALIDATION,
    /// The official dev file: scored once, for the winner.
    @JsonProperty("holdout")
    HOLDOUT,
    /// MNLI's mismatched official dev file.
    @JsonProperty("holdout-mismatched")
    HOLDOUT_MISMATCHED
}
