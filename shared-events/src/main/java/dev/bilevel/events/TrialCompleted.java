package dev.bilevel.events;

/// A decision: the trial's value, which is what the outer loop's surrogate sees.
///
/// @param value the validation metric of the trial's fused model
public record TrialCompleted(String studyId, String trialId, int trial, double value) implements Event {
    public TrialCompleted {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.atLeast("trial", trial, 0);
        Check.finite("value", value);
    }

    @Override
    public String subject() {
        return trialId;
    }
}
