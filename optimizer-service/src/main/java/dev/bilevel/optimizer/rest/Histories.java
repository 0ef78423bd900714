package dev.bilevel.optimizer.rest;

import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalReader;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.study.journal.Fork;
import dev.bilevel.study.journal.Story;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Studies as they stood at some entry of their journals. Every method blocks while it reads a journal.
@ApplicationScoped
class Histories {
    /// Each that waits for its turn has a thread, and other requests want some.
    private static final int MOST_WAITING = 32;

    private final Journals journals;
    private final Duration patience;
    /// A state of 10,000 trials is 70 MB.
    private final Semaphore few = new Semaphore(2, true);

    Histories(Journals journals, OptimizerConfig config) {
        this.journals = journals;
        this.patience = config.journal().patience();
    }

    /// A study's story, and how long its journal is now.
    record Told(Story story, JournalReader.Whole journal) {}

    /// The story up to an entry, or as far as it is.
    ///
    /// @throws Refusal where there is no such study or entry
    Told story(String id, OptionalLong until) {
        requireNumber("until", until.orElse(0));
        Story story = new Story(until.orElse(Long.MAX_VALUE));
        JournalReader.Whole journal = read(id, story::take);
        if (until.isPresent()) {
            requireEntry("until", until.getAsLong(), journal);
        }
        return new Told(story, journal);
    }

    /// What a study would do under other settings behind an entry.
    ///
    /// @throws Refusal where there is no such study or entry
    Fork.What fork(String id, long at, Fork.Settings settings) {
        requireNumber("at", at);
        Fork fork = new Fork(at, settings);
        requireEntry("at", at, read(id, (number, entry, _) -> fork.take(number, entry)));
        return fork.whatIf();
    }

    private JournalReader.Whole read(String id, JournalReader.Taker taker) {
        if (!isMyTurn()) {
            throw Refusal.busy("Too many journals are being replayed");
        }
        try {
            // Each step of it ends: where nothing comes, it is refused.
            return read(id, journals.of(id).await().indefinitely(), taker);
        } finally {
            few.release();
        }
    }

    private boolean isMyTurn() {
        try {
            return few.getQueueLength() < MOST_WAITING && few.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static JournalReader.Whole read(String id, Journals.Journal journal, JournalReader.Taker taker) {
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

    private static void requireNumber(String field, long sequence) {
        if (sequence < 0) {
            throw Refusal.invalid(field, "" + sequence, "a sequence number of the journal, 0 or more");
        }
    }

    private static void requireEntry(String field, long sequence, JournalReader.Whole journal) {
        if (sequence >= journal.lines()) {
            throw Refusal.invalid(
                    field, "" + sequence, "a sequence number of the journal, 0 to " + (journal.lines() - 1));
        }
    }
}
