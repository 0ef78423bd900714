package dev.bilevel.optimizer.messaging;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.JournalImported;
import dev.bilevel.optimizer.config.Kafka;
import dev.bilevel.optimizer.config.OptimizerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.Map;

/// Journals from elsewhere on their way to the topic `bilevel.studies`: all parts of one in one transaction, so
/// that its owner sees all of them or none. One at a time.
@ApplicationScoped
public class JournalImports {
    /// Some hundred megabytes to a broker that is busy.
    private static final int TIMEOUT_MS = 120_000;

    private static final Duration NO_WAIT = Duration.ZERO;

    private final Map<String, Object> settings;

    JournalImports(Kafka kafka, OptimizerConfig config) {
        this.settings = kafka.with(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                "bilevel-imports",
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "bilevel-imports-" + config.instance(),
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * EventCodec.LARGEST_VALUE,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                TIMEOUT_MS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                (int) config.transaction().timeout().toMillis()));
    }

    /// Returns once Kafka has all of it. Blocks.
    ///
    /// @throws KafkaException where it does not take all of it: then nobody sees any
    public synchronized void publish(Iterable<JournalImported> parts) {
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
            producer.beginTransaction();
            for (JournalImported part : parts) {
                // What fails here fails the commit.
                var _ = producer.send(written(part));
            }
            producer.commitTransaction();
        } finally {
            // A transaction that is still open is aborted by the broker, or by the next import.
            producer.close(NO_WAIT);
        }
    }

    private static ProducerRecord<String, byte[]> written(JournalImported part) {
        EventRecord event = EventCodec.encode(part, "/bilevel/rest");
        ProducerRecord<String, byte[]> written =
                new ProducerRecord<>(event.topic(), event.key(), EventCodec.utf8(event.value()));
        event.headers().forEach((name, value) -> written.headers().add(name, EventCodec.utf8(value)));
        return written;
    }
}
