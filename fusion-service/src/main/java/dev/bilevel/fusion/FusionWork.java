package dev.bilevel.fusion;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.CheckpointsDisagree;
import dev.bilevel.checkpoints.CorruptArtifact;
import dev.bilevel.checkpoints.InvalidSafetensors;
import dev.bilevel.checkpoints.OutsideStore;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.ModelFused;
import dev.bilevel.worker.Attempt;
import dev.bilevel.worker.Work;
import dev.bilevel.worker.WorkFailed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes θ(α) = Σₖ αₖ θₖ of a verified trajectory.
@ApplicationScoped
class FusionWork implements Work<FusionSuggested> {
    private static final Logger LOG = Logger.getLogger(FusionWork.class);

    private final CheckpointStore store;
    private final FusedModels models;

    @Inject
    FusionWork(CheckpointStore store) {
        this.store = store;
        this.models = new FusedModels(store);
    }

    @Override
    public Class<FusionSuggested> event() {
        return FusionSuggested.class;
    }

    @Override
    public List<Event> perform(FusionSuggested order, Attempt attempt) throws WorkFailed, IOException {
        Path folder = folder(order);
        Optional<Artifact> found = models.find(folder);
        Artifact model = found.isPresent() ? found.get() : make(folder, order);
        LOG.infof("fusion %d: %s %s", order.fusion(), found.isPresent() ? "found" : "made", model.uri());
        return List.of(new ModelFused(order.studyId(), order.trialId(), order.fusionId(), model, order.scoring()));
    }

    @Override
    public Optional<Event> failed(FusionSuggested order, FailureReason reason, String message) {
        return Optional.of(new FusionFailed(order.studyId(), order.trialId(), order.fusionId(), reason, message));
    }

    private Path folder(FusionSuggested order) throws WorkFailed {
        try {
            return models.folder(order);
        } catch (IllegalArgumentException e) {
            throw new WorkFailed(FailureReason.INVALID, e.getMessage(), e);
        }
    }

    private Artifact make(Path folder, FusionSuggested order) throws WorkFailed, IOException {
        try {
            return models.make(folder, verified(order.checkpoints()), order.weights());
        } catch (OutsideStore | CorruptArtifact | InvalidSafetensors e) {
            throw new WorkFailed(FailureReason.UNREADABLE, e.getMessage(), e);
        } catch (CheckpointsDisagree e) {
            throw new WorkFailed(FailureReason.INVALID, e.getMessage(), e);
        }
    }

    private List<Path> verified(List<Checkpoint> checkpoints) throws OutsideStore, CorruptArtifact, IOException {
        List<Path> files = new ArrayList<>();
        for (Checkpoint checkpoint : checkpoints) {
            Artifact artifact = checkpoint.artifact();
            files.add(store.verified(artifact.uri(), artifact.sha256(), artifact.bytes()));
        }
        return files;
    }
}
