package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.JournalEntry;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Arrival;
import org.jboss.logging.Logger;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The studies of one partition, folded from its journal. One thread changes it; others may count.
final class Studies {
    private static final Logger LOG = Logger.getLogger(Studies.class);

    private final Map<String, Study> byId = new ConcurrentHashMap<>();
    private final Map<String, String> damaged = new HashMap<>();
    /// Studies whose journal was imported, while nothing else has happened in them here.
    private final Map<String, Arrival> arrivals = new HashMap<>();
    /// What has gone on since [#settle], as it was before.
    private final Map<String, Former> former = new HashMap<>();

    private record Former(Optional<Study> study, Optional<Arrival> arrival) {}

    Optional<Study> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// Why nothing more can be decided about a study: its journal makes no sense to this code.
    Optional<String> damage(String id) {
        return Optional.ofNullable(damaged.get(id));
    }

    /// How much of a study's journal was imported; empty where it began here, or has gone on here since.
    Optional<Arrival> arrival(String id) {
        return Optional.ofNullable(arrivals.get(id));
    }

    int size() {
        return byId.size();
    }

    /// How many studies there are in each status.
    Map<Study.Status, Integer> count() {
        Map<Study.Status, Integer> counts = new EnumMap<>(Study.Status.class);
        byId.values().forEach(study -> counts.merge(study.status(), 1, Integer::sum));
        return counts;
    }

    /// Takes an entry that follows.
    void evolve(JournalEntry entry) {
        Optional<Study> before = find(entry.studyId());
        Study next = Study.evolve(before, entry);
        former.putIfAbsent(entry.studyId(), new Former(before, arrival(entry.studyId())));
        // Those that are over stay for good, and there are more of them every day.
        byId.put(entry.studyId(), next.isOver() ? next.condensed() : next);
        arrivals.remove(entry.studyId());
    }

    /// Takes an imported entry that follows.
    void evolve(JournalEntry entry, ImportMark mark) {
        Optional<Arrival> before = arrival(entry.studyId());
        evolve(entry);
        arrivals.put(entry.studyId(), Arrival.after(before, entry, mark.hash(), mark.total()));
    }

    /// What they are now, they stay.
    void settle() {
        former.clear();
    }

    /// Takes them back to where they were when last settled.
    void undo() {
        former.forEach((id, before) -> {
            put(byId, id, before.study());
            put(arrivals, id, before.arrival());
        });
        former.clear();
    }

    private static <T> void put(Map<String, T> map, String id, Optional<T> value) {
        value.ifPresentOrElse(present -> map.put(id, present), () -> map.remove(id));
    }

    /// Takes an entry as it lies in the journal. One that is out of sequence was not written by an optimizer and is
    /// passed over; one that cannot follow its predecessors takes its study, and no other, out of service.
    ///
    /// @param mark of an imported entry
    void replay(JournalEntry entry, Optional<ImportMark> mark) {
        if (damaged.containsKey(entry.studyId())) {
            return;
        }
        long expected = find(entry.studyId()).map(Study::nextSequence).orElse(0L);
        if (entry.sequence() != expected) {
            LOG.errorf(
                    "study %s: journal entry %d is passed over, expected %d",
                    entry.studyId(), entry.sequence(), expected);
            return;
        }
        try {
            mark.ifPresentOrElse(imported -> evolve(entry, imported), () -> evolve(entry));
        } catch (RuntimeException e) {
            damaged.put(entry.studyId(), "journal entry " + entry.sequence() + ": " + e.getMessage());
            LOG.errorf(e, "study %s: journal entry %d cannot be replayed", entry.studyId(), entry.sequence());
        }
    }
}
