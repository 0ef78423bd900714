package dev.bilevel.events;

import java.util.List;

/// The inner loop's decision: fuse the trajectory with these weights, then score the training loss of the result.
///
/// @param fusion index in the trial's inner loop, from 0
/// @param checkpoints the trajectory θ₁…θ_K
/// @param weights α, one for each checkpoint: not negative, summing to 1 (to within rounding)
/// @param scoring how the evaluator scores what fusion makes of it; handed on in [ModelFused]
public record FusionSuggested(
        String studyId,
        String trialId,
        String fusionId,
        int fusion,
        List<Checkpoint> checkpoints,
        List<Double> weights,
        ScoringOrder scoring,
        Explanation why)
        implements Event {
    public FusionSuggested {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.id("fusionId", fusionId);
        Check.atLeast("fusion", fusion, 0);
        checkpoints = Check.trajectory("checkpoints", checkpoints);
        weights = Check.simplex("weights", weights, checkpoints.size());
        Check.present("scoring", scoring);
        Check.present("why", why);
    }

    @Override
    public String subject() {
        return fusionId;
    }
}
