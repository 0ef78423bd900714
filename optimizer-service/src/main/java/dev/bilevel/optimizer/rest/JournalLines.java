package dev.bilevel.optimizer.rest;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.optimizer.live.LiveNews;
import dev.bilevel.optimizer.readmodel.JournalRow;
import dev.bilevel.optimizer.readmodel.ReadModel;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Journals as streams of lines, read from the read model a page at a time.
@ApplicationScoped
class JournalLines {
    /// Entries asked for at once: an entry is some kilobytes.
    private static final int PAGE = 200;

    private final ReadModel readModel;
    private final LiveNews news;
    private final Duration interval;

    JournalLines(ReadModel readModel, LiveNews news, OptimizerConfig config) {
        this.readModel = readModel;
        this.news = news;
        this.interval = config.rest().newsInterval();
    }

    /// A line of the journal.
    ///
    /// @param time when it was written
    /// @param text with the running hash, or without where only a part of the journal is asked for
    record Line(JournalEntry entry, Instant time, String text) {
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

    /// What is in the journal now, as the lines of a file: each with the running hash.
    Multi<Line> all(String studyId) {
        JournalHash hash = new JournalHash();
        return unsealed(studyId).map(line -> new Line(line.entry(), line.time(), hash.seal(line.text())));
    }

    /// What is in the journal now, without hashes.
    Multi<Line> unsealed(String studyId) {
        return from(studyId, new AtomicLong(-1));
    }

    /// What comes after an entry: first what is there, then what happens, until the study is over. News arrive by
    /// Redis; where they get lost, the next look finds the entry.
    Multi<Line> follow(String studyId, long after) {
        AtomicLong last = new AtomicLong(after);
        Multi<Long> looks =
                Multi.createFrom().ticks().every(interval).onOverflow().drop();
        Multi<String> announced = news.of(studyId).filter(text -> text.contains("\"journal\""));
        return Multi.createBy()
                .merging()
                .streams(Multi.createFrom().item("first"), looks.map(String::valueOf), announced)
                .onOverflow()
                .dropPreviousItems()
                .onItem()
                .transformToMultiAndConcatenate(_ -> from(studyId, last));
    }

    private Multi<Line> from(String studyId, AtomicLong last) {
        return Multi.createBy()
                .repeating()
                .uni(() -> readModel.journal(studyId, last.get(), PAGE).map(rows -> page(rows, last)))
                .whilst(page -> page.size() == PAGE)
                .onItem()
                .transformToMultiAndConcatenate(page -> Multi.createFrom().iterable(page));
    }

    private static List<Line> page(List<JournalRow> rows, AtomicLong last) {
        if (!rows.isEmpty()) {
            last.set(rows.getLast().sequence);
        }
        return rows.stream().map(JournalLines::line).toList();
    }

    private static Line line(JournalRow row) {
        Map<String, String> headers = Map.of(
                "ce_specversion",
                "1.0",
                "ce_type",
                row.type,
                "ce_sequence",
                Long.toString(row.sequence),
                "ce_role",
                row.role);
        try {
            JournalEntry entry = EventCodec.decodeJournal(headers, EventCodec.utf8(row.event));
            return new Line(entry, row.writtenAt, JournalLine.write(entry, row.writtenAt));
        } catch (UnreadableEvent e) {
            throw new IllegalStateException("the read model holds what is no event: " + e.getMessage(), e);
        }
    }
}
