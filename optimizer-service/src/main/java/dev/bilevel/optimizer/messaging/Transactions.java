package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.config.Kafka;
import dev.bilevel.optimizer.config.OptimizerConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// One Kafka transaction for each turn: everything that follows from its input records and their offsets, or nothing.
///
/// SmallRye's `KafkaTransactions` is not used: where a commit fails (a rebalance, a fenced or timed-out producer) it
/// aborts and then reports success (4.33, `KafkaTransactionsImpl#executeInTransaction`), and the input would be lost.
/// It also cannot replace a producer that is beyond repair. Used by one thread at a time.
@ApplicationScoped
class Transactions {
    private static final Logger LOG = Logger.getLogger(Transactions.class);
    private static final Duration NO_WAIT = Duration.ZERO;

    private final Map<String, Object> settings;
    private KafkaProducer<String, byte[]> producer;

    Transactions(Kafka kafka, OptimizerConfig config) {
        int timeout = (int) config.transaction().timeout().toMillis();
        int patience = (int) config.transaction().patience().toMillis();
        this.settings = kafka.with(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "bilevel-optimizer-transactions",
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "bilevel-optimizer-" + config.instance(),
                // As the topics allow: the largest event, its headers, and a dead letter's.
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * EventCodec.LARGEST_VALUE,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                timeout,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                patience,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                timeout,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                patience));
    }

    /// How a transaction ended.
    sealed interface Outcome {
        /// All of it is written.
        ///
        /// @param journal of the partitions that entries were written to, the offset behind the last
        record Committed(Map<Integer, Long> journal) implements Outcome {}

        /// None of it is written, and it never can be.
        record Impossible(String reason) implements Outcome {}

        /// None of it is written, or that is unknown: ask the journal, and try again.
        record Aborted(Exception cause) implements Outcome {}
    }

    /// Writes what follows from the turn's inputs, and the offsets behind them.
    synchronized Outcome commit(Turn turn) {
        try {
            open().beginTransaction();
            Map<Integer, Long> journal = send(turn.records());
            producer.sendOffsetsToTransaction(turn.offsets(), turn.group());
            producer.commitTransaction();
            return new Outcome.Committed(journal);
        } catch (KafkaException | IllegalStateException e) {
            abort();
            return e instanceof RecordTooLargeException
                            || e instanceof InvalidTopicException
                            || e instanceof InvalidTimestampException
                    ? new Outcome.Impossible(e.getMessage())
                    : new Outcome.Aborted(e);
        }
    }

    /// Every record must lie in the log before the offset is offered: a new owner of the partition relies on it, see
    /// [JournalReplay#complete].
    ///
    /// @return of the partitions that entries were written to, the offset behind the last
    private Map<Integer, Long> send(List<ProducerRecord<String, byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        records.forEach(written -> sent.add(producer.send(written)));
        producer.flush();
        Map<Integer, Long> journal = new HashMap<>();
        for (Future<RecordMetadata> one : sent) {
            try {
                RecordMetadata written = one.get();
                if (written.topic().equals(Topics.JOURNAL)) {
                    journal.merge(written.partition(), written.offset() + 1, Math::max);
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new org.apache.kafka.common.errors.InterruptException(e);
            }
        }
        return journal;
    }

    private KafkaProducer<String, byte[]> open() {
        if (producer == null) {
            KafkaProducer<String, byte[]> fresh =
                    new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
            try {
                fresh.initTransactions();
            } catch (KafkaException e) {
                fresh.close(NO_WAIT);
                throw e;
            }
            producer = fresh;
        }
        return producer;
    }

    private void abort() {
        if (producer == null) {
            return;
        }
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException e) {
            // Fenced, timed out, or in the middle of a commit: the next producer's initTransactions settles it.
            LOG.warnf("the transactional producer is replaced: %s", e.getMessage());
            producer.close(NO_WAIT);
            producer = null;
        }
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(1));
            producer = null;
        }
    }
}
