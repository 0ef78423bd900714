package dev.bilevel.study.journal;

/// Where two studies are no longer the same.
///
/// @param about `trial 3` or `trial 3, fusion 5`
/// @param field what differs, such as `params.learningRate`, `weights[1]` or `loss`
/// @param one what the one has there, as JSON
/// @param oneSequence where its journal says so; null where it does not
/// @param other what the other has there
/// @param otherSequence where its journal says so; null where it does not
public record Parting(String about, String field, String one, Long oneSequence, String other, Long otherSequence) {}
