package dev.bilevel.standalone.chaos;

import dev.bilevel.embedded.Provision;
import dev.bilevel.events.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How long a study's journal is in Kafka itself: the optimizer and its read model may be away.
///
/// A broker that is killed and started again on the same port is found again. Used by one thread; others may read the
/// figures.
final class JournalProgress implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaConsumer<String, byte[]> consumer;
    private final String study;
    private volatile int entries;
    private volatile long grewAt = System.nanoTime();

    /// @param kafka what clients connect to
    JournalProgress(String kafka, String study) {
        this.study = study;
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", kafka,
                        "client.id", "bilevel-chaos",
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "reconnect.backoff.max.ms", "200"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, Provision.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.JOURNAL, partition))
                .toList());
        consumer.seekToBeginning(List.copyOf(consumer.assignment()));
    }

    /// Looks for new entries, for a moment.
    ///
    /// @return how many the journal has now
    int look() {
        return look(POLL);
    }

    /// Takes what has come; does not wait.
    ///
    /// @return how many the journal has now
    int glance() {
        return look(Duration.ZERO);
    }

    private int look(Duration patience) {
        try {
            for (ConsumerRecord<String, byte[]> entry : consumer.poll(patience)) {
                if (study.equals(entry.key())) {
                    entries++;
                    grewAt = System.nanoTime();
                }
            }
        } catch (KafkaException _) {
            // The broker is away; the next look asks again.
        }
        return entries;
    }

    /// How many entries it had at the last look.
    int entries() {
        return entries;
    }

    /// How long it has been since an entry came.
    Duration silence() {
        return Duration.ofNanos(System.nanoTime() - grewAt);
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofMillis(200)));
    }
}
