package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Why a piece of work has no result.
public enum FailureReason {
    /// The loss became NaN, infinite or hopelessly large, or it has risen.
    @JsonProperty("diverged")
    DIVERGED,
    /// This configuration cannot be carried out with this model and data, such as batches so large that there are fewer
    /// steps than checkpoints; another one may be.
    @JsonProperty("infeasible")
    INFEASIBLE,
    /// No order of the study can be carried out: a model folder without weights, missing data, no such device.
    @JsonProperty("invalid")
    INVALID,
    /// An artifact is missing, has another hash, or cannot be read.
    @JsonProperty("unreadable")
    UNREADABLE,
    /// Tried as often as allowed, and every attempt ended without an answer.
    @JsonProperty("crashed")
    CRASHED,
    /// The study was cancelled.
    @JsonProperty("cancelled")
    CANCELLED
}
