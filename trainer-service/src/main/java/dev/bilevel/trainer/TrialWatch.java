package dev.bilevel.trainer;

import dev.bilevel.encoder.Progress;
import dev.bilevel.encoder.TrainingListener;
import dev.bilevel.encoder.Weights;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.worker.Attempt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Watches one training: writes each checkpoint and tells of it, tells how far it is, and asks whether to go on.
final class TrialWatch implements TrainingListener {
    private final TrialSuggested trial;
    private final String hash;
    private final StoredTrials trials;
    private final Attempt attempt;
    private final List<Checkpoint> checkpoints = new ArrayList<>();

    TrialWatch(TrialSuggested trial, String hash, StoredTrials trials, Attempt attempt) {
        this.trial = trial;
        this.hash = hash;
        this.trials = trials;
        this.attempt = attempt;
    }

    @Override
    public void progress(Progress now) {
        attempt.progress(
                trial.trialId(),
                new dev.bilevel.worker.Progress(
                        trial.trial(),
                        now.step(),
                        now.steps(),
                        now.epoch(),
                        now.epochs(),
                        now.loss(),
                        now.learningRate()));
    }

    @Override
    public void checkpoint(int index, int step, Weights weights) throws IOException {
        Checkpoint checkpoint = trials.written(index, step, weights.writeTo(trials.checkpoint(hash, index), Map.of()));
        checkpoints.add(checkpoint);
        attempt.publish(new CheckpointSaved(trial.studyId(), trial.trialId(), checkpoint));
    }

    @Override
    public boolean cancelled() {
        return attempt.cancelled();
    }

    /// The trajectory so far.
    List<Checkpoint> checkpoints() {
        return List.copyOf(checkpoints);
    }
}
