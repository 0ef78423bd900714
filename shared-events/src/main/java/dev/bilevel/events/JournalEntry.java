package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.Locale;

/// A line of a study's journal.
///
/// On the wire (topic `bilevel.journal`, key study id) this is the event itself with two more CloudEvents attributes,
/// `ce_sequence` and `ce_role`.
///
/// @param sequence from 0, without gaps, one count for each study
/// @param role whether the event came in or was decided
public record JournalEntry(String studyId, long sequence, Role role, Event event) {

    /// Which way an event went.
    public enum Role {
        /// Taken in by the optimizer.
        @JsonProperty("observation")
        OBSERVATION,
        /// Made by the optimizer.
        @JsonProperty("decision")
        DECISION;

        /// The role of this name on the wire, `observation` or `decision`.
        ///
        /// @throws IllegalArgumentException for any other
        static Role named(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    public JournalEntry {
        Check.id("studyId", studyId);
        Check.atLeast("sequence", sequence, 0);
        Check.present("role", role);
        Check.present("event", event);
        if (!studyId.equals(event.studyId())) {
            throw new IllegalArgumentException("event: belongs to study " + event.studyId() + ", expected " + studyId);
        }
    }
}
