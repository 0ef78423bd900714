package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.config.Kafka;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
    /// How long a live predecessor may take to end what it has begun, and Kafka to show it.
    private static final Duration GRACE = Duration.ofSeconds(2);
    /// As often, in a row, nothing may come: longer than a transaction may stay open, plus room for a slow broker.
    private static final int STANDSTILLS = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Kafka kafka;
    private final Admin admin;
    private final LeftOpen leftOpen;
    private final Beginnings beginnings;

    JournalReplay(Kafka kafka, Admin admin, LeftOpen leftOpen, Beginnings beginnings) {
        this.kafka = kafka;
        this.admin = admin;
        this.leftOpen = leftOpen;
        this.beginnings = beginnings;
    }

    /// Folds the whole partition.
    ///
    /// The end is the high watermark, not the last stable offset: a transaction of the partition's former owner
    /// that is still open now must be seen to commit or abort first; where that takes long, [LeftOpen] sees to it.
    /// One that it begins later cannot commit, since the group's generation has moved on.
    ///
    /// @throws KafkaException where the journal cannot be read to its end for now
    Studies replay(int partition) {
        TopicPartition journal = new TopicPartition(Topics.JOURNAL, partition);
        Studies studies = new Studies();
        long end = highWatermark(journal);
        int standstills = 0;
        long learned = 0;
        try (KafkaConsumer<String, byte[]> reader = kafka.reader(Map.of("client.id", "bilevel-replay-" + partition))) {
            reader.assign(List.of(journal));
            reader.seekToBeginning(List.of(journal));
            for (long from = reader.position(journal); from < end; from = reader.position(journal)) {
                ConsumerRecords<String, byte[]> records = reader.poll(GRACE);
                records.forEach(written -> JournalRecord.of(written)
                        .ifPresent(record -> studies.replay(record.entry(), ImportMark.of(record.headers()))));
                beginnings.learn(journal, learned, reader.position(journal), records);
                learned = reader.position(journal);
                if (reader.position(journal) > from) {
                    standstills = 0;
                } else if (++standstills < STANDSTILLS) {
                    leftOpen.end(journal);
                } else {
                    throw new KafkaException(journal + ": what is open at offset " + from + " keeps those behind it,"
                            + " up to " + end + ", from being read");
                }
            }
        }
        LOG.infof("replayed %s to offset %d: %d studies", journal, end, studies.size());
        return studies;
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
