package dev.bilevel.study;

import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Event;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSelected;
import dev.bilevel.events.FusionSuggested;
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

import java.util.Optional;
import java.util.OptionalInt;

/// Which events a study takes in. A repetition of something known, and news that comes too late, is passed over in
/// silence, since workers may say a thing twice; what can never have been true is [Refused].
final class Admission {
    private Admission() {}

    static boolean admits(Optional<Study> known, Event event) {
        if (event instanceof StudySubmitted submitted) {
            return isNew(known, submitted);
        }
        Study study = known.orElseThrow(
                () -> new Refused("studyId: is '" + event.studyId() + "', expected a study that was submitted"));
        return !study.isOver() && admits(study, event);
    }

    private static boolean isNew(Optional<Study> known, StudySubmitted submitted) {
        if (known.isPresent() && !isSpecOf(known.get(), submitted)) {
            throw new Refused("studyId: is '" + submitted.studyId() + "', which another study has already");
        }
        return known.isEmpty();
    }

    /// Trees are no measure of it: a number that has been on the wire is another kind of node than one that has not.
    private static boolean isSpecOf(Study study, StudySubmitted submitted) {
        try {
            return StudySpec.submitted(submitted.spec()).equals(study.spec());
        } catch (InvalidSpec _) {
            return false;
        }
    }

    private static boolean admits(Study study, Event event) {
        return switch (event) {
            case StudyCancelled _ -> true;
            case CheckpointSaved saved ->
                trial(study, saved.trialId()) instanceof Trial.Training training && !training.knows(saved.checkpoint());
            case TrialTrained trained -> admitsTrajectory(study, trained);
            case TrialFailed failed -> trial(study, failed.trialId()) instanceof Trial.Training;
            case FusionFailed failed -> isPending(study, failed.trialId(), failed.fusionId());
            case ModelScored scored -> admitsScore(study, scored);
            case ScoringFailed failed ->
                failed.split() != Split.TRAIN && waits(study, failed.trialId(), failed.modelId(), failed.split());
            case TrialSuggested _,
                    FusionSuggested _,
                    ModelFused _,
                    FusionSelected _,
                    ModelSelected _,
                    TrialCompleted _,
                    StudyCompleted _,
                    StudyFailed _,
                    FilesReleased _,
                    JournalImported _,
                    StudySubmitted _ ->
                throw new Refused(event.getClass().getSimpleName() + ": is no observation of the optimizer");
        };
    }

    private static boolean admitsTrajectory(Study study, TrialTrained trained) {
        int asked = study.spec().checkpoints();
        if (trained.checkpoints().size() > asked) {
            throw new Refused("checkpoints: are " + trained.checkpoints().size() + ", expected at most " + asked);
        }
        return trial(study, trained.trialId()) instanceof Trial.Training;
    }

    private static boolean admitsScore(Study study, ModelScored scored) {
        if (scored.split() != Split.TRAIN && scored.metric() == null) {
            throw new Refused("metric: is missing, expected the task's metric on " + scored.split());
        }
        return waits(study, scored.trialId(), scored.modelId(), scored.split());
    }

    private static boolean waits(Study study, String trialId, String modelId, Split split) {
        return switch (split) {
            case TRAIN -> isPending(study, trialId, modelId);
            case VALIDATION ->
                trial(study, trialId) instanceof Trial.Validating && modelId.equals(Decisions.validationId(trialId));
            case HOLDOUT, HOLDOUT_MISMATCHED ->
                study.judging().map(judging -> judging.waitsFor(modelId)).orElse(false);
        };
    }

    private static boolean isPending(Study study, String trialId, String fusionId) {
        Trial trial = trial(study, trialId);
        OptionalInt index = Ids.index(trialId, 'f', fusionId);
        int known = trial.innerLoop().map(inner -> inner.fusions().size()).orElse(0);
        if (index.isEmpty() || index.getAsInt() >= known) {
            throw new Refused("fusion: is '" + fusionId + "', expected one that was suggested in " + trialId);
        }
        return trial instanceof Trial.Fusing fusing
                && fusing.inner().fusions().get(index.getAsInt()).isPending();
    }

    private static Trial trial(Study study, String trialId) {
        return study.trial(trialId)
                .orElseThrow(() -> new Refused(
                        "trialId: is '" + trialId + "', expected one that study " + study.id() + " suggested"));
    }
}
