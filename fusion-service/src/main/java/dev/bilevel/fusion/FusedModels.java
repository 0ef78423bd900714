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
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Fused models in the store, each under the hash of what it was made from, so that a repetition finds it.
///
/// Beside `<hash>.safetensors` lies `<hash>.json`, its claim check, written afterwards: a model without one, or one
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

    /// The model of that name, if it is there and is what it was.
    Optional<Artifact> find(String hash) throws IOException {
        try {
            Optional<byte[]> found = store.read(claim(hash));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Artifact claim = EventCodec.mapper().readValue(found.get(), Artifact.class);
            Artifact model = new Artifact(store.uriOf(store.fusion(hash)), claim.sha256(), claim.bytes());
            store.verified(model.uri(), model.sha256(), model.bytes());
            return Optional.of(model);
        } catch (JsonProcessingException | CorruptArtifact | OutsideStore e) {
            LOG.warnf("fusion %s is made anew: %s", hash, e.getMessage());
            return Optional.empty();
        }
    }

    /// Fuses, and keeps the result.
    Artifact make(String hash, List<Path> checkpoints, List<Double> weights)
            throws InvalidSafetensors, CheckpointsDisagree, IOException {
        StoredFile file = Fusion.fuse(checkpoints, weights, store.fusion(hash));
        Artifact model = new Artifact(store.publish(file.path()), file.sha256(), file.bytes());
        store.write(claim(hash), EventCodec.mapper().writeValueAsBytes(model));
        return model;
    }

    private Path claim(String hash) {
        return store.fusion(hash).resolveSibling(hash + ".json");
    }
}
