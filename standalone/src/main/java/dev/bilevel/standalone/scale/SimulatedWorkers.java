package dev.bilevel.standalone.scale;

import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.ModelSelected;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.Topics;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.TrialTrained;
import dev.bilevel.events.UnreadableEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Trainers, fusion and evaluators that compute nothing: each order is answered when its time is over.
///
/// Orders are read from the journal, where they become visible in the same transaction as on their work topics. There
/// an observation is followed by what was decided on it, so that its latency is known: from the moment when it was
/// handed to the producer until the decision could be read. One thread.
public final class SimulatedWorkers implements AutoCloseable {
    private static final String SOURCE = "/bilevel/simulated-workers";
    private static final Duration POLL = Duration.ofMillis(5);

    private final KafkaConsumer<String, byte[]> journal;
    private final KafkaProducer<String, byte[]> answers;
    private final Seconds seconds;
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final Map<String, Long> sent = new HashMap<>();
    private final Map<String, Long> waiting = new HashMap<>();
    private Latencies latencies = new Latencies();
    private long observations;
    private int trials;
    private int over;
    private int failed;
    private int training;
    private int mostTraining;

    /// How long work takes, on average; each piece takes between half and one and a half of it.
    public record Seconds(double training, double scoring) {}

    private record Due(long nanos, Event answer) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return Long.compare(nanos, other.nanos);
        }
    }

    /// @param bootstrapServers of a broker with its topics
    public SimulatedWorkers(String bootstrapServers, Seconds seconds) {
        this.seconds = seconds;
        journal = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest",
                        "fetch.max.wait.ms", "5",
                        "max.poll.records", "5000"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = journal.partitionsFor(Topics.JOURNAL).stream()
                .map(info -> new TopicPartition(Topics.JOURNAL, info.partition()))
                .toList();
        journal.assign(partitions);
        // What was ordered before they came is others' work. An end is found when it is asked for.
        journal.seekToEnd(partitions);
        partitions.forEach(journal::position);
        answers = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /// Takes what there is and answers what is due.
    ///
    /// @throws UnreadableEvent where the journal holds anything else than entries
    public void work() throws UnreadableEvent {
        for (ConsumerRecord<String, byte[]> written : journal.poll(POLL)) {
            take(EventCodec.decodeJournal(headers(written), written.value()));
        }
        long now = System.nanoTime();
        while (!due.isEmpty() && due.peek().nanos() - now <= 0) {
            send(due.remove().answer());
        }
    }

    /// From an observation to the first order that it led to.
    public Latencies latencies() {
        return latencies;
    }

    /// Forgets the latencies until now.
    public void measureAnew() {
        latencies = new Latencies();
    }

    /// How long the answer has been under way that was sent first of those not yet in the journal.
    ///
    /// @param now as [System#nanoTime] tells it
    public long longestWait(long now) {
        return sent.values().stream().mapToLong(since -> now - since).max().orElse(0);
    }

    /// How many answers were sent.
    public long observations() {
        return observations;
    }

    /// How many trials were suggested.
    public int trials() {
        return trials;
    }

    /// How many trainings went on at once, at most.
    public int mostTraining() {
        return mostTraining;
    }

    /// How many studies have ended.
    public int over() {
        return over;
    }

    /// How many of them without a result.
    public int failed() {
        return failed;
    }

    private void take(JournalEntry entry) {
        Event event = entry.event();
        if (entry.role() == Role.OBSERVATION) {
            Long since = sent.remove(event.subject() + event.getClass().getSimpleName());
            if (since != null) {
                waiting.put(entry.studyId(), since);
            }
            return;
        }
        switch (event) {
            case TrialSuggested trial -> {
                order(entry.studyId());
                trials++;
                mostTraining = Math.max(mostTraining, ++training);
                answer(SimulatedAnswers.trained(trial), seconds.training());
            }
            case FusionSuggested fusion -> {
                order(entry.studyId());
                answer(SimulatedAnswers.scored(fusion), seconds.scoring());
            }
            case ModelSelected model -> {
                order(entry.studyId());
                answer(SimulatedAnswers.scored(model), seconds.scoring());
            }
            case StudyCompleted _ -> over++;
            case StudyFailed _ -> {
                over++;
                failed++;
            }
            default -> {}
        }
    }

    private void order(String studyId) {
        Long since = waiting.remove(studyId);
        if (since != null) {
            latencies.add(System.nanoTime() - since);
        }
    }

    private void answer(Event event, double mean) {
        double factor = 0.5 + Math.floorMod(event.subject().hashCode(), 1000) / 1000.0;
        due.add(new Due(System.nanoTime() + (long) (mean * factor * 1e9), event));
    }

    private void send(Event event) {
        EventRecord encoded = EventCodec.encode(event, SOURCE);
        ProducerRecord<String, byte[]> written =
                new ProducerRecord<>(encoded.topic(), encoded.key(), EventCodec.utf8(encoded.value()));
        encoded.headers().forEach((name, value) -> written.headers().add(name, EventCodec.utf8(value)));
        sent.put(event.subject() + event.getClass().getSimpleName(), System.nanoTime());
        training -= event instanceof TrialTrained ? 1 : 0;
        observations++;
        var _ = answers.send(written);
    }

    private static Map<String, String> headers(ConsumerRecord<?, ?> written) {
        Map<String, String> headers = new HashMap<>();
        written.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    @Override
    public void close() {
        journal.close();
        answers.close(Duration.ZERO);
    }
}
