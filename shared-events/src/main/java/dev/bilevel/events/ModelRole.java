package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Why a model is scored.
public enum ModelRole {
    /// A trial's fused model θ(α*).
    @JsonProperty("fused")
    FUSED,
    /// The trial's last checkpoint: what training without averaging would have kept.
    @JsonProperty("last")
    LAST,
    /// The single checkpoint with the lowest training loss.
    @JsonProperty("best-single")
    BEST_SINGLE,
    /// The uniform average: plain stochastic weight averaging.
    @JsonProperty("uniform")
    UNIFORM
}
