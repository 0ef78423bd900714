package dev.bilevel.optimizer.rest;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.optimizer.live.LiveNews;
import dev.bilevel.optimizer.readmodel.JournalRow;
import dev.bilevel.optimizer.readmodel.ReadModel;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Journals as they grow, for people who watch.
///
/// Out of the read model, unlike [Journals]: a page that is open for hours would want a consumer of its own for as
/// long, what it shows beside the journal is the read model's too, and after PostgreSQL was away it goes on where it
/// was.
@ApplicationScoped
class Following {
    private static final Logger LOG = Logger.getLogger(Following.class);
    /// Entries asked for at once: an entry is some kilobytes.
    private static final int PAGE = 200;

    private final ReadModel readModel;
    private final LiveNews news;
    private final Duration interval;

    Following(ReadModel readModel, LiveNews news, OptimizerConfig config) {
        this.readModel = readModel;
        this.news = news;
        this.interval = config.rest().newsInterval();
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
                .transformToMultiAndConcatenate(_ -> from(studyId, last))
                .onFailure()
                .invoke(e -> LOG.warnf("study %s is followed no more: %s", studyId, e));
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
        return rows.stream().map(Following::line).toList();
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
            return Line.of(entry, row.writtenAt);
        } catch (UnreadableEvent e) {
            throw new IllegalStateException("the read model holds what is no event: " + e.getMessage(), e);
        }
    }
}
