package dev.bilevel.standalone.scale;

import dev.bilevel.events.Artifact;
import dev.bilevel.events.Checkpoint;
import dev.bilevel.events.Compute;
import dev.bilevel.events.Event;
import dev.bilevel.events.Fingerprint;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.Split;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What workers that compute nothing say: the same to the same order.
final class SimulatedAnswers {
    private static final Fingerprint FINGERPRINT =
            new Fingerprint("none", "simulated", 1, Compute.Precision.FP32, Fingerprint.Grade.STATISTICAL);

    private SimulatedAnswers() {}

    static TrialTrained trained(TrialSuggested trial) {
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (int k = 0; k < trial.training().checkpoints(); k++) {
            checkpoints.add(new Checkpoint(k, 10 * (k + 1), artifact(trial.trialId() + "/" + k)));
        }
        return new TrialTrained(trial.studyId(), trial.trialId(), checkpoints, 0.5, 40, 1, FINGERPRINT, null);
    }

    /// A bowl around two fifths for the inner loop: something to find.
    static ModelScored scored(FusionSuggested fusion) {
        double loss = 0;
        for (double weight : fusion.weights()) {
            loss += (weight - 0.4) * (weight - 0.4);
        }
        return score(fusion, fusion.trialId(), Split.TRAIN, artifact(fusion.fusionId()), loss, null);
    }

    static ModelScored scored(ModelSelected model) {
        double metric = 0.5 + Math.floorMod(model.trialId().hashCode(), 4000) / 10_000.0;
        return score(model, model.trialId(), model.scoring().split(), model.model(), 1 - metric, metric);
    }

    private static ModelScored score(
            Event order, String trialId, Split split, Artifact model, double loss, Double metric) {
        return new ModelScored(
                order.studyId(),
                trialId,
                order.subject(),
                split,
                model,
                loss,
                Map.of(),
                metric,
                100,
                0.1,
                FINGERPRINT,
                null);
    }

    private static Artifact artifact(String name) {
        return new Artifact("file:///simulated/" + name, "0".repeat(64), 8);
    }
}
