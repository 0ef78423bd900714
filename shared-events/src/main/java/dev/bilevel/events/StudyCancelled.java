package dev.bilevel.events;

/// A user stops a study: no new trial, fusion or score is asked for, and running work gives up soon.
///
/// @param reason for people; may be empty
public record StudyCancelled(String studyId, String reason) implements Event {
    public StudyCancelled {
        Check.id("studyId", studyId);
        Check.text("reason", reason);
    }

    @Override
    public String subject() {
        return studyId;
    }
}
