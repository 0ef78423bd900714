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

/// Completes the state of a partition's studies from the journal.
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

    /// Folds what is not folded yet of a partition that is this instance's now. Whoever calls holds the fold.
    ///
    /// The end is the high watermark, not the last stable offset: a transaction of the partition's former owner
    /// that is still open now must be seen to commit or abort first; where that takes long, [LeftOpen] sees to it.
    /// One that it begins later cannot commit, since the group's generation has moved on.
    ///
    /// @throws KafkaException where the journal cannot be read to its end for now
    void complete(Fold fold) {
        TopicPartition journal = new TopicPartition(Topics.JOURNAL, fold.partition());
        long end = highWatermark(journal);
        if (fold.next() > end) {
            LOG.warnf("%s ends at offset %d, before %d, which it had: it is read anew", journal, end, fold.next());
            fold.beginAnew();
        }
        long known = fold.next();
        if (known < end) {
            read(fold, journal, end);
        }
        LOG.infof(
                "replayed %s from offset %d to %d: %d studies",
                journal, known, end, fold.studies().size());
    }

    private void read(Fold fold, TopicPartition journal, long end) {
        int standstills = 0;
        try (KafkaConsumer<String, byte[]> reader =
                kafka.reader(Map.of("client.id", "bilevel-replay-" + journal.partition()))) {
            reader.assign(List.of(journal));
            reader.seek(journal, fold.next());
            while (fold.next() < end) {
                long from = fold.next();
                ConsumerRecords<String, byte[]> records = reader.poll(GRACE);
                long until = reader.position(journal);
                fold.take(from, until, records);
                beginnings.learn(journal, from, until, records);
                if (until > from) {
                    standstills = 0;
                } else if (++standstills < STANDSTILLS) {
                    leftOpen.end(journal);
                } else {
                    throw new KafkaException(journal + ": what is open at offset " + from + " keeps those behind it,"
                            + " up to " + end + ", from being read");
                }
            }
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
