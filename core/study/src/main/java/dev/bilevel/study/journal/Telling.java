package dev.bilevel.study.journal;

import dev.bilevel.events.FusionFailed;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.ModelScored;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Study;

import java.util.HashMap;
import java.util.Map;

/// A study's state, and where in its journal each suggestion and result stands. Places are keyed without the
/// study's id, so that those of two studies can be compared.
public final class Telling {
    private final Replay replay = new Replay();
    private final Map<String, Long> sequences = new HashMap<>();

    /// Takes the next entry.
    ///
    /// @throws UnreadableJournal where it cannot follow those before it
    public void take(long number, JournalEntry entry) throws UnreadableJournal {
        replay.take(number, entry);
        String id = entry.event().subject().substring(entry.studyId().length());
        switch (entry.event()) {
            case TrialSuggested _ -> sequences.put(trial(id), entry.sequence());
            case TrialTrained _ -> sequences.put(trained(id), entry.sequence());
            case FusionSuggested _ -> sequences.put(fusion(id), entry.sequence());
            case ModelScored _, FusionFailed _ -> sequences.put(scored(id), entry.sequence());
            case TrialCompleted _, TrialFailed _ -> sequences.put(settled(id), entry.sequence());
            default -> {}
        }
    }

    /// Requires that the journal does not end between an observation and the decisions that follow from it.
    ///
    /// @throws UnreadableJournal where one is missing
    public void requireWhole() throws UnreadableJournal {
        replay.requireWhole();
    }

    /// The study's state after the last entry.
    public Study study() {
        return replay.study().orElseThrow();
    }

    Long sequence(String key) {
        return sequences.get(key);
    }

    static String trial(String id) {
        return "suggested" + id;
    }

    static String trained(String id) {
        return "trained" + id;
    }

    static String fusion(String id) {
        return "suggested" + id;
    }

    static String scored(String id) {
        return "scored" + id;
    }

    static String settled(String id) {
        return "settled" + id;
    }
}
