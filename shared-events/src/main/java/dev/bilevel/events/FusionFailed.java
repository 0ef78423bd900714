package dev.bilevel.events;

/// A fusion could not be made or its training loss could not be scored: an observation without a value.
public record FusionFailed(String studyId, String trialId, String fusionId, FailureReason reason, String message)
        implements Event {
    public FusionFailed {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.id("fusionId", fusionId);
        Check.present("reason", reason);
        Check.text("message", message);
    }

    @Override
    public String subject() {
        return fusionId;
    }
}
