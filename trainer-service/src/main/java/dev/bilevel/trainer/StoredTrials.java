package dev.bilevel.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.CorruptArtifact;
import dev.bilevel.checkpoints.OutsideStore;
import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.worker.WorkFailed;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Trajectories in the store, each in its trial's folder, in one named by the hash of its inputs.
///
/// `result.json` is written last: where it is, the training reached its end. It names files relative to its folder, so
/// that a store may move.
final class StoredTrials {
    private static final Logger LOG = Logger.getLogger(StoredTrials.class);
    private static final String RESULT = "result.json";

    private final CheckpointStore store;

    StoredTrials(CheckpointStore store) {
        this.store = store;
    }

    /// What a training came to.
    record Result(
            List<Checkpoint> checkpoints, double trainingLoss, int steps, double seconds, Fingerprint fingerprint) {}

    /// `result.json`.
    private record Written(
            List<Snapshot> checkpoints, double trainingLoss, int steps, double seconds, Fingerprint fingerprint) {}

    private record Snapshot(String file, int step, String sha256, long bytes) {}

    /// Where a training's files belong.
    ///
    /// @param hash of everything that it depends on
    /// @throws WorkFailed INVALID if the trial's id is none inside its study
    Path folder(TrialSuggested trial, String hash) throws WorkFailed {
        try {
            return store.study(trial.studyId()).folder(FilesReleased.trajectory(trial.trialId()), hash);
        } catch (IllegalArgumentException e) {
            throw new WorkFailed(FailureReason.INVALID, e.getMessage(), e);
        }
    }

    /// Where a checkpoint belongs.
    Path checkpoint(Path folder, int index) {
        return folder.resolve("checkpoint-" + index + ".safetensors");
    }

    /// What an earlier attempt left of a training.
    Interrupted interrupted(Path folder) {
        return new Interrupted(store, folder);
    }

    /// The event's form of a checkpoint that was written, and that others can read from now on.
    Checkpoint written(int index, int step, StoredFile file) throws IOException {
        return new Checkpoint(index, step, new Artifact(store.publish(file.path()), file.sha256(), file.bytes()));
    }

    /// The result in a folder, if it is there and every checkpoint is what it was.
    Optional<Result> find(Path folder) throws IOException {
        try {
            Optional<byte[]> found = store.read(folder.resolve(RESULT));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Written written = EventCodec.mapper().readValue(found.get(), Written.class);
            List<Checkpoint> checkpoints = new ArrayList<>();
            for (Snapshot snapshot : written.checkpoints()) {
                String uri = store.uriOf(folder.resolve(snapshot.file()));
                store.verified(uri, snapshot.sha256(), snapshot.bytes());
                checkpoints.add(new Checkpoint(
                        checkpoints.size(), snapshot.step(), new Artifact(uri, snapshot.sha256(), snapshot.bytes())));
            }
            return Optional.of(new Result(
                    checkpoints, written.trainingLoss(), written.steps(), written.seconds(), written.fingerprint()));
        } catch (JsonProcessingException | CorruptArtifact | OutsideStore | IllegalArgumentException e) {
            LOG.warnf("%s is trained anew: %s", folder, e.getMessage());
            return Optional.empty();
        }
    }

    /// Seals a training.
    void keep(Path folder, Result result) throws IOException {
        List<Snapshot> snapshots = result.checkpoints().stream()
                .map(checkpoint -> new Snapshot(
                        checkpoint(folder, checkpoint.index()).getFileName().toString(),
                        checkpoint.step(),
                        checkpoint.artifact().sha256(),
                        checkpoint.artifact().bytes()))
                .toList();
        Written written =
                new Written(snapshots, result.trainingLoss(), result.steps(), result.seconds(), result.fingerprint());
        store.write(
                folder.resolve(RESULT),
                EventCodec.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(written));
    }
}
