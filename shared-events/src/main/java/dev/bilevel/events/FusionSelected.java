package dev.bilevel.events;

import java.util.List;

/// A decision: a trial's inner loop is over, and this fusion has the lowest training loss of those it tried.
///
/// @param weights α*
/// @param loss L_train(θ(α*))
/// @param fusions how many fusions were tried, failures included
public record FusionSelected(
        String studyId, String trialId, String fusionId, List<Double> weights, double loss, int fusions)
        implements Event {
    public FusionSelected {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.id("fusionId", fusionId);
        weights = Check.simplex("weights", weights, weights == null ? 0 : weights.size());
        Check.finite("loss", loss);
        Check.atLeast("fusions", fusions, 1);
    }

    @Override
    public String subject() {
        return trialId;
    }
}
