package dev.bilevel.fusion;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.checkpoints.TensorSource;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.Compute;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.Explanation;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.Indices;
import dev.bilevel.events.ModelSource;
import dev.bilevel.events.ScoringOrder;
import dev.bilevel.events.Split;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Orders for the tests, over checkpoints of one small tensor.
record Orders(CheckpointStore store) {

    Checkpoint checkpoint(String trial, int index, float... values) throws IOException {
        TensorSource tensor = TensorSource.of("w", List.of((long) values.length), values);
        Path target = store.root().resolve("trials").resolve(trial).resolve(index + ".safetensors");
        StoredFile file = SafetensorsWriter.write(target, List.of(tensor), Map.of());
        return new Checkpoint(index, index + 1, new Artifact(store.publish(file.path()), file.sha256(), file.bytes()));
    }

    Checkpoint missing() {
        return new Checkpoint(0, 1, new Artifact(store.uriOf(store.root().resolve("missing")), "0".repeat(64), 9));
    }

    FusionSuggested suggested(String fusionId, List<Checkpoint> trajectory, List<Double> weights) {
        Explanation why = new Explanation(
                "test/1",
                Explanation.Origin.GIVEN,
                "ucb",
                null,
                null,
                null,
                Map.of(),
                Indices.below(0),
                Indices.below(0),
                1);
        return new FusionSuggested("s", "s.t", fusionId, 0, trajectory, weights, scoring(), why);
    }

    static ScoringOrder scoring() {
        return new ScoringOrder(
                new ModelSource("model", "model", ModelSource.Weights.RANDOM),
                new DataSource("SST-2", "data", 0.2, 7),
                new Compute("cpu", Compute.Precision.FP32, 1, 32),
                Split.TRAIN,
                16,
                7);
    }
}
