package dev.bilevel.study;

import dev.bilevel.bayesopt.Design;
import dev.bilevel.bayesopt.Goal;
import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.SpaceExhausted;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.bayesopt.Suggestion;
import dev.bilevel.events.Event;
import dev.bilevel.events.Indices;
import dev.bilevel.events.Params;
import dev.bilevel.events.TrainingOrder;
import dev.bilevel.events.TrialSuggested;

import java.util.Optional;

/// The outer level's suggestions: λ, by the validation metric of the trials before.
final class OuterLoop {
    private OuterLoop() {}

    /// The next trial, if one may be suggested now.
    static Optional<Event> next(Study study) {
        OuterLevel outer = study.spec().outer();
        int index = study.trials().size();
        Optional<Indices> observed = index < outer.trials() ? observed(study) : Optional.empty();
        return observed.flatMap(seen -> suggest(study, seen).map(made -> trial(study, index, made, seen)));
    }

    /// Whether every trial that will ever be suggested is settled.
    static boolean isOver(Study study) {
        return study.settled() == study.trials().size() && next(study).isEmpty();
    }

    private static Optional<Indices> observed(Study study) {
        OuterLevel outer = study.spec().outer();
        return Pipeline.observed(
                study.trials().size(),
                outer.parallelism(),
                outer.schedule(),
                study.settled(),
                index -> study.trials().get(index).isSettled());
    }

    private static Optional<Suggestion> suggest(Study study, Indices observed) {
        OuterLevel outer = study.spec().outer();
        Level level = new Level(
                outer.space(),
                Goal.MAXIMISE,
                outer.acquisition(),
                new Design(outer.points(), outer.initial()),
                Seed.of(study.spec(), "outer"),
                outer.earlier());
        try {
            return Optional.of(new Suggester(level).suggest(new Trials(study, observed)));
        } catch (SpaceExhausted e) {
            return Optional.empty();
        }
    }

    private static TrialSuggested trial(Study study, int index, Suggestion suggestion, Indices observed) {
        StudySpec spec = study.spec();
        return new TrialSuggested(
                study.id(),
                Ids.trial(study.id(), index),
                index,
                spec.trainer(),
                new Params(suggestion.configuration().values()),
                new TrainingOrder(
                        spec.model(),
                        Decisions.data(spec),
                        spec.compute(),
                        spec.checkpoints(),
                        spec.checkpointsFrom(),
                        Seed.of(spec, "training", index)),
                Pipeline.explain(suggestion, spec.outer().acquisition(), index, observed));
    }
}
