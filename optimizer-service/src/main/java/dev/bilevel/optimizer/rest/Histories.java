package dev.bilevel.optimizer.rest;

import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalReader;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Replay;
import dev.bilevel.study.journal.Story;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.OptionalLong;

/// Studies as they stood at some entry of their journals. Every method blocks, and reads a whole journal.
@ApplicationScoped
class Histories {
    private final Journals journals;

    Histories(Journals journals) {
        this.journals = journals;
    }

    /// A study's story, and how long its journal is now.
    record Told(Story story, JournalReader.Whole journal) {}

    /// The story up to an entry, or as far as it is.
    ///
    /// @throws Refusal where there is no such study or entry
    Told story(String id, OptionalLong until) {
        Story story = new Story();
        JournalReader.Whole journal = read(id, (number, entry, time) -> {
            if (until.isEmpty() || entry.sequence() <= until.getAsLong()) {
                story.take(number, entry, time);
            }
        });
        if (until.isPresent()) {
            requireEntry("until", until.getAsLong(), journal);
        }
        return new Told(story, journal);
    }

    /// The state behind an entry.
    ///
    /// @throws Refusal where there is no such study or entry
    Study at(String id, long sequence) {
        Replay replay = new Replay();
        JournalReader.Whole journal = read(id, (number, entry, _) -> {
            if (entry.sequence() <= sequence) {
                replay.take(number, entry);
            }
        });
        requireEntry("at", sequence, journal);
        return replay.study().orElseThrow();
    }

    private JournalReader.Whole read(String id, JournalReader.Taker taker) {
        // Each step of it ends: where nothing comes, it is refused.
        Journals.Journal journal = journals.of(id).await().indefinitely();
        JournalHash hash = new JournalHash();
        long count = 0;
        try {
            for (Line line : journal.lines().subscribe().asIterable()) {
                count++;
                hash.seal(line.text());
                taker.take(count, line.entry(), line.time());
            }
        } catch (UnreadableJournal e) {
            throw Refusal.conflict("The journal of study '" + id + "' cannot be replayed: " + e.getMessage());
        }
        if (count == 0) {
            throw Refusal.conflict("Study '" + id + "' has no journal yet; try again in a moment.");
        }
        return new JournalReader.Whole(id, count, hash.last());
    }

    private static void requireEntry(String field, long sequence, JournalReader.Whole journal) {
        if (sequence < 0 || sequence >= journal.lines()) {
            throw Refusal.invalid(
                    field, "" + sequence, "a sequence number of the journal, 0 to " + (journal.lines() - 1));
        }
    }
}
