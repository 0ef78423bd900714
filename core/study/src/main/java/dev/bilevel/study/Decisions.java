package dev.bilevel.study;

import dev.bilevel.events.Artifact;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FusionSelected;
import dev.bilevel.events.ModelRole;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.ScoringOrder;
import dev.bilevel.events.Split;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialFailed;

import java.util.Optional;

/// The next decision that a state calls for, one at a time: first what the trial at hand needs, then the next trial,
/// then the verdict.
final class Decisions {
    private Decisions() {}

    /// @param cause the observation that was taken in; its trial is the only one whose inner loop can go on
    static Optional<Event> next(Study study, Event cause) {
        if (study.isOver()) {
            return Optional.empty();
        }
        if (study.judging().isPresent()) {
            return Verdict.next(study);
        }
        return touched(study, cause)
                .flatMap(trial -> next(study, trial))
                .or(() -> OuterLoop.next(study))
                .or(() -> OuterLoop.isOver(study) ? Verdict.next(study) : Optional.empty());
    }

    static String validationId(String trialId) {
        return Ids.model(trialId, ModelRole.FUSED, Split.VALIDATION);
    }

    static ScoringOrder scoring(StudySpec spec, Split split, int examples) {
        return new ScoringOrder(
                spec.model(), data(spec), spec.compute(), split, examples, Seed.of(spec, "scoring", split.name()));
    }

    static DataSource data(StudySpec spec) {
        return new DataSource(spec.task().officialName(), spec.data(), spec.validation(), Seed.of(spec, "validation"));
    }

    /// The trial that an event is about, if it is about one.
    static Optional<Trial> touched(Study study, Event cause) {
        return cause.subject().equals(study.id())
                ? Optional.empty()
                : study.trials().isEmpty() ? Optional.empty() : study.trial(trialOf(study, cause));
    }

    /// `<study>.t3` of `<study>.t3.f5` or `<study>.t3.fused.validation`.
    private static String trialOf(Study study, Event cause) {
        int end = cause.subject().indexOf('.', study.id().length() + 1);
        return end < 0 ? cause.subject() : cause.subject().substring(0, end);
    }

    private static Optional<Event> next(Study study, Trial trial) {
        return switch (trial) {
            case Trial.Fusing fusing -> next(study, fusing);
            case Trial.Chosen chosen -> Optional.of(validate(study, chosen));
            case Trial.Validated validated -> Optional.of(complete(study, validated));
            case Trial.Failed failed
            when failed.reason() == FailureReason.INVALID ->
                Optional.of(new StudyFailed(
                        study.id(),
                        "trial " + failed.suggested().index() + " cannot be carried out: " + failed.message()));
            case Trial.Training _, Trial.Validating _, Trial.Completed _, Trial.Failed _ -> Optional.empty();
        };
    }

    private static Optional<Event> next(Study study, Trial.Fusing trial) {
        return InnerSuggestions.next(study, trial)
                .or(() -> trial.inner().pending() > 0 ? Optional.empty() : Optional.of(end(study, trial)));
    }

    private static Event end(Study study, Trial.Fusing trial) {
        String trialId = trial.suggested().id();
        int tried = trial.inner().fusions().size();
        Optional<Fusion> best = trial.inner().best();
        if (best.isPresent() && best.get().result() instanceof Fusion.Result.Scored scored) {
            return new FusionSelected(
                    study.id(), trialId, best.get().id(), best.get().weights(), scored.loss(), tried);
        }
        return new TrialFailed(
                study.id(), trialId, FailureReason.UNREADABLE, "none of its " + tried + " fusions could be scored");
    }

    private static Event validate(Study study, Trial.Chosen trial) {
        String trialId = trial.suggested().id();
        return new ModelSelected(
                study.id(),
                trialId,
                validationId(trialId),
                ModelRole.FUSED,
                model(trial.inner().best().orElseThrow()),
                scoring(study.spec(), Split.VALIDATION, 0));
    }

    private static Event complete(Study study, Trial.Validated trial) {
        return new TrialCompleted(
                study.id(), trial.suggested().id(), trial.suggested().index(), trial.value());
    }

    static Artifact model(Fusion fusion) {
        return switch (fusion.result()) {
            case Fusion.Result.Scored scored -> scored.model();
            case Fusion.Result.Pending _, Fusion.Result.Failed _ ->
                throw new IllegalStateException("fusion " + fusion.id() + " has no model");
        };
    }
}
