package dev.bilevel.encoder;

/// A training that reached its end.
///
/// @param steps optimizer steps taken
/// @param trainingLoss mean loss over the examples of the last epoch, each as its batch saw it, dropout included
/// @param examples seen, counted once per epoch
/// @param fingerprint what it was computed with
public record Trained(int steps, double trainingLoss, long examples, Fingerprint fingerprint) {}
