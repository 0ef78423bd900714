package dev.bilevel.study;

import dev.bilevel.events.ModelRole;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

import java.util.Optional;

/// The last act: the winner and its baselines on the holdout, each once.
///
/// @param winner the winning trial's index
/// @param asked by model id: the role it was asked in; absent role for the mismatched holdout, which is only recorded
/// @param answered by model id: the metric, or empty where scoring failed
public record Judging(int winner, PMap<String, ModelRole> asked, PMap<String, Optional<Double>> answered) {

    static Judging of(int winner) {
        return new Judging(winner, HashTreePMap.empty(), HashTreePMap.empty());
    }

    Judging ask(String modelId, ModelRole role) {
        return new Judging(winner, asked.plus(modelId, role), answered);
    }

    boolean waitsFor(String modelId) {
        return asked.containsKey(modelId) && !answered.containsKey(modelId);
    }

    Judging answer(String modelId, Optional<Double> metric) {
        if (!waitsFor(modelId)) {
            throw new IllegalStateException("nobody asked for " + modelId);
        }
        return new Judging(winner, asked, answered.plus(modelId, metric));
    }

    boolean isComplete() {
        return answered.size() == asked.size();
    }
}
