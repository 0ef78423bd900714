package dev.bilevel.events;

/// A [ModelSelected] could not be scored.
public record ScoringFailed(
        String studyId, String trialId, String modelId, Split split, FailureReason reason, String message)
        implements Event {
    public ScoringFailed {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.id("modelId", modelId);
        Check.present("split", split);
        Check.present("reason", reason);
        Check.text("message", message);
    }

    @Override
    public String subject() {
        return modelId;
    }
}
