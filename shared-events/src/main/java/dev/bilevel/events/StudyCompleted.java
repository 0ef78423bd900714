package dev.bilevel.events;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A decision: the study is over, and this is its result.
///
/// @param trial the winner's index
/// @param params its hyperparameters λ*
/// @param weights its fusion weights α*
/// @param model the winner's fused model
/// @param validation the metric that won
/// @param holdout metric on the holdout by role: the fused winner, and the same trial's last checkpoint, best single
///     checkpoint (by training loss) and uniform average; a role whose scoring failed is absent
/// @param trials how many trials were suggested
/// @param failedTrials how many of them have no value
public record StudyCompleted(
        String studyId,
        String trialId,
        int trial,
        Params params,
        List<Double> weights,
        Artifact model,
        double validation,
        Map<ModelRole, Double> holdout,
        int trials,
        int failedTrials)
        implements Event {
    public StudyCompleted {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.atLeast("trial", trial, 0);
        Check.present("params", params);
        weights = Check.simplex("weights", weights, weights == null ? 0 : weights.size());
        Check.present("model", model);
        Check.finite("validation", validation);
        Check.present("holdout", holdout);
        holdout.forEach((role, value) -> {
            Check.present("holdout." + role, value);
            Check.finite("holdout." + role, value);
        });
        holdout = java.util.Collections.unmodifiableMap(new TreeMap<>(holdout));
        Check.atLeast("trials", trials, 1);
        Check.atLeast("failedTrials", failedTrials, 0);
    }

    @Override
    public String subject() {
        return studyId;
    }
}
