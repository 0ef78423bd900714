package dev.bilevel.study;

import dev.bilevel.events.Event;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.StudySubmitted;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `decide(state, input) → events`: pure, and the only place where anything is decided.
///
/// It changes nothing: the caller appends the entries to the journal, publishes the decisions, and only then lets
/// [Study#evolve] have them. Time, ids and seeds come in with the events; the same state and the same event give the
/// same bits on any machine.
public final class Decider {
    /// Begins the message of a study that ended for want of a decision.
    static final String UNDECIDED = "its next decision cannot be computed: ";

    private Decider() {}

    /// What taking in an event leads to: the observation's own entry, then the decisions that follow from it, in order.
    ///
    /// @param study the state; empty where no study of the event's id is known
    /// @return empty where the event changes nothing: a duplicate, or news of a study that is over
    /// @throws Refused where the event cannot be taken: it belongs among the dead letters
    public static List<JournalEntry> decide(Optional<Study> study, Event event) {
        if (!Admission.admits(study, event)) {
            return List.of();
        }
        List<JournalEntry> entries = new ArrayList<>();
        Study state = append(entries, study, Role.OBSERVATION, event);
        Optional<Event> decision = next(state, event);
        while (decision.isPresent()) {
            state = append(entries, Optional.of(state), Role.DECISION, decision.get());
            decision = next(state, event);
        }
        return List.copyOf(entries);
    }

    /// Whether a study takes this event in. One that it passes over, or must refuse, cannot stand in its journal as an
    /// observation.
    public static boolean admits(Optional<Study> study, Event event) {
        try {
            return Admission.admits(study, event);
        } catch (Refused e) {
            return false;
        }
    }

    /// The one decision that a state calls for next; empty where the next observation must come first.
    ///
    /// A decision that cannot be computed ends the study: it could not be another time either, and a study that
    /// waits for it would wait for ever.
    ///
    /// @param cause the observation that was taken in last
    public static Optional<Event> next(Study study, Event cause) {
        try {
            return Decisions.next(study, cause);
        } catch (RuntimeException e) {
            return Optional.of(new StudyFailed(study.id(), UNDECIDED + e));
        }
    }

    private static Study append(List<JournalEntry> entries, Optional<Study> study, Role role, Event event) {
        long sequence = study.map(Study::nextSequence).orElse(0L);
        JournalEntry entry = new JournalEntry(event.studyId(), sequence, role, event);
        entries.add(entry);
        return evolve(study, entry);
    }

    private static Study evolve(Optional<Study> study, JournalEntry entry) {
        try {
            return Study.evolve(study, entry);
        } catch (InvalidSpec e) {
            throw new Refused(StudySubmitted.class.getSimpleName() + ": spec."
                    + e.getMessage().lines().findFirst().orElse(""));
        }
    }
}
