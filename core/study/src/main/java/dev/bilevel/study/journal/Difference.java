package dev.bilevel.study.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;

import java.util.Optional;

/// Where a journal says something else than the deciders.
///
/// @param sequence of the entry
/// @param about what the entry is about: a trial, a fusion, a model, the study
/// @param field the path of the field, such as `why.mean`; `type` where the events are of different kinds
/// @param expected what the deciders say
/// @param found what the journal says
public record Difference(long sequence, String about, String field, String expected, String found) {
    private static final String NOTHING = "nothing";

    /// One line for people.
    public String message() {
        return "sequence " + sequence + " (" + about + "), " + field + ": expected " + expected + ", found " + found;
    }

    /// An observation that no study would have taken in at that point.
    static Difference notAdmitted(JournalEntry entry) {
        return new Difference(
                entry.sequence(),
                entry.event().subject(),
                "role",
                "an observation that the study waits for",
                Replay.name(entry.event()) + ", which it passes over");
    }

    /// A decision of the deciders that is there as an observation.
    static Difference ofRole(JournalEntry entry) {
        return new Difference(entry.sequence(), entry.event().subject(), "role", "decision", "observation");
    }

    /// The first difference between two decisions, field by field; empty where they are the same to the bit.
    static Optional<Difference> between(long sequence, Optional<Event> expected, Optional<Event> found) {
        if (expected.equals(found)) {
            return Optional.empty();
        }
        String about = expected.or(() -> found).orElseThrow().subject();
        String expectedName = expected.map(Replay::name).orElse(NOTHING);
        String foundName = found.map(Replay::name).orElse(NOTHING);
        if (!expectedName.equals(foundName)) {
            return Optional.of(new Difference(sequence, about, "type", expectedName, foundName));
        }
        return Field.differing(tree(expected), tree(found)).stream()
                .findFirst()
                .map(field -> new Difference(
                        sequence, about, field.path(), Field.shown(field.one()), Field.shown(field.other())));
    }

    private static JsonNode tree(Optional<Event> event) {
        return EventCodec.mapper().valueToTree(event.orElseThrow());
    }
}
