package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.Topics;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.optimizer.config.Kafka;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import static java.util.concurrent.TimeUnit.SECONDS;

/// Rebuilds the state of a partition's studies from the journal.
@ApplicationScoped
class JournalReplay {
    private static final Logger LOG = Logger.getLogger(JournalReplay.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /// Longer than a transaction may stay open (see `application.properties`), plus room for a slow broker.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Kafka kafka;
    private final Admin admin;

    JournalReplay(Kafka kafka, Admin admin) {
        this.kafka = kafka;
        this.admin = admin;
    }

    /// Folds the whole partition.
    ///
    /// The end is the high watermark, not the last stable offset: a transaction of the partition's former owner
    /// that is still open now must be seen to commit or abort first. One that it begins later cannot commit, since
    /// the group's generation has moved on.
    ///
    /// @throws KafkaException where the journal cannot be read to its end for now
    Studies replay(int partition) {
        TopicPartition journal = new TopicPartition(Topics.JOURNAL, partition);
        Studies studies = new Studies();
        long end = highWatermark(journal);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<String, byte[]> reader = kafka.reader(Map.of("client.id", "bilevel-replay-" + partition))) {
            reader.assign(List.of(journal));
            reader.seekToBeginning(List.of(journal));
            while (reader.position(journal) < end) {
                for (ConsumerRecord<String, byte[]> entry : reader.poll(POLL)) {
                    fold(studies, entry);
                }
                if (System.nanoTime() > deadline) {
                    throw new KafkaException(journal + ": a transaction before offset " + end + " stays open");
                }
            }
        }
        LOG.infof("replayed %s to offset %d: %d studies", journal, end, studies.size());
        return studies;
    }

    private static void fold(Studies studies, ConsumerRecord<String, byte[]> written) {
        try {
            Map<String, String> headers = Headers.of(written);
            JournalEntry entry = EventCodec.decodeJournal(headers, written.value());
            studies.replay(entry, ImportMark.of(headers));
        } catch (UnreadableEvent e) {
            LOG.errorf(
                    "%s-%d@%d is no journal entry and is passed over: %s",
                    written.topic(), written.partition(), written.offset(), e.getMessage());
        }
    }

    private long highWatermark(TopicPartition journal) {
        try {
            return admin.listOffsets(Map.of(journal, OffsetSpec.latest()))
                    .partitionResult(journal)
                    .get(PATIENCE.toSeconds(), SECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(journal + ": its end cannot be found", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
