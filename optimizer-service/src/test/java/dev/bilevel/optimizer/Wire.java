package dev.bilevel.optimizer;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.Topics;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.optimizer.messaging.Headers;
import dev.bilevel.optimizer.messaging.Partitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Kafka from the other side: writes to every topic, sees all that is committed, and lets [ScriptedWorkers] answer
/// for the studies that it is told to work for.
final class Wire implements AutoCloseable {
    private static final Set<String> READ_BY_THE_OPTIMIZER = Set.of(Topics.STUDIES, Topics.CHECKPOINTS, Topics.SCORES);
    private static final List<String> WATCHED = List.of(
            Topics.trials("roberta"),
            Topics.FUSIONS,
            Topics.MODELS,
            Topics.RELEASES,
            Topics.JOURNAL,
            Topics.DEAD_LETTERS);

    private final KafkaProducer<String, byte[]> producer;
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();
    private final Set<String> workedFor = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private final String bootstrap;
    private final Map<String, Disorder> disorder = new HashMap<>();
    private volatile boolean closed;
    private volatile boolean astray;

    /// Answers that wait for others to be mixed with.
    private static final class Disorder {
        private final Random random;
        private List<Event> fresh = new ArrayList<>();
        private List<Event> repeated = List.of();

        Disorder(long seed) {
            random = new Random(seed);
        }

        List<Event> next() {
            List<Event> batch = new ArrayList<>(fresh);
            batch.addAll(repeated);
            Collections.shuffle(batch, random);
            repeated = fresh;
            fresh = new ArrayList<>();
            return batch;
        }
    }

    Wire(String bootstrap) {
        this.bootstrap = bootstrap;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "max.request.size", 2 * EventCodec.LARGEST_VALUE),
                new StringSerializer(),
                new ByteArraySerializer());
        this.thread = Thread.ofPlatform().name("wire").daemon().start(this::watch);
    }

    /// From now on this study's orders are answered; orders that came before are answered now.
    void workFor(String studyId) {
        synchronized (seen) {
            workedFor.add(studyId);
            List.copyOf(seen).forEach(this::work);
        }
    }

    /// From now on this study's orders are answered in batches, each in a random order, and once more in the next.
    void workInDisorderFor(String studyId, long seed) {
        synchronized (seen) {
            disorder.put(studyId, new Disorder(seed));
        }
        workFor(studyId);
    }

    void send(Event event) {
        EventRecord written = EventCodec.encode(event, "/test");
        send(written.topic(), written.key(), EventCodec.utf8(written.value()), written.headers());
    }

    void send(String topic, String key, byte[] value, Map<String, String> headers) {
        Integer partition = astray && READ_BY_THE_OPTIMIZER.contains(topic) ? wrongPartition(topic, key) : null;
        ProducerRecord<String, byte[]> written = new ProducerRecord<>(topic, partition, key, value);
        headers.forEach((name, text) -> written.headers().add(name, EventCodec.utf8(text)));
        try {
            producer.send(written).get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// From now on what the optimizer reads goes to another partition than its key's, as from a client that hashes in
    /// another way.
    void goAstray() {
        astray = true;
    }

    private int wrongPartition(String topic, String key) {
        int partitions = producer.partitionsFor(topic).size();
        return (Partitions.of(key, partitions) + 1) % partitions;
    }

    /// What was committed on a topic so far.
    List<ConsumerRecord<String, byte[]>> on(String topic, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        synchronized (seen) {
            return seen.stream()
                    .filter(written -> written.topic().equals(topic))
                    .filter(wanted)
                    .toList();
        }
    }

    /// Waits until so many records lie on the topic.
    List<ConsumerRecord<String, byte[]>> await(
            String topic, int count, Predicate<ConsumerRecord<String, byte[]>> wanted) {
        return Awaitility.await(count + " records on " + topic)
                .atMost(Duration.ofSeconds(60))
                .until(() -> on(topic, wanted), found -> found.size() >= count);
    }

    private void watch() {
        try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = WATCHED.stream()
                    .flatMap(topic -> reader.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            while (!closed) {
                ConsumerRecords<String, byte[]> found = reader.poll(Duration.ofMillis(50));
                synchronized (seen) {
                    for (ConsumerRecord<String, byte[]> written : found) {
                        seen.add(written);
                        work(written);
                    }
                    if (found.isEmpty()) {
                        disorder.values().forEach(answers -> answers.next().forEach(this::send));
                    }
                }
            }
        }
    }

    private void work(ConsumerRecord<String, byte[]> written) {
        if (written.topic().equals(Topics.JOURNAL) || written.topic().equals(Topics.DEAD_LETTERS)) {
            return;
        }
        Event order = decode(written);
        if (!workedFor.contains(order.studyId())) {
            return;
        }
        List<Event> answers = ScriptedWorkers.answer(order);
        Disorder mixed = disorder.get(order.studyId());
        if (mixed == null) {
            answers.forEach(this::send);
        } else {
            mixed.fresh.addAll(answers);
        }
    }

    static Event decode(ConsumerRecord<String, byte[]> written) {
        try {
            return EventCodec.decode(Headers.of(written), written.value());
        } catch (UnreadableEvent e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
        producer.close();
    }
}
