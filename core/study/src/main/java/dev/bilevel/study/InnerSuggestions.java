package dev.bilevel.study;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Design;
import dev.bilevel.bayesopt.Goal;
import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome;
import dev.bilevel.bayesopt.Simplex;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.bayesopt.SpaceExhausted;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.bayesopt.Suggestion;
import dev.bilevel.events.Event;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.Indices;
import dev.bilevel.events.Split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// The inner level's suggestions: fusion weights α, by the training loss of the fusions before.
///
/// The initial design begins with the centre of the simplex and its corners, so that the selected fusion is, by the
/// loop's own objective, never worse than plain averaging nor than any single checkpoint.
final class InnerSuggestions {
    private static final String WEIGHTS = "weights";

    private InnerSuggestions() {}

    /// The trial's next fusion, if one may be suggested now.
    static Optional<Event> next(Study study, Trial.Fusing trial) {
        InnerLevel level = study.spec().inner();
        int index = trial.inner().fusions().size();
        Optional<Indices> observed = index < level.fusions() ? observed(level, trial) : Optional.empty();
        return observed.flatMap(seen -> suggest(study, trial, seen).map(made -> fusion(study, trial, made, seen)));
    }

    /// Uniform weights, then each checkpoint alone.
    private static List<Configuration> given(Simplex simplex) {
        List<Configuration> points = new ArrayList<>();
        points.add(weights(simplex.centre()));
        for (int k = 0; k < simplex.size() && simplex.size() > 1; k++) {
            points.add(weights(simplex.vertex(k)));
        }
        return points;
    }

    private static Optional<Indices> observed(InnerLevel level, Trial.Fusing trial) {
        List<Fusion> fusions = trial.inner().fusions();
        return Pipeline.observed(
                fusions.size(),
                level.parallelism(),
                Schedule.DETERMINISTIC,
                trial.inner().settled(),
                index -> !fusions.get(index).isPending());
    }

    private static Optional<Suggestion> suggest(Study study, Trial.Fusing trial, Indices observed) {
        Simplex simplex = new Simplex(WEIGHTS, trial.inner().trajectory().size());
        InnerLevel inner = study.spec().inner();
        List<Configuration> given = given(simplex);
        Level level = new Level(
                new Space(List.of(simplex)),
                Goal.MINIMISE,
                inner.acquisition(),
                new Design(given, Math.max(given.size(), inner.initial())),
                Seed.of(study.spec(), "inner", trial.suggested().index()));
        List<Observation> history = IntStream.range(0, trial.inner().fusions().size())
                .mapToObj(index -> observation(trial.inner().fusions().get(index), observed.contains(index)))
                .toList();
        try {
            return Optional.of(new Suggester(level).suggest(history));
        } catch (SpaceExhausted e) {
            return Optional.empty();
        }
    }

    private static Observation observation(Fusion fusion, boolean observed) {
        return new Observation(
                weights(fusion.weights()), observed ? outcome(fusion) : new Outcome.Pending(), fusion.by());
    }

    private static Outcome outcome(Fusion fusion) {
        return switch (fusion.result()) {
            case Fusion.Result.Scored scored -> new Outcome.Measured(scored.loss());
            case Fusion.Result.Failed failed -> new Outcome.Failed(failed.message());
            case Fusion.Result.Pending _ -> throw new IllegalStateException("not settled: " + fusion);
        };
    }

    private static Configuration weights(List<Double> weights) {
        return new Configuration(Map.of(WEIGHTS, weights));
    }

    @SuppressWarnings("unchecked") // A simplex's value is a list of doubles: the space made it.
    private static FusionSuggested fusion(Study study, Trial.Fusing trial, Suggestion suggestion, Indices observed) {
        int index = trial.inner().fusions().size();
        InnerLevel inner = study.spec().inner();
        String trialId = trial.suggested().id();
        return new FusionSuggested(
                study.id(),
                trialId,
                Ids.fusion(trialId, index),
                index,
                trial.inner().trajectory(),
                (List<Double>) suggestion.configuration().values().get(WEIGHTS),
                Decisions.scoring(study.spec(), Split.TRAIN, inner.examples()),
                Pipeline.explain(suggestion, inner.acquisition(), index, observed));
    }
}
