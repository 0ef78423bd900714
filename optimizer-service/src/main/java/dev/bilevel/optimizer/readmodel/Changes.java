package dev.bilevel.optimizer.readmodel;

import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
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
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import java.time.Instant;
import java.util.function.Consumer;

/// What each event changes in the rows of its study, trial and fusion.
record Changes(Mutiny.Session session, StudyRow study, Instant written) {

    Uni<Void> of(Event event) {
        return switch (event) {
            case StudySubmitted _, ModelFused _, FilesReleased _, JournalImported _ -> nothing();
            case StudyCancelled cancelled -> end("cancelled", Rows.text(cancelled.reason()));
            case StudyFailed failed -> end("failed", Rows.text(failed.message()));
            case StudyCompleted completed -> {
                study.result = EventCodec.json(completed);
                yield end("completed", null);
            }
            case TrialSuggested suggested -> {
                study.trials++;
                yield session.persist(Rows.trial(suggested, written));
            }
            case CheckpointSaved saved -> trial(saved.trialId(), trial -> trial.checkpoints++);
            case TrialTrained trained -> trial(trained.trialId(), trial -> trained(trial, trained));
            case TrialFailed failed -> trial(failed.trialId(), trial -> failed(trial, failed.message()));
            case FusionSuggested suggested ->
                session.persist(Rows.fusion(suggested, written))
                        .chain(() -> trial(suggested.trialId(), trial -> trial.fusions++));
            case FusionFailed failed ->
                fusion(failed.fusionId(), fusion -> failed(fusion, failed.message()))
                        .chain(() -> trial(failed.trialId(), trial -> trial.failedFusions++));
            case FusionSelected selected ->
                trial(selected.trialId(), trial -> {
                    trial.fusionId = selected.fusionId();
                    trial.weights = Rows.json(selected.weights());
                });
            case ModelSelected selected
            when selected.scoring().split() == Split.VALIDATION ->
                trial(selected.trialId(), trial -> trial.state = "validating");
            case ModelSelected _ -> nothing();
            case ModelScored scored when scored.split() == Split.TRAIN -> scored(scored);
            case ModelScored _ -> nothing();
            case ScoringFailed failed
            when failed.split() == Split.VALIDATION ->
                trial(failed.trialId(), trial -> failed(trial, failed.message()));
            case ScoringFailed _ -> nothing();
            case TrialCompleted completed -> trial(completed.trialId(), trial -> completed(trial, completed.value()));
        };
    }

    private Uni<Void> end(String status, String message) {
        study.status = status;
        study.message = message;
        study.endedAt = written;
        return nothing();
    }

    private static void trained(TrialRow trial, TrialTrained trained) {
        trial.state = "fusing";
        trial.checkpoints = trained.checkpoints().size();
        trial.trainingLoss = trained.trainingLoss();
        trial.steps = trained.steps();
        trial.trainingSeconds = trained.seconds();
    }

    private void completed(TrialRow trial, double value) {
        trial.state = "completed";
        trial.value = value;
        trial.endedAt = written;
        study.completedTrials++;
        // Of equals the earliest trial is the best, as the deciders have it.
        if (study.bestValue == null
                || value > study.bestValue
                || value == study.bestValue && trial.number < study.bestTrial) {
            study.bestValue = value;
            study.bestTrial = trial.number;
        }
    }

    private void failed(TrialRow trial, String message) {
        trial.state = "failed";
        trial.message = Rows.text(message);
        trial.endedAt = written;
        study.failedTrials++;
    }

    private void failed(FusionRow fusion, String message) {
        fusion.state = "failed";
        fusion.message = Rows.text(message);
        fusion.endedAt = written;
    }

    private Uni<Void> scored(ModelScored scored) {
        return fusion(scored.modelId(), fusion -> {
                    fusion.state = "scored";
                    fusion.loss = scored.loss();
                    fusion.endedAt = written;
                })
                .chain(() -> trial(scored.trialId(), trial -> {
                    trial.scoredFusions++;
                    trial.bestLoss = trial.bestLoss == null ? scored.loss() : Math.min(trial.bestLoss, scored.loss());
                }));
    }

    private Uni<Void> trial(String id, Consumer<TrialRow> change) {
        return session.find(TrialRow.class, id)
                .onItem()
                .ifNotNull()
                .invoke(change)
                .replaceWithVoid();
    }

    private Uni<Void> fusion(String id, Consumer<FusionRow> change) {
        return session.find(FusionRow.class, id)
                .onItem()
                .ifNotNull()
                .invoke(change)
                .replaceWithVoid();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
