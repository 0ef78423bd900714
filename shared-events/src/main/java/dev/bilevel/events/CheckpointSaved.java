package dev.bilevel.events;

/// A trainer wrote a checkpoint. News for people watching: decisions wait for [TrialTrained], which lists them all.
public record CheckpointSaved(String studyId, String trialId, Checkpoint checkpoint) implements Event {
    public CheckpointSaved {
        Check.id("studyId", studyId);
        Check.id("trialId", trialId);
        Check.present("checkpoint", checkpoint);
    }

    @Override
    public String subject() {
        return trialId;
    }
}
