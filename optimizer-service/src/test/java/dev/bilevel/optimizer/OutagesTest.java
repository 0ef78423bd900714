package dev.bilevel.optimizer;

import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What must not matter: a database that goes away or loses everything, a producer that is fenced, a rebalance.
@QuarkusTest
@WithTestResource(StackResource.class)
class OutagesTest {
    private static final String KILLED = "bilevel-optimizer-killed";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @ConfigProperty(name = "quarkus.datasource.reactive.url")
    String database;

    private Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(bootstrap);
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        wire.close();
    }

    @Test
    void droppedTablesComeBackFromTheJournalAsTheyWere() throws SQLException {
        String id = Rest.submit(Specs.SMALL, "rebuilt");
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");
        String study = given().get("/studies/" + id).asString();
        List<String> journal = Rest.lines(id);

        new Database(database).loseEverything();
        Set<Integer> answers = Rest.answersUntilStatus(id, "completed");

        assertThat(answers).as("never 404: the study is there").isSubsetOf(200, 503);
        given().get("/studies/nobody").then().statusCode(404);
        assertThat(given().get("/studies/" + id).asString()).isEqualTo(study);
        assertThat(Rest.lines(id)).isEqualTo(journal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table trial cascade",
                "truncate study cascade",
                "drop table projected_offset, fusion cascade"
            })
    void whatIsLostInPartComesBackWhole(String loss) throws SQLException {
        String id = Rest.submit(Specs.SMALL, "lost-" + Integer.toHexString(loss.hashCode()));
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");
        String study = given().get("/studies/" + id).asString();
        List<String> journal = Rest.lines(id);

        new Database(database).lose(loss);

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(given().get("/studies/" + id).asString()).isEqualTo(study));
        assertThat(Rest.lines(id)).isEqualTo(journal);
    }

    /// In one batch: what needs no answer from the database goes through on one stack.
    @Test
    void aJournalOfHundredsOfEntriesComesBackToo() throws SQLException {
        String id = Rest.submit(Specs.SMALL.replace("trials: 4", "trials: 40"), "long");
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");
        List<String> journal = Rest.lines(id);
        assertThat(journal).hasSizeGreaterThan(400);

        new Database(database).loseEverything();
        Rest.awaitStatus(id, "completed");

        assertThat(Rest.lines(id)).isEqualTo(journal);
    }

    @Test
    void decidingGoesOnWithoutTheDatabaseAndTheReadModelCatchesUp() throws SQLException {
        new Database(database).goAway();
        try {
            wire.send(Specs.submitted("undisturbed"));
            wire.workFor("undisturbed");
            wire.await(
                    Topics.JOURNAL,
                    1,
                    entry -> "undisturbed".equals(entry.key())
                            && new String(
                                            entry.headers()
                                                    .lastHeader("ce_type")
                                                    .value(),
                                            java.nio.charset.StandardCharsets.UTF_8)
                                    .equals("dev.bilevel.study-completed.v1"));
            given().get("/studies/undisturbed").then().statusCode(503).contentType("application/problem+json");
            given().get("/q/health/ready").then().statusCode(200);
        } finally {
            new Database(database).comeBack();
        }
        Rest.awaitStatus("undisturbed", "completed");
    }

    @Test
    void aFencedTransactionLeavesNoTraceAndIsTriedAgain() {
        String id = Rest.submit(Specs.SMALL, "fenced");
        wire.await(Topics.JOURNAL, 2, entry -> id.equals(entry.key()));
        fence();
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");

        List<JournalEntry> journal = Rest.journal(id);
        assertThat(journal).extracting(JournalEntry::sequence).doesNotHaveDuplicates();
        assertThat(wire.on(Topics.JOURNAL, entry -> id.equals(entry.key()))).hasSameSizeAs(journal);
        assertThat(wire.on(Topics.trials("roberta"), trial -> trial.key().startsWith(id + ".")))
                .hasSize(Specs.TRIALS);
    }

    /// An instance was killed in the middle of a transaction and does not come back. Kafka would abort it after five
    /// minutes.
    @Test
    void whatAPredecessorLeftOpenIsEndedByTheNextOwner() {
        String id = Rest.submit(Specs.SMALL, "left-open");
        int partition = wire.await(Topics.JOURNAL, 2, entry -> id.equals(entry.key()))
                .getFirst()
                .partition();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "transactional.id",
                "bilevel-optimizer-killed",
                "transaction.timeout.ms",
                300_000);
        try (KafkaProducer<String, String> killed =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            killed.initTransactions();
            killed.beginTransaction();
            var _ = killed.send(new ProducerRecord<>(Topics.JOURNAL, partition, id, "half a decision"));
            killed.flush();
            fence();
            wire.workFor(id);
            Rest.awaitStatus(id, "completed");

            assertThatThrownBy(killed::commitTransaction).isInstanceOf(KafkaException.class);
            killed.close(Duration.ZERO);
        }
        List<JournalEntry> journal = Rest.journal(id);
        assertThat(wire.on(Topics.JOURNAL, entry -> id.equals(entry.key()))).hasSameSizeAs(journal);
    }

    @Test
    void aRebalanceInTheMiddleOfAStudyChangesNothing() {
        String id = Rest.submit(Specs.SMALL, "rebalanced");
        wire.await(Topics.JOURNAL, 2, entry -> id.equals(entry.key()));
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrap,
                "group.id", "bilevel-optimizer",
                "partition.assignment.strategy", "dev.bilevel.optimizer.messaging.WarmFirst");
        try (KafkaConsumer<String, byte[]> rival =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            rival.subscribe(List.of(Topics.STUDIES, Topics.CHECKPOINTS, Topics.SCORES));
            Awaitility.await().atMost(Duration.ofSeconds(60)).pollInSameThread().until(() -> {
                rival.poll(Duration.ofMillis(100));
                return !rival.assignment().isEmpty();
            });
            // Equal partition numbers of the three inputs go together.
            assertThat(rival.assignment().stream()
                            .collect(Collectors.groupingBy(TopicPartition::partition, Collectors.counting()))
                            .values())
                    .containsOnly(3L);
            wire.workFor(id);
        }
        Rest.awaitStatus(id, "completed");

        List<JournalEntry> journal = Rest.journal(id);
        assertThat(journal).extracting(JournalEntry::sequence).doesNotHaveDuplicates();
        assertThat(wire.on(Topics.JOURNAL, entry -> id.equals(entry.key()))).hasSameSizeAs(journal);
        assertThat(wire.on(Topics.trials("roberta"), trial -> trial.key().startsWith(id + ".")))
                .hasSize(Specs.TRIALS);
    }

    /// Makes the optimizer's next transaction fail, so that it asks the journal.
    private void fence() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<String> optimizers = admin.listTransactions().all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .filter(id -> id.startsWith("bilevel-optimizer-") && !id.equals(KILLED))
                    .toList();
            assertThat(optimizers).isNotEmpty();
            admin.fenceProducers(optimizers).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
