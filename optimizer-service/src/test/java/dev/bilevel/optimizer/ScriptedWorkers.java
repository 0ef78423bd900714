package dev.bilevel.optimizer;

import dev.bilevel.bayesopt.Seeds;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Compute;
import dev.bilevel.events.Event;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.ScoringOrder;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Trainer, fusion and evaluator as functions with made-up numbers: the same order gets the same answer. It is the
/// optimizer that is under test; the answers travel over Kafka like real ones.
final class ScriptedWorkers {
    private static final Fingerprint FINGERPRINT =
            new Fingerprint("scripted", "scripted", 1, Compute.Precision.FP32, Fingerprint.Grade.BIT_EXACT);

    private ScriptedWorkers() {}

    /// What the worker publishes for an order; nothing where it is none.
    static List<Event> answer(Event order) {
        return switch (order) {
            case TrialSuggested trial -> train(trial);
            case FusionSuggested fusion ->
                List.of(new ModelFused(
                        fusion.studyId(),
                        fusion.trialId(),
                        fusion.fusionId(),
                        artifact(fusion.trialId() + fusion.weights()),
                        fusion.scoring()));
            case ModelFused fused ->
                List.of(score(fused, fused.trialId(), fused.fusionId(), fused.model(), fused.scoring(), null));
            case ModelSelected model -> {
                double metric = unit(model.model().sha256() + model.scoring().split());
                yield List.of(score(model, model.trialId(), model.modelId(), model.model(), model.scoring(), metric));
            }
            default -> List.of();
        };
    }

    private static List<Event> train(TrialSuggested trial) {
        List<Checkpoint> trajectory = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (int k = 0; k < trial.training().checkpoints(); k++) {
            Checkpoint checkpoint = new Checkpoint(k, 10 * (k + 1), artifact(trial.trialId() + "/" + k));
            trajectory.add(checkpoint);
            events.add(new CheckpointSaved(trial.studyId(), trial.trialId(), checkpoint));
        }
        events.add(new TrialTrained(trial.studyId(), trial.trialId(), trajectory, 0.5, 100, 1, FINGERPRINT, null));
        return events;
    }

    private static Event score(
            Event order, String trialId, String modelId, Artifact model, ScoringOrder scoring, Double metric) {
        double loss = metric == null ? unit(model.sha256()) : 1 - metric;
        Map<String, Double> metrics = metric == null ? Map.of() : Map.of("accuracy", metric);
        return new ModelScored(
                order.studyId(),
                trialId,
                modelId,
                scoring.split(),
                model,
                loss,
                metrics,
                metric,
                64,
                0.1,
                FINGERPRINT,
                null);
    }

    private static double unit(String text) {
        return (Seeds.derive(2, text) >>> 11) * 0x1.0p-53;
    }

    private static Artifact artifact(String name) {
        return new Artifact(
                "file:///store/" + Long.toHexString(Seeds.derive(4, name)) + ".safetensors",
                String.format("%016x", Seeds.derive(3, name)).repeat(4),
                100);
    }
}
