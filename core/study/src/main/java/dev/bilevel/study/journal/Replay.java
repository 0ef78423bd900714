package dev.bilevel.study.journal;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventType;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Decider;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.Study;

import java.util.Optional;

/// Folds a journal, entry by entry, into the state of its study.
public final class Replay {
    private Optional<Study> study = Optional.empty();
    private Optional<Event> cause = Optional.empty();
    private long line;

    /// Takes the next entry.
    ///
    /// @param number of its line, from 1
    /// @throws UnreadableJournal where it cannot follow those before it
    public void take(long number, JournalEntry entry) throws UnreadableJournal {
        if (study.isEmpty() && !(entry.event() instanceof StudySubmitted)) {
            throw new UnreadableJournal(
                    number, "is " + name(entry.event()) + ", expected the study's submission first");
        }
        try {
            study = Optional.of(Study.evolve(study, entry));
        } catch (InvalidSpec e) {
            throw new UnreadableJournal(
                    number, "spec." + e.getMessage().lines().findFirst().orElse(""));
        } catch (IllegalStateException e) {
            throw new UnreadableJournal(
                    number, name(entry.event()) + " cannot follow the lines before it: " + e.getMessage());
        }
        if (entry.role() == Role.OBSERVATION) {
            cause = Optional.of(entry.event());
        }
        line = number;
    }

    /// Requires that the journal does not end between an observation and the decisions that follow from it.
    ///
    /// @throws UnreadableJournal where one is missing
    public void requireWhole() throws UnreadableJournal {
        Optional<Event> missing =
                study.flatMap(state -> cause.flatMap(observation -> Decider.next(state, observation)));
        if (missing.isPresent()) {
            throw new UnreadableJournal(
                    line + 1,
                    "is missing: " + name(missing.get()) + " is always written together with the "
                            + name(cause.orElseThrow()) + " that it follows from; the journal was cut off");
        }
    }

    /// The state so far; empty before the first entry.
    public Optional<Study> study() {
        return study;
    }

    /// The observation that was taken in last.
    Optional<Event> cause() {
        return cause;
    }

    /// How an event is named to people: `trial-suggested`.
    static String name(Event event) {
        return EventType.of(event)
                .wireName()
                .replaceFirst("^dev\\.bilevel\\.", "")
                .replaceFirst("\\.v\\d+$", "");
    }
}
