package dev.bilevel.events;

/// A training did not reach its end. The outer loop takes it as an observation without a value.
///
/// @param message one line for people
public record TrialFailed(String studyId, String trialId, FailureReason reason, String message) implements Event {
    public TrialFailed {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.present("reason", reason);
        Check.text("message", message);
    }

    @Override
    public String subject() {
        return trialId;
    }
}
