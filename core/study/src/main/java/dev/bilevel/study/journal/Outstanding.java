package dev.bilevel.study.journal;

import dev.bilevel.events.Event;
import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.ScoringFailed;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import org.pcollections.OrderedPMap;

import java.util.List;

/// The work that a study waits for: each order that was given and has no answer yet, word for word, in the order in
/// which they were given. A fold of the journal; immutable.
///
/// Publishing it again is all that a study needs to go on elsewhere: workers do what they find undone, and an answer
/// that comes twice decides to nothing.
///
/// @param bySubject orders by the trial, fusion or model that they are about
public record Outstanding(OrderedPMap<String, Event> bySubject) {
    private static final Outstanding NOTHING = new Outstanding(OrderedPMap.empty());

    /// Before the first entry, and behind the last of a study that is over.
    public static Outstanding nothing() {
        return NOTHING;
    }

    /// Behind one more entry.
    public Outstanding after(JournalEntry entry) {
        Event event = entry.event();
        return switch (event) {
            case TrialSuggested _, FusionSuggested _, ModelSelected _ ->
                new Outstanding(bySubject.plus(event.subject(), event));
            case TrialTrained _, TrialFailed _, FusionFailed _, ModelScored _, ScoringFailed _ ->
                new Outstanding(bySubject.minus(event.subject()));
            case StudyCompleted _, StudyFailed _, StudyCancelled _ -> NOTHING;
            default -> this;
        };
    }

    /// TrialSuggested, FusionSuggested and ModelSelected, for their topics.
    public List<Event> orders() {
        return List.copyOf(bySubject.values());
    }
}
