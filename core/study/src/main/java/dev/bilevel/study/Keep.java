package dev.bilevel.study;

/// What stays in the store of all that a study makes. Decides nothing about its result.
public enum Keep {
    /// The best trial's checkpoints and fused model; everything else goes as soon as nothing refers to it any more.
    BEST,
    /// Every checkpoint of every trial, and every fused model.
    ALL
}
