package dev.bilevel.events;

/// A decision: score this model on validation, or on the holdout if it belongs to the study's winner.
///
/// @param modelId names this request: `<trialId>.<role>.<split>`, so that one model may be asked for on two splits
public record ModelSelected(
        String studyId, String trialId, String modelId, ModelRole role, Artifact model, ScoringOrder scoring)
        implements Event {
    public ModelSelected {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.id("modelId", modelId);
        Check.present("role", role);
        Check.present("model", model);
        Check.present("scoring", scoring);
    }

    @Override
    public String subject() {
        return modelId;
    }
}
