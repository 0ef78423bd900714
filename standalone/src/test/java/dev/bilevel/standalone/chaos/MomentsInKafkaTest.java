package dev.bilevel.standalone.chaos;

import dev.bilevel.embedded.EmbeddedKafka;
import dev.bilevel.embedded.Provision;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.Compute;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.ModelSource;
import dev.bilevel.events.ScoringOrder;
import dev.bilevel.events.Split;
import dev.bilevel.events.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// On a real broker: what has been told, and what is not certain yet.
@Timeout(120)
class MomentsInKafkaTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    @TempDir
    Path store;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() throws Exception {
        kafka = EmbeddedKafka.start(folder);
        Provision.topics(kafka.bootstrapServers(), Provision.PARTITIONS, List.of("roberta"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void aTransactionIsOpenFromItsFirstRecordInTheJournalToItsEnd() throws Exception {
        try (KafkaProducer<String, String> optimizer = producer("optimizer");
                OpenTransaction moment = new OpenTransaction(kafka.bootstrapServers())) {
            optimizer.initTransactions();
            optimizer.beginTransaction();
            assertThat(moment.comes(Duration.ofMillis(100))).isFalse();
            optimizer.send(entry()).get();

            assertThat(moment.comes(PATIENCE)).isTrue();
            assertThat(moment.look().orElseThrow()).matches("open from bilevel.journal-\\d@\\d+ on");
            optimizer.commitTransaction();
            assertThat(moment.look()).isEmpty();

            optimizer.beginTransaction();
            optimizer.send(entry()).get();
            assertThat(moment.comes(PATIENCE)).isTrue();
            assertThat(moment.look()).isPresent();
            optimizer.abortTransaction();
            assertThat(moment.look()).isEmpty();
        }
    }

    @Test
    void aModelIsUnpublishedFromItsFinalNameToItsEvent() throws Exception {
        publish("s1.t0.f0");
        try (Unpublished moment = new Unpublished(kafka.bootstrapServers(), store, "s1")) {
            place("t0/f1", ".model.safetensors.0.part");
            assertThat(moment.comes(Duration.ofMillis(200))).isFalse();
            place("t0/f1", "model.safetensors");
            awaitSign(moment);

            assertThat(moment.look()).contains("s1.t0.f1");
            publish("s1.t0.f2");
            assertThat(moment.look()).contains("s1.t0.f1");
            publish("s1.t0.f1");
            assertThat(moment.look()).isEmpty();
        }
    }

    private static void awaitSign(Moment moment) throws InterruptedException {
        while (!moment.comes(PATIENCE)) {
            // Other files appear as well.
        }
    }

    private void place(String fusion, String name) throws Exception {
        Path made = Files.createDirectories(
                store.resolve("studies/s1").resolve(fusion).resolve("0a"));
        Files.createFile(made.resolve(name));
    }

    private static void publish(String fusion) throws Exception {
        Artifact model = new Artifact("file:///store/model.safetensors", "0a".repeat(32), 8);
        ScoringOrder scoring = new ScoringOrder(
                new ModelSource("m", "m", ModelSource.Weights.RANDOM),
                new DataSource("SST-2", "data", 0.2, 1),
                new Compute("cpu", Compute.Precision.FP32, 1, 32),
                Split.TRAIN,
                0,
                1);
        EventRecord told = EventCodec.encode(new ModelFused("s1", "s1.t0", fusion, model, scoring), "/bilevel/fusion");
        ProducerRecord<String, String> written = new ProducerRecord<>(told.topic(), told.key(), told.value());
        told.headers().forEach((name, value) -> written.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, String> fusions = producer(null)) {
            fusions.send(written).get();
        }
    }

    private static ProducerRecord<String, String> entry() {
        return new ProducerRecord<>(Topics.JOURNAL, "s1", "{}");
    }

    /// @param transactions their id; null for none
    private static KafkaProducer<String, String> producer(String transactions) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        if (transactions != null) {
            settings.put("transactional.id", transactions);
        }
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
