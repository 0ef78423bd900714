package dev.bilevel.optimizer.rest;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventType;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.optimizer.live.LiveNews;
import dev.bilevel.optimizer.readmodel.JournalRow;
import dev.bilevel.optimizer.readmodel.ReadModel;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Journals as streams of lines, read from the read model a page at a time.
@ApplicationScoped
class JournalLines {
    /// Entries asked for at once: an entry is some kilobytes.
    private static final int PAGE = 200;

    private static final Set<String> LAST = Set.of(
            EventType.STUDY_COMPLETED.wireName(),
            EventType.STUDY_FAILED.wireName(),
            EventType.STUDY_CANCELLED.wireName());

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
    /// @param isLast whether the study is over with it
    record Line(long sequence, String text, boolean isLast) {}

    /// What is in the journal now, as the lines of a file: each with the running hash.
    Multi<Line> all(String studyId) {
        JournalHash hash = new JournalHash();
        return from(studyId, new AtomicLong(-1))
                .map(line -> new Line(line.sequence(), hash.seal(line.text()), line.isLast()));
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
        return rows.stream()
                .map(row -> new Line(row.sequence, text(row), LAST.contains(row.type)))
                .toList();
    }

    private static String text(JournalRow row) {
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
            return JournalLine.write(entry, row.writtenAt);
        } catch (UnreadableEvent e) {
            throw new IllegalStateException("the read model holds what is no event: " + e.getMessage(), e);
        }
    }
}
