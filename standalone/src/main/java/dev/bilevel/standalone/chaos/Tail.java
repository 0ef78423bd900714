package dev.bilevel.standalone.chaos;

import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is written to a topic from now on, as soon as it is there, whether or not its transaction has ended. Used by
/// one thread.
final class Tail implements AutoCloseable {
    /// What a process had sent when it was frozen, the broker has done by then.
    private static final Duration SETTLED = Duration.ofMillis(50);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration FAREWELL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /// @param kafka what clients connect to
    /// @throws org.apache.kafka.common.KafkaException if the broker does not answer within seconds
    Tail(String kafka, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", kafka,
                        "client.id", "bilevel-chaos-" + topic,
                        "isolation.level", "read_uncommitted",
                        "enable.auto.commit", "false",
                        "default.api.timeout.ms", "10000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        consumer.seekToEnd(consumer.assignment());
        // Left to itself it would look for the end at the first poll.
        consumer.assignment().forEach(consumer::position);
    }

    /// The next records; none if nothing comes in time.
    Iterable<ConsumerRecord<byte[], byte[]>> next(Duration patience) {
        return consumer.poll(patience);
    }

    /// Everything up to the end, once the broker has done whatever a process that is frozen now had asked for.
    List<ConsumerRecord<byte[], byte[]>> rest() throws InterruptedException {
        Thread.sleep(SETTLED);
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        List<ConsumerRecord<byte[], byte[]>> rest = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(rest::add);
        }
        return rest;
    }

    @Override
    public void close() {
        try {
            consumer.close(CloseOptions.timeout(FAREWELL));
        } catch (KafkaException _) {
            // The broker may have been killed: there is nothing to say to it.
        }
    }
}
