package dev.bilevel.fusion;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.CheckpointsDisagree;
import dev.bilevel.checkpoints.ContentHash;
import dev.bilevel.checkpoints.CorruptArtifact;
import dev.bilevel.checkpoints.Fusion;
import dev.bilevel.checkpoints.InvalidSafetensors;
import dev.bilevel.checkpoints.OutsideStore;
import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.FusionSuggested;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Fused models in the store, each in its fusion's folder, in one named by the hash of what it was made from, so that a
/// repetition finds it.
///
/// Beside `model.safetensors` lies `claim.json`, its claim check, written afterwards: a model without one, or one
/// that no longer fits it, is made anew, which gives the same bytes.
final class FusedModels {
    private static final Logger LOG = Logger.getLogger(FusedModels.class);
    /// Changed whenever [Fusion] would give other bytes for the same inputs.
    private static final String PURPOSE = "fusion/1";

    private final CheckpointStore store;

    FusedModels(CheckpointStore store) {
        this.store = store;
    }

    /// The name of a fusion: the contents of its checkpoints in their order, and the weights to the last bit.
    static String hash(List<String> checkpoints, List<Double> weights) {
        return ContentHash.inputs(PURPOSE)
                .with("checkpoints", checkpoints)
                .with("weights", weights)
                .hex();
    }

    /// Where a fusion's files belong.
    ///
    /// @throws IllegalArgumentException if the fusion's id is none inside its study
    Path folder(FusionSuggested order) {
        List<String> contents = order.checkpoints().stream()
                .map(checkpoint -> checkpoint.artifact().sha256())
                .toList();
        return store.study(order.studyId()).folder(order.fusionId(), hash(contents, order.weights()));
    }

    /// The model in a folder, if it is there and is what it was.
    Optional<Artifact> find(Path folder) throws IOException {
        try {
            Optional<byte[]> found = store.read(claim(folder));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Artifact claim = EventCodec.mapper().readValue(found.get(), Artifact.class);
            Artifact model = new Artifact(store.uriOf(model(folder)), claim.sha256(), claim.bytes());
            store.verified(model.uri(), model.sha256(), model.bytes());
            return Optional.of(model);
        } catch (JsonProcessingException | CorruptArtifact | OutsideStore e) {
            LOG.warnf("%s is made anew: %s", folder, e.getMessage());
            return Optional.empty();
        }
    }

    /// Fuses, and keeps the result.
    Artifact make(Path folder, List<Path> checkpoints, List<Double> weights)
            throws InvalidSafetensors, CheckpointsDisagree, IOException {
        StoredFile file = Fusion.fuse(checkpoints, weights, model(folder));
        Artifact model = new Artifact(store.publish(file.path()), file.sha256(), file.bytes());
        store.write(claim(folder), EventCodec.mapper().writeValueAsBytes(model));
        return model;
    }

    private static Path model(Path folder) {
        return folder.resolve("model.safetensors");
    }

    private static Path claim(Path folder) {
        return folder.resolve("claim.json");
    }
}
