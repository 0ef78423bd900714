package dev.bilevel.worker.testing;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.UnreadableEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Talks to a service as the other services do: events and rubbish in, whatever lies on the topics out.
public final class Wire implements AutoCloseable {
    /// Generous: a busy machine is no failure.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String bootstrap;
    private final KafkaProducer<byte[], byte[]> producer;

    public Wire(String bootstrap) {
        this.bootstrap = bootstrap;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /// Puts an event on its own topic.
    public void send(Event event) {
        EventRecord encoded = EventCodec.encode(event, "/bilevel/test");
        send(encoded.topic(), encoded.key(), encoded.headers(), EventCodec.utf8(encoded.value()));
    }

    /// Puts anything on any topic; null is a value.
    public void send(String topic, String key, Map<String, String> headers, byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, EventCodec.utf8(key), value);
        headers.forEach((name, text) -> record.headers().add(name, EventCodec.utf8(text)));
        try {
            producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException("not sent to " + topic, e);
        }
    }

    /// Waits for the first event of this type, from the topic's beginning, that satisfies a condition.
    public <E extends Event> E await(String topic, Class<E> type, Predicate<E> condition) {
        return await(topic, type, condition, 1).getFirst();
    }

    /// Waits until there are `count` such events.
    public <E extends Event> List<E> await(String topic, Class<E> type, Predicate<E> condition, int count) {
        List<E> found = new ArrayList<>();
        awaitRecords(topic, record -> {
            Event event = event(record);
            if (type.isInstance(event) && condition.test(type.cast(event))) {
                found.add(type.cast(event));
            }
            return found.size() >= count;
        });
        return found;
    }

    /// Reads a topic from its beginning until a record satisfies the condition, and returns that one.
    public ConsumerRecord<byte[], byte[]> awaitRecords(
            String topic, Predicate<ConsumerRecord<byte[], byte[]>> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (Instant.now().isBefore(end)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (condition.test(record)) {
                        return record;
                    }
                }
            }
        }
        throw new AssertionError("nothing of the kind came on " + topic + " within " + PATIENCE);
    }

    /// A record's headers as text.
    public static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    @Override
    public void close() {
        producer.close();
    }

    /// Null for what is no event.
    private static Event event(ConsumerRecord<byte[], byte[]> record) {
        try {
            return EventCodec.decode(headers(record), record.value());
        } catch (UnreadableEvent _) {
            return null;
        }
    }
}
