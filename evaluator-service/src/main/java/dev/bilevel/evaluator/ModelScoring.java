package dev.bilevel.evaluator;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.checkpoints.CorruptArtifact;
import dev.bilevel.checkpoints.OutsideStore;
import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.Head;
import dev.bilevel.encoder.InvalidHyperparameter;
import dev.bilevel.encoder.InvalidModel;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.encoder.Score;
import dev.bilevel.encoder.Scoring;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.Inputs;
import dev.bilevel.events.ScoringOrder;
import dev.bilevel.glue.Example;
import dev.bilevel.glue.Subset;
import dev.bilevel.glue.Task;
import dev.bilevel.learning.Contents;
import dev.bilevel.learning.OrderFailed;
import dev.bilevel.learning.Orders;
import dev.bilevel.learning.Splits;
import dev.bilevel.learning.WarmUp;
import dev.bilevel.worker.StoreConfig;
import dev.bilevel.worker.WorkFailed;
import dev.bilevel.worker.store.Stores;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Scores a verified model as an order asks for.
@ApplicationScoped
class ModelScoring {
    private final CheckpointStore store;
    private final Models models = new Models();
    private final Splits splits = new Splits();
    private final Contents contents = new Contents();
    private final Scoring scoring = new Scoring();

    @Inject
    ModelScoring(StoreConfig config) {
        this.store = Stores.open(config);
    }

    void warmUp(@Observes StartupEvent event) {
        WarmUp.begin();
    }

    /// A model's score, and what it was compared with.
    record Scored(
            Task task, List<Example> examples, Score score, double seconds, Fingerprint fingerprint, Inputs inputs) {

        /// The label of each example, in the order of the predictions.
        double[] labels() {
            return examples.stream().mapToDouble(Example::label).toArray();
        }
    }

    /// @throws WorkFailed UNREADABLE for a model that is not what it claims, INVALID for an order that cannot be
    ///     followed, DIVERGED for a loss that is no number
    Scored score(Artifact model, ScoringOrder order) throws WorkFailed, IOException {
        long begun = System.nanoTime();
        Path weights = verified(model);
        try {
            Task task = Orders.task(order.data().task());
            ComputeSettings compute = Orders.compute(order.compute());
            List<Example> examples = Subset.of(splits.of(order.data(), order.split()), order.examples(), order.seed());
            ModelFolder folder = models.of(order.model());
            Score score = scoring.score(folder, Head.of(task), compute, weights, examples);
            if (!Double.isFinite(score.loss())) {
                throw new WorkFailed(
                        FailureReason.DIVERGED,
                        "loss: is " + score.loss() + " over " + examples.size() + " examples, expected a number");
            }
            Fingerprint fingerprint = Orders.fingerprint(dev.bilevel.encoder.Fingerprint.of(compute));
            Inputs inputs = contents.inputs(folder, order.data(), order.split(), order.seed());
            return new Scored(task, examples, score, (System.nanoTime() - begun) / 1e9, fingerprint, inputs);
        } catch (OrderFailed e) {
            throw new WorkFailed(e.reason(), e.getMessage(), e);
        } catch (InvalidModel | InvalidHyperparameter e) {
            throw new WorkFailed(FailureReason.INVALID, e.getMessage(), e);
        }
    }

    private Path verified(Artifact model) throws WorkFailed, IOException {
        try {
            return store.verified(model.uri(), model.sha256(), model.bytes());
        } catch (OutsideStore | CorruptArtifact e) {
            throw new WorkFailed(FailureReason.UNREADABLE, e.getMessage(), e);
        }
    }
}
