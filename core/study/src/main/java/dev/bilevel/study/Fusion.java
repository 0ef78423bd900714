package dev.bilevel.study;

import dev.bilevel.events.Artifact;

import java.util.List;
import java.util.Optional;

/// One inner suggestion and what came of it.
///
/// @param index in its trial's inner loop, from 0
/// @param weights α
/// @param by the acquisition function that suggested them, if one did
public record Fusion(int index, String id, List<Double> weights, Optional<String> by, Result result) {

    /// What came of a fusion.
    public sealed interface Result {
        /// Not known yet.
        record Pending() implements Result {}

        /// The fused model, and its training loss.
        record Scored(Artifact model, double loss) implements Result {}

        /// No model or no loss.
        record Failed(String message) implements Result {}
    }

    boolean isPending() {
        return result instanceof Result.Pending;
    }

    Fusion with(Result outcome) {
        if (!isPending()) {
            throw new IllegalStateException("fusion " + id + " has its result already: " + result);
        }
        return new Fusion(index, id, weights, by, outcome);
    }
}
