package dev.bilevel.optimizer.messaging;

import dev.bilevel.embedded.EmbeddedKafka;
import dev.bilevel.embedded.Provision;
import dev.bilevel.events.Event;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.Topics;
import dev.bilevel.events.TrialFailed;
import dev.bilevel.optimizer.config.Kafka;
import dev.bilevel.study.StudySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/// A real broker whose journal has one partition, and studies made up in it.
final class OnePartition implements AutoCloseable {
    static final TopicPartition JOURNAL = new TopicPartition(Topics.JOURNAL, 0);

    private static final String SPEC = """
            name: small
            task: SST-2
            data: /data
            model: {path: /models/micro}
            outer: {space: {learningRate: {log: [1e-5, 1e-2]}}}
            """;

    private final EmbeddedKafka broker;
    private KafkaProducer<String, byte[]> producer;

    OnePartition(Path folder) throws IOException {
        broker = EmbeddedKafka.start(folder);
        provision();
    }

    private void provision() throws IOException {
        Provision.topics(broker.bootstrapServers(), 1, List.of("roberta"));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /// The journal's topic is deleted, with all that is in it, and another made.
    void remakeJournal(Admin admin) throws IOException, ExecutionException, InterruptedException {
        producer.close();
        admin.deleteTopics(List.of(JOURNAL.topic())).all().get();
        provision();
    }

    Kafka kafka() {
        return new Kafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /// A study that began.
    void begin(String study) {
        write(study, 0, submitted(study));
    }

    static StudySubmitted submitted(String study) {
        return new StudySubmitted(study, StudySpec.fromYaml(SPEC, Path.of("/")).toJson());
    }

    /// Entries from a sequence number to another, exclusive, each of about so many bytes.
    void goOn(String study, int from, int until, int bytes) {
        for (int i = from; i < until; i++) {
            write(study, i, new TrialFailed(study, study + ".t" + i, FailureReason.DIVERGED, "x".repeat(bytes)));
        }
    }

    void fail(String study, int sequence) {
        write(study, sequence, new StudyFailed(study, "because"));
    }

    void write(String study, long sequence, Event event) {
        Role role = event instanceof StudyFailed ? Role.DECISION : Role.OBSERVATION;
        EventRecord record = EventCodec.encode(new JournalEntry(study, sequence, role, event), "/bilevel/optimizer");
        ProducerRecord<String, byte[]> written =
                new ProducerRecord<>(Topics.JOURNAL, study, EventCodec.utf8(record.value()));
        record.headers().forEach((name, value) -> written.headers().add(name, EventCodec.utf8(value)));
        var _ = producer.send(written);
    }

    void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
