package dev.bilevel.events;

/// A fused model θ(α) lies in the store; the evaluator scores it as `scoring` says. The fusion's id is the model's id.
public record ModelFused(String studyId, String trialId, String fusionId, Artifact model, ScoringOrder scoring)
        implements Event {
    public ModelFused {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.id("fusionId", fusionId);
        Check.present("model", model);
        Check.present("scoring", scoring);
    }

    @Override
    public String subject() {
        return fusionId;
    }
}
