package dev.bilevel.trainer;

import dev.bilevel.checkpoints.ContentHash;
import dev.bilevel.encoder.Hyperparameters;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.events.Split;
import dev.bilevel.events.TrainingOrder;
import dev.bilevel.learning.OrderFailed;
import dev.bilevel.learning.Splits;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The name of a training: everything that its trajectory depends on, files by their content.
///
/// Ids are not among it, and neither is the machine: the same training has one name, whoever asks for it. Delivered
/// to two workers of one study it has one result, whose fingerprint says where it was computed. Another study keeps a
/// result of its own under that name.
final class TrialInputs {
    /// Changed whenever training would give another trajectory for the same inputs.
    private static final String PURPOSE = "trial/2";

    private TrialInputs() {}

    /// @throws OrderFailed INVALID if the order names no data of GLUE's
    static String hash(TrainingOrder order, Hyperparameters hyperparameters, ModelFolder model)
            throws OrderFailed, IOException {
        List<String> files = new ArrayList<>();
        for (Path file : model.files()) {
            files.add(ContentHash.of(file));
        }
        return ContentHash.inputs(PURPOSE)
                .with("model", files)
                .with("weights", order.model().weights())
                .with("task", order.data().task())
                .with("train", ContentHash.of(Splits.file(order.data(), Split.TRAIN)))
                .with("validation", order.data().validation())
                .with("carving", order.data().seed())
                .with("device", order.compute().device())
                .with("precision", order.compute().precision())
                .with("threads", order.compute().threads())
                .with("maxLength", order.compute().maxLength())
                .with("checkpoints", order.checkpoints())
                .with("from", order.checkpointsFrom())
                .with("seed", order.seed())
                .with("hyperparameters", named(hyperparameters))
                .hex();
    }

    /// With defaults filled in: a default that changes changes the name.
    private static Map<String, Object> named(Hyperparameters hyperparameters) {
        Map<String, Object> named = new TreeMap<>();
        named.put("learningRate", hyperparameters.learningRate());
        named.put("batchSize", hyperparameters.batchSize());
        named.put("epochs", hyperparameters.epochs());
        named.put("weightDecay", hyperparameters.weightDecay());
        named.put("warmupRatio", hyperparameters.warmupRatio());
        named.put("dropout", hyperparameters.dropout());
        named.put("attentionDropout", hyperparameters.attentionDropout());
        named.put("headDropout", hyperparameters.headDropout());
        named.put("maxGradNorm", hyperparameters.maxGradNorm());
        named.put("beta1", hyperparameters.beta1());
        named.put("beta2", hyperparameters.beta2());
        named.put("epsilon", hyperparameters.epsilon());
        named.put("schedule", hyperparameters.schedule());
        named.put("gradientAccumulation", hyperparameters.gradientAccumulation());
        named.put("labelSmoothing", hyperparameters.labelSmoothing());
        named.put("layerDecay", hyperparameters.layerDecay());
        named.put("frozenLayers", hyperparameters.frozenLayers());
        named.put("patience", hyperparameters.patience());
        return named;
    }
}
