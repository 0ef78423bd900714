package dev.bilevel.optimizer.messaging;

import dev.bilevel.optimizer.config.Kafka;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Completes the state of a partition's studies from the journal.
@ApplicationScoped
class JournalReplay {
    private static final Logger LOG = Logger.getLogger(JournalReplay.class);
    /// How long a live predecessor may take to end what it has begun, and Kafka to show it.
    private static final Duration GRACE = Duration.ofSeconds(2);
    /// As often, in a row, nothing may come: longer than a transaction may stay open, plus room for a slow broker.
    private static final int STANDSTILLS = 30;

    /// A reader that has come to the end has asked for more already, and cannot close before it is answered: by default
    /// half a second.
    private static final int AT_THE_END_MS = 20;

    private final Kafka kafka;
    private final JournalEnds ends;
    private final LeftOpen leftOpen;

    JournalReplay(Kafka kafka, JournalEnds ends, LeftOpen leftOpen) {
        this.kafka = kafka;
        this.ends = ends;
        this.leftOpen = leftOpen;
    }

    /// Folds what is not folded yet of a partition that is this instance's now. Whoever calls holds the fold.
    ///
    /// The end is the high watermark, not the last stable offset: a transaction of the partition's former owner
    /// that is still open now must be seen to commit or abort first; where that takes long, [LeftOpen] sees to it.
    /// One that it begins later cannot commit, since the group's generation has moved on.
    ///
    /// @throws KafkaException where the journal cannot be read to its end for now
    void complete(Fold fold) {
        TopicPartition journal = fold.journal();
        long end = ends.of(journal);
        if (fold.next() > end) {
            LOG.warnf("%s ends at offset %d, before %d, which it had: it is read anew", journal, end, fold.next());
            fold.beginAnew();
        }
        long known = fold.next();
        if (known < end) {
            read(fold, end);
        }
        LOG.infof(
                "replayed %s from offset %d to %d: %d studies",
                journal, known, end, fold.studies().size());
    }

    private void read(Fold fold, long end) {
        TopicPartition journal = fold.journal();
        int standstills = 0;
        try (KafkaConsumer<String, byte[]> reader = kafka.reader(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "bilevel-replay-" + journal.partition(),
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                AT_THE_END_MS))) {
            reader.assign(List.of(journal));
            reader.seek(journal, fold.next());
            while (fold.next() < end) {
                long from = fold.next();
                ConsumerRecords<String, byte[]> records = reader.poll(GRACE);
                long until = reader.position(journal);
                fold.take(from, until, records);
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
}
