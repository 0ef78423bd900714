package dev.bilevel.events;

import java.util.List;

/// A training reached its end.
///
/// @param checkpoints the trajectory θ₁…θ_K, in order of step; at least one
/// @param trainingLoss mean loss over the last epoch, as the trainer saw it
/// @param steps optimizer steps taken
/// @param seconds wall-clock time of the training
/// @param fingerprint what it was computed with
/// @param inputs what it was computed from; null where the trainer does not say
public record TrialTrained(
        String studyId,
        String trialId,
        List<Checkpoint> checkpoints,
        double trainingLoss,
        int steps,
        double seconds,
        Fingerprint fingerprint,
        @MayBeAbsent Inputs inputs)
        implements Event {
    public TrialTrained {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        checkpoints = Check.trajectory("checkpoints", checkpoints);
        Check.finite("trainingLoss", trainingLoss);
        Check.atLeast("steps", steps, 1);
        Check.notNegative("seconds", seconds);
        Check.present("fingerprint", fingerprint);
    }

    @Override
    public String subject() {
        return trialId;
    }
}
