package dev.bilevel.trainer;

import dev.bilevel.encoder.Progress;
import dev.bilevel.encoder.TrainingListener;
import dev.bilevel.encoder.Weights;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.worker.Attempt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Watches one training: writes each checkpoint and tells of it, tells how far it is, and asks whether to go on.
final class TrialWatch implements TrainingListener {
    private final TrialSuggested trial;
    private final Path folder;
    private final StoredTrials trials;
    private final Attempt attempt;
    private final List<Checkpoint> checkpoints;
    private final Saving saving;
    private long saved = System.nanoTime();
    private int steps = Integer.MAX_VALUE;

    /// Saves a training's state.
    ///
    /// @param fingerprint of what computes it
    record Saving(Interrupted into, Duration every, Fingerprint fingerprint) {}

    /// @param earlier checkpoints, if the training goes on
    TrialWatch(
            TrialSuggested trial,
            Path folder,
            StoredTrials trials,
            Attempt attempt,
            List<Checkpoint> earlier,
            Saving saving) {
        this.trial = trial;
        this.folder = folder;
        this.trials = trials;
        this.attempt = attempt;
        this.checkpoints = new ArrayList<>(earlier);
        this.saving = saving;
    }

    @Override
    public void progress(Progress now) {
        steps = now.steps();
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
        Checkpoint checkpoint =
                trials.written(index, step, weights.writeTo(trials.checkpoint(folder, index), Map.of()));
        // A trajectory may be ahead of the state that the training went on from: then this is a repetition.
        checkpoints.subList(index, checkpoints.size()).clear();
        checkpoints.add(checkpoint);
        attempt.publish(new CheckpointSaved(trial.studyId(), trial.trialId(), checkpoint));
    }

    @Override
    public void resumable(int step, State state) throws IOException {
        long now = System.nanoTime();
        if (step < steps && now - saved >= saving.every().toNanos()) {
            saving.into().remember(checkpoints, saving.fingerprint());
            state.writeTo(saving.into().state());
            saved = System.nanoTime();
        }
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
