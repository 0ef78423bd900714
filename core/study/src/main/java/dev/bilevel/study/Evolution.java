package dev.bilevel.study;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.InvalidConfiguration;
import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Event;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSelected;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.ScoringFailed;
import dev.bilevel.events.Split;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;

import java.util.Locale;
import java.util.Optional;

/// What each event does to a study's state. Nothing here decides; nothing elsewhere changes state.
final class Evolution {
    private Evolution() {}

    static Study evolve(Optional<Study> before, JournalEntry entry) {
        long expected = before.map(Study::nextSequence).orElse(0L);
        if (entry.sequence() != expected) {
            throw impossible("sequence is " + entry.sequence() + ", expected " + expected);
        }
        if (entry.event() instanceof StudySubmitted submitted) {
            requireRole(entry, Role.OBSERVATION);
            if (before.isPresent()) {
                throw impossible(submitted.studyId() + " is submitted twice");
            }
            return Study.begin(submitted.studyId(), StudySpec.submitted(submitted.spec()));
        }
        Study study = before.orElseThrow(() -> impossible("a journal begins with StudySubmitted, not " + entry));
        if (!entry.studyId().equals(study.id())) {
            throw impossible("entry is of study " + entry.studyId() + ", expected " + study.id());
        }
        requireRole(entry, role(study, entry.event()));
        return apply(study, entry.event()).at(entry.sequence());
    }

    /// Workers and users observe, deciders decide; that a trial has failed may be either, by how far it was.
    private static Role role(Study study, Event event) {
        return switch (event) {
            case TrialFailed failed
            when study.trial(failed.trialId()).orElse(null) instanceof Trial.Fusing -> Role.DECISION;
            case StudyCancelled _,
                    CheckpointSaved _,
                    TrialTrained _,
                    TrialFailed _,
                    FusionFailed _,
                    ModelScored _,
                    ScoringFailed _ -> Role.OBSERVATION;
            default -> Role.DECISION;
        };
    }

    private static void requireRole(JournalEntry entry, Role fitting) {
        if (entry.role() != fitting) {
            throw impossible("role is " + word(entry.role()) + ", expected " + word(fitting));
        }
    }

    /// As the journal has it.
    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Study apply(Study study, Event event) {
        return switch (event) {
            case StudyCancelled cancelled -> study.ended(Study.Status.CANCELLED, cancelled.reason());
            case StudyFailed failed -> study.ended(Study.Status.FAILED, failed.message());
            case StudyCompleted completed -> study.completed(completed);
            case TrialSuggested suggested -> suggested(study, suggested);
            case CheckpointSaved saved ->
                study.with(at(study, saved.trialId(), Trial.Training.class).saved(saved.checkpoint()));
            case TrialTrained trained ->
                study.with(at(study, trained.trialId(), Trial.Training.class).trained(trained.checkpoints()));
            case TrialFailed failed -> failed(study, failed);
            case FusionSuggested fusion -> fusion(study, fusion);
            case FusionFailed failed ->
                result(study, failed.trialId(), failed.fusionId(), new Fusion.Result.Failed(failed.message()));
            case FusionSelected selected ->
                study.with(at(study, selected.trialId(), Trial.Fusing.class).selected(selected.fusionId()));
            case TrialCompleted completed ->
                study.with(at(study, completed.trialId(), Trial.Validated.class).complete());
            case ModelSelected selected -> selected(study, selected);
            case ModelScored scored -> scored(study, scored);
            case ScoringFailed failed -> scoringFailed(study, failed);
            case StudySubmitted _, ModelFused _, FilesReleased _, JournalImported _ ->
                throw impossible("a journal cannot hold " + event);
        };
    }

    private static Study suggested(Study study, TrialSuggested event) {
        if (event.trial() != study.trials().size()) {
            throw impossible("trial " + event.trialId() + " is not the next, "
                    + study.trials().size());
        }
        return study.with(new Trial.Training(new Trial.Suggested(
                event.trial(), event.trialId(), configuration(study, event), Pipeline.by(event.why()))));
    }

    private static Configuration configuration(Study study, TrialSuggested event) {
        try {
            return study.spec().outer().space().read(event.params().values());
        } catch (InvalidConfiguration e) {
            throw impossible("params." + e.getMessage());
        }
    }

    private static Study failed(Study study, TrialFailed event) {
        return study.with(
                switch (known(study, event.trialId())) {
                    case Trial.Training training -> training.failed(event.reason(), event.message());
                    case Trial.Fusing fusing -> fusing.failed(event.reason(), event.message());
                    case Trial other -> throw impossible(event.trialId() + " cannot fail while it is " + other);
                });
    }

    private static Study fusion(Study study, FusionSuggested event) {
        Trial.Fusing trial = at(study, event.trialId(), Trial.Fusing.class);
        Fusion fusion = new Fusion(
                event.fusion(),
                event.fusionId(),
                event.weights(),
                Pipeline.by(event.why()),
                new Fusion.Result.Pending());
        return study.with(trial.with(trial.inner().suggested(fusion)));
    }

    private static Study selected(Study study, ModelSelected event) {
        if (event.scoring().split() == Split.VALIDATION) {
            return study.with(at(study, event.trialId(), Trial.Chosen.class).validate());
        }
        int winner = known(study, event.trialId()).suggested().index();
        return study.with(study.judging().orElseGet(() -> Judging.of(winner)).ask(event.modelId(), event.role()));
    }

    private static Study scored(Study study, ModelScored event) {
        return switch (event.split()) {
            case TRAIN ->
                result(study, event.trialId(), event.modelId(), new Fusion.Result.Scored(event.model(), event.loss()));
            case VALIDATION ->
                study.with(at(study, event.trialId(), Trial.Validating.class).scored(metric(event)));
            case HOLDOUT, HOLDOUT_MISMATCHED -> answer(study, event.modelId(), Optional.of(metric(event)));
        };
    }

    private static double metric(ModelScored event) {
        return Optional.ofNullable(event.metric())
                .orElseThrow(() -> impossible("metric is missing on " + event.split()));
    }

    private static Study scoringFailed(Study study, ScoringFailed event) {
        return event.split() == Split.VALIDATION
                ? study.with(at(study, event.trialId(), Trial.Validating.class).failed(event.reason(), event.message()))
                : answer(study, event.modelId(), Optional.empty());
    }

    private static Study result(Study study, String trialId, String fusionId, Fusion.Result result) {
        Trial.Fusing trial = at(study, trialId, Trial.Fusing.class);
        int index = Ids.index(trialId, 'f', fusionId).orElseThrow(() -> impossible("no fusion " + fusionId));
        return study.with(trial.with(trial.inner().observed(index, result)));
    }

    private static Study answer(Study study, String modelId, Optional<Double> metric) {
        return study.with(study.judging()
                .orElseThrow(() -> impossible("nobody asked for " + modelId))
                .answer(modelId, metric));
    }

    private static <T extends Trial> T at(Study study, String trialId, Class<T> stage) {
        Trial trial = known(study, trialId);
        if (!stage.isInstance(trial)) {
            throw impossible(trialId + " is " + trial + ", expected " + stage.getSimpleName());
        }
        return stage.cast(trial);
    }

    private static Trial known(Study study, String trialId) {
        return study.trial(trialId).orElseThrow(() -> impossible("no trial " + trialId));
    }

    private static IllegalStateException impossible(String message) {
        return new IllegalStateException(message);
    }
}
