package dev.bilevel.events;

/// A decision: the study is over without a result.
///
/// @param message one line for people: what went wrong, and with what
public record StudyFailed(String studyId, String message) implements Event {
    public StudyFailed {
        Check.id("studyId", studyId);
        Check.text("message", message);
    }

    @Override
    public String subject() {
        return studyId;
    }
}
