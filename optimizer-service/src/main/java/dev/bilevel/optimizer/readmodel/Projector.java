package dev.bilevel.optimizer.readmodel;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventType;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.StudySubmitted;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Journal entries into rows, one after the other, inside the caller's database transaction. An entry that was
/// projected before, or that is out of sequence, changes nothing.
final class Projector {
    private static final Logger LOG = Logger.getLogger(Projector.class);

    private final Mutiny.Session session;
    private final List<JournalRow> lines = new ArrayList<>();

    Projector(Mutiny.Session session) {
        this.session = session;
    }

    Uni<Void> apply(JournalEntry entry, Instant written) {
        return session.find(StudyRow.class, entry.studyId()).chain(study -> {
            long expected = study == null ? 0 : study.lastSequence + 1;
            if (entry.sequence() != expected) {
                LOG.debugf("study %s: entry %d passed over, expected %d", entry.studyId(), entry.sequence(), expected);
                return Uni.createFrom().voidItem();
            }
            if (study != null) {
                return append(study, entry, written);
            }
            if (!(entry.event() instanceof StudySubmitted submitted)) {
                LOG.errorf("study %s: its journal begins with %s", entry.studyId(), entry.event());
                return Uni.createFrom().voidItem();
            }
            StudyRow fresh = Rows.study(submitted, written);
            return session.persist(fresh).chain(() -> append(fresh, entry, written));
        });
    }

    /// When all are applied. The journal's own rows come last, since those of one table in a row go to the database
    /// together.
    Uni<Void> finish() {
        return session.persistAll(lines.toArray());
    }

    private Uni<Void> append(StudyRow study, JournalEntry entry, Instant written) {
        study.lastSequence = entry.sequence();
        study.changedAt = written;
        lines.add(line(entry, written));
        return new Changes(session, study, written).of(entry.event());
    }

    private static JournalRow line(JournalEntry entry, Instant written) {
        JournalRow row = new JournalRow();
        row.studyId = entry.studyId();
        row.sequence = entry.sequence();
        row.role = entry.role().name().toLowerCase(Locale.ROOT);
        row.type = EventType.of(entry.event()).wireName();
        row.event = EventCodec.json(entry.event());
        row.writtenAt = written;
        return row;
    }
}
