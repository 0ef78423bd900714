package dev.bilevel.study;

import dev.bilevel.bayesopt.Seeds;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.CheckpointSaved;
import dev.bilevel.events.Compute;
import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.Inputs;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.ScoringFailed;
import dev.bilevel.events.Split;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Trainer, fusion and evaluator as functions: the same order gets the same answer, however often it is asked.
///
/// @param failPerMille how many of a thousand orders fail, chosen by their ids
public record SimulatedWorkers(int failPerMille) {
    private static final Fingerprint FINGERPRINT =
            new Fingerprint("simulated", "simulated", 1, Compute.Precision.FP32, Fingerprint.Grade.BIT_EXACT);

    private static final Inputs INPUTS = new Inputs("ab".repeat(32), "cd".repeat(32), 7);

    /// What the workers publish when they take up a decision; nothing where it is no work for them.
    public List<Event> answer(Event decision) {
        return switch (decision) {
            case TrialSuggested trial -> train(trial);
            case FusionSuggested fusion -> List.of(fuseAndScore(fusion));
            case ModelSelected model -> List.of(score(model));
            default -> List.of();
        };
    }

    private List<Event> train(TrialSuggested trial) {
        if (fails(trial)) {
            return List.of(new TrialFailed(trial.studyId(), trial.trialId(), FailureReason.DIVERGED, "loss is NaN"));
        }
        List<Checkpoint> trajectory = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (int k = 0; k < trial.training().checkpoints(); k++) {
            Checkpoint checkpoint = new Checkpoint(k, 10 * (k + 1), artifact(trial.trialId() + k));
            trajectory.add(checkpoint);
            events.add(new CheckpointSaved(trial.studyId(), trial.trialId(), checkpoint));
        }
        events.add(new TrialTrained(trial.studyId(), trial.trialId(), trajectory, 0.5, 100, 1, FINGERPRINT, INPUTS));
        return events;
    }

    private Event fuseAndScore(FusionSuggested fusion) {
        if (fails(fusion)) {
            return new FusionFailed(
                    fusion.studyId(), fusion.trialId(), fusion.fusionId(), FailureReason.UNREADABLE, "gone");
        }
        double loss = 0.3 + 0.1 * unit(fusion.trialId());
        for (int k = 0; k < fusion.weights().size(); k++) {
            double best = unit(fusion.trialId() + "/" + k) / fusion.weights().size();
            loss += (fusion.weights().get(k) - best) * (fusion.weights().get(k) - best);
        }
        return scored(
                fusion, fusion.trialId(), fusion.fusionId(), Split.TRAIN, artifact(fusion.fusionId()), loss, null);
    }

    private Event score(ModelSelected model) {
        Split split = model.scoring().split();
        if (fails(model)) {
            return new ScoringFailed(
                    model.studyId(), model.trialId(), model.modelId(), split, FailureReason.CRASHED, "gave up");
        }
        double metric = unit("." + model.model().sha256() + split);
        return scored(model, model.trialId(), model.modelId(), split, model.model(), 1 - metric, metric);
    }

    private static Event scored(
            Event order, String trialId, String modelId, Split split, Artifact model, double loss, Double metric) {
        Map<String, Double> metrics = metric == null ? Map.of() : Map.of("accuracy", metric);
        return new ModelScored(
                order.studyId(), trialId, modelId, split, model, loss, metrics, metric, 64, 0.1, FINGERPRINT, INPUTS);
    }

    private boolean fails(Event order) {
        return Math.floorMod(Seeds.derive(1, "fails", withoutStudy(order)), 1000) < failPerMille;
    }

    /// Two studies of one spec must get the same answers, whatever they are called.
    private static String withoutStudy(Event order) {
        return order.subject().substring(order.studyId().length());
    }

    private static double unit(String text) {
        return (Seeds.derive(2, text.replaceFirst("^[^.]*", "")) >>> 11) * 0x1.0p-53;
    }

    private static Artifact artifact(String name) {
        long hash = Seeds.derive(3, name.replaceFirst("^[^.]*", ""));
        return new Artifact(
                "file:///store/" + name, String.format("%016x", hash).repeat(4), 100);
    }
}
