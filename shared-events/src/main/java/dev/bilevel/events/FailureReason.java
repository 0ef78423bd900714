package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Why a piece of work has no result.
public enum FailureReason {
    /// The loss became NaN, infinite, or hopelessly large.
    @JsonProperty("diverged")
    DIVERGED,
    /// The order itself cannot be carried out: an unknown hyperparameter, a model folder without weights, missing data.
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
