package dev.bilevel.optimizer.rest;

import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;

import java.time.Instant;

/// A line of a journal.
///
/// @param time when its entry was written
/// @param text with the running hash, or without where only a part of the journal is asked for
record Line(JournalEntry entry, Instant time, String text) {
    /// Without a hash.
    static Line of(JournalEntry entry, Instant time) {
        return new Line(entry, time, JournalLine.write(entry, time));
    }

    long sequence() {
        return entry.sequence();
    }

    /// Whether the study is over with it.
    boolean isLast() {
        return switch (entry.event()) {
            case StudyCompleted _, StudyFailed _, StudyCancelled _ -> true;
            default -> false;
        };
    }
}
