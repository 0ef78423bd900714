package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.Topics;
import dev.bilevel.study.journal.Arrival;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Journal entries as records: each in the journal, and the decisions that ask for work on their topics too. What is
/// released is no entry: nothing is decided by it.
final class Publication {
    static final String SOURCE = "/bilevel/optimizer";
    /// What the optimizer reads it does not write: a decision such as TrialFailed is told by the journal alone.
    private static final Set<String> INPUTS = Set.of(Topics.STUDIES, Topics.CHECKPOINTS, Topics.SCORES);

    private Publication() {}

    /// @param releases that follow, for their topic alone
    /// @param partition of the input, which is the journal's too
    static List<ProducerRecord<String, byte[]>> of(
            List<JournalEntry> entries, List<FilesReleased> releases, int partition) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (JournalEntry entry : entries) {
            records.add(written(EventCodec.encode(entry, SOURCE), partition));
            if (workTopic(entry).isPresent()) {
                records.add(written(EventCodec.encode(entry.event(), SOURCE), null));
            }
        }
        releases.forEach(files -> records.add(written(EventCodec.encode(files, SOURCE), null)));
        return records;
    }

    /// Imported entries at the time when they were written elsewhere, and the orders that go out again.
    ///
    /// @param partition of the input, which is the journal's too
    static List<ProducerRecord<String, byte[]>> of(Judgement.Imported imported, int partition) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (Arrival.Line line : imported.lines()) {
            ImportMark mark = new ImportMark(line.hash(), imported.part().total());
            records.add(written(
                    EventCodec.encode(line.entry(), SOURCE),
                    partition,
                    line.time().toEpochMilli(),
                    mark.headers()));
        }
        imported.orders().forEach(order -> records.add(written(EventCodec.encode(order, SOURCE), null)));
        return records;
    }

    /// The topic on which an entry asks for work.
    static Optional<String> workTopic(JournalEntry entry) {
        Event event = entry.event();
        return entry.role() == Role.DECISION
                ? Topics.of(event).filter(topic -> !INPUTS.contains(topic))
                : Optional.empty();
    }

    private static ProducerRecord<String, byte[]> written(EventRecord event, Integer partition) {
        return written(event, partition, null, Map.of());
    }

    /// @param timestamp null for now
    private static ProducerRecord<String, byte[]> written(
            EventRecord event, Integer partition, Long timestamp, Map<String, String> more) {
        ProducerRecord<String, byte[]> written =
                new ProducerRecord<>(event.topic(), partition, timestamp, event.key(), EventCodec.utf8(event.value()));
        event.headers().forEach((name, value) -> written.headers().add(name, EventCodec.utf8(value)));
        more.forEach((name, value) -> written.headers().add(name, EventCodec.utf8(value)));
        return written;
    }
}
