package dev.bilevel.study;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.History;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.events.Indices;

import java.util.List;

/// A study's trials as the suggester sees them.
///
/// @param observed whose results may be used; all others count as pending
record Trials(Study study, Indices observed) implements History {
    @Override
    public int size() {
        return study.trials().size();
    }

    @Override
    public int configurations() {
        return study.tried().size();
    }

    @Override
    public boolean contains(Configuration configuration) {
        return study.tried().contains(configuration);
    }

    @Override
    public List<Observation> observations() {
        return study.trials().stream().map(this::observation).toList();
    }

    private Observation observation(Trial trial) {
        Trial.Suggested suggested = trial.suggested();
        return new Observation(
                suggested.configuration(),
                observed.contains(suggested.index()) ? outcome(trial) : new Outcome.Pending(),
                suggested.by());
    }

    private static Outcome outcome(Trial trial) {
        return switch (trial) {
            case Trial.Completed completed -> new Outcome.Measured(completed.value());
            case Trial.Failed failed -> new Outcome.Failed(failed.message());
            case Trial unsettled -> throw new IllegalStateException("not settled: " + unsettled);
        };
    }
}
