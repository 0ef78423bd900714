package dev.bilevel.optimizer;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.Topics;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

/// Journals, replays and forks come from Kafka: PostgreSQL may be away, or have lost everything.
@QuarkusTest
@WithTestResource(StackResource.class)
class JournalInKafkaTest {
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
    void withoutTheDatabaseJournalReplayAndForkAreWhatTheyWere() throws SQLException {
        String id = completed("untouched");
        String journal = given().get("/studies/untouched/journal").asString();
        String story = given().get("/studies/untouched/replay").asString();
        String spec = fork(id, "{\"at\": 60}").asString();

        without(() -> {
            given().get("/studies/untouched").then().statusCode(503);
            assertThat(given().get("/studies/untouched/journal").asString()).isEqualTo(journal);
            assertThat(given().get("/studies/untouched/replay").asString()).isEqualTo(story);
            assertThat(fork(id, "{\"at\": 60}").asString()).isEqualTo(spec);
        });
    }

    @Test
    void aDatabaseThatTakesQuestionsAndDoesNotAnswerIsAwayToo() throws SQLException {
        String id = completed("stalled");
        List<String> journal = Rest.lines(id);

        try (Connection _ = new Database(database).stall()) {
            for (String path : List.of("", "/stalled", "/stalled/events")) {
                given().get("/studies" + path)
                        .then()
                        .statusCode(503)
                        .body("detail", is("The read model does not answer; try again in a few seconds."));
            }
            assertThat(Rest.lines(id)).isEqualTo(journal);
        }
        Rest.awaitStatus(id, "completed");
    }

    @Test
    void theMomentTheDatabaseHasLostEverythingTheJournalIsWhole() throws SQLException {
        String id = completed("wiped");
        List<String> journal = Rest.lines(id);

        new Database(database).loseEverything();

        assertThat(Rest.lines(id)).isEqualTo(journal);
        Rest.awaitStatus(id, "completed");
    }

    @Test
    void aForkIsSubmittedWithoutTheDatabase() throws SQLException {
        String id = completed("forked");

        without(() -> {
            fork(id, "{\"at\": 60, \"submit\": \"forked-away\"}").then().statusCode(202);
            wire.await(Topics.JOURNAL, 1, entry -> "forked-away".equals(entry.key()));
            fork(id, "{\"at\": 60, \"submit\": \"forked\"}")
                    .then()
                    .statusCode(409)
                    .body("detail", is("There is a study 'forked' already."));
        });
        wire.workFor("forked-away");
        Rest.awaitStatus("forked-away", "completed");
    }

    @Test
    void aStudyIsCancelledWithoutTheDatabase() throws SQLException {
        String id = "cancelled-away";
        wire.send(Specs.submitted(id));
        wire.await(Topics.JOURNAL, 1, entry -> id.equals(entry.key()));

        without(() -> {
            given().post("/studies/" + id + "/cancel").then().statusCode(202);
            given().post("/studies/nobody/cancel").then().statusCode(404);
        });

        Rest.awaitStatus(id, "cancelled");
    }

    @Test
    void aJournalIsBroughtInWithoutTheDatabase() throws SQLException {
        List<String> lines = Elsewhere.lines(Elsewhere.journal("brought"));

        without(() -> {
            Rest.bring(lines).then().statusCode(202);
            wire.await(Topics.JOURNAL, lines.size(), entry -> "brought".equals(entry.key()));
            assertThat(Rest.lines("brought")).isEqualTo(lines);
            Rest.bring(lines).then().statusCode(200);
        });
    }

    @Test
    void aStudyThatIsNotThereIsNotThereWithoutTheDatabaseEither() throws SQLException {
        without(() -> {
            for (String path : List.of("journal", "replay")) {
                given().get("/studies/nobody/" + path)
                        .then()
                        .statusCode(404)
                        .contentType("application/problem+json")
                        .body("detail", is("There is no study 'nobody'."));
            }
            fork("nobody", "{\"at\": 0}").then().statusCode(404);
        });
    }

    @Test
    void studiesThatShareAPartitionDoNotMix() {
        List<String> ids = List.of("mixed-a", "mixed-b", "mixed-c", "mixed-d", "mixed-e");
        ids.forEach(id -> Rest.submit(Specs.SMALL, id));
        ids.forEach(wire::workFor);
        ids.forEach(id -> Rest.awaitStatus(id, "completed"));

        for (String id : ids) {
            List<JournalEntry> journal = Rest.journal(id);
            assertThat(journal).extracting(JournalEntry::studyId).containsOnly(id);
            assertThat(wire.on(Topics.JOURNAL, entry -> id.equals(entry.key()))).hasSameSizeAs(journal);
        }
        assertThat(wire.on(Topics.JOURNAL, entry -> ids.contains(entry.key())).stream()
                        .map(entry -> entry.partition())
                        .distinct())
                .as("partitions of five studies")
                .hasSizeLessThan(ids.size());
    }

    /// What others wrote to the topic is passed over here as it is where the state is rebuilt.
    @Test
    void whatIsNoEntryOfTheStudyIsPassedOver() {
        Rest.submit(Specs.SMALL, "among-others");
        wire.await(Topics.JOURNAL, 2, entry -> "among-others".equals(entry.key()));
        List<String> before = Rest.lines("among-others");
        wire.send(Topics.JOURNAL, "among-others", EventCodec.utf8("no json"), Map.of("ce_type", "x"));
        wire.send(Topics.JOURNAL, "among-others", null, Map.of());
        stray("among-others", "among-others", 77);
        stray("another-key", "among-others", before.size());

        assertThat(Rest.lines("among-others")).isEqualTo(before);
        wire.workFor("among-others");
        Rest.awaitStatus("among-others", "completed");
        assertThat(Rest.lines("among-others")).startsWith(before.toArray(String[]::new));
        assertThat(Rest.journal("among-others"))
                .extracting(JournalEntry::event)
                .noneMatch(event -> event instanceof StudyCancelled);
    }

    /// Somebody's transaction is open in every partition: what is behind its first record cannot be read yet.
    @Test
    void whileATransactionIsOpenAJournalEndsBeforeIt() {
        String over = completed("before");
        List<String> journal = Rest.lines(over);
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "transactional.id", "stranger");
        try (KafkaProducer<String, String> stranger =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            stranger.initTransactions();
            stranger.beginTransaction();
            for (PartitionInfo partition : stranger.partitionsFor(Topics.JOURNAL)) {
                var _ = stranger.send(
                        new ProducerRecord<>(Topics.JOURNAL, partition.partition(), "behind", "half an entry"));
            }
            stranger.flush();
            Rest.submit(Specs.SMALL, "behind");

            assertThat(Rest.lines(over)).isEqualTo(journal);
            assertThat(Rest.lines("behind")).isEmpty();
            given().get("/studies/behind/replay")
                    .then()
                    .statusCode(409)
                    .body("detail", is("Study 'behind' has no journal yet; try again in a moment."));
            stranger.abortTransaction();
        }
        Rest.awaitStatus("behind", "running");
        assertThat(Rest.lines("behind")).isNotEmpty();
    }

    private void stray(String key, String studyId, long sequence) {
        EventRecord written = EventCodec.encode(
                new JournalEntry(studyId, sequence, Role.OBSERVATION, new StudyCancelled(studyId, "")), "/stranger");
        wire.send(Topics.JOURNAL, key, EventCodec.utf8(written.value()), new HashMap<>(written.headers()));
    }

    private String completed(String id) {
        Rest.submit(Specs.SMALL, id);
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");
        return id;
    }

    private void without(Runnable asked) throws SQLException {
        Database postgresql = new Database(database);
        postgresql.goAway();
        try {
            asked.run();
        } finally {
            postgresql.comeBack();
        }
    }

    private static Response fork(String id, String body) {
        return given().contentType("application/json")
                .accept("application/json")
                .body(body)
                .post("/studies/" + id + "/fork");
    }
}
