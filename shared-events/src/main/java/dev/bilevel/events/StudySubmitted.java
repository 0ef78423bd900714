package dev.bilevel.events;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A user asks for a study.
///
/// @param spec the resolved study spec: every default filled in, so that a later change of defaults cannot change what
///     this study means. `core/study` owns its shape.
public record StudySubmitted(String studyId, ObjectNode spec) implements Event {
    public StudySubmitted {
        Check.id("studyId", studyId);
        Check.present("spec", spec);
        spec = spec.deepCopy();
    }

    @Override
    public ObjectNode spec() {
        return spec.deepCopy();
    }

    @Override
    public String subject() {
        return studyId;
    }
}
