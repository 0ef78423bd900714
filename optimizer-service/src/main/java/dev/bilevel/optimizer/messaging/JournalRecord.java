package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.UnreadableEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A record of the topic `bilevel.journal`, read. Whoever folds, projects or exports the journal reads it by this, so
/// that all of them see the same entries.
///
/// @param time when it was written first, for an imported entry elsewhere
/// @param headers with the attributes that an entry does not have
public record JournalRecord(JournalEntry entry, Instant time, Map<String, String> headers) {
    private static final Logger LOG = Logger.getLogger(JournalRecord.class);

    /// Empty, and a line in the log, for what no optimizer wrote: it is passed over.
    public static Optional<JournalRecord> of(ConsumerRecord<String, byte[]> written) {
        Map<String, String> headers = Headers.of(written);
        try {
            JournalEntry entry = EventCodec.decodeJournal(headers, written.value());
            if (entry.studyId().equals(written.key())) {
                return Optional.of(new JournalRecord(entry, Instant.ofEpochMilli(written.timestamp()), headers));
            }
            passOver(written, "key: is '" + written.key() + "', expected the study id '" + entry.studyId() + "'");
        } catch (UnreadableEvent e) {
            passOver(written, e.getMessage());
        }
        return Optional.empty();
    }

    private static void passOver(ConsumerRecord<?, ?> written, String reason) {
        LOG.errorf(
                "%s-%d@%d is no journal entry and is passed over: %s",
                written.topic(), written.partition(), written.offset(), reason);
    }
}
