package dev.bilevel.optimizer;

import dev.bilevel.events.Event;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.Topics;
import dev.bilevel.events.TrialSuggested;
import dev.bilevel.events.UnreadableEvent;
import dev.bilevel.study.Decider;
import dev.bilevel.study.Releases;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Agreement;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

/// The optimizer over real Kafka, PostgreSQL and Redis; the workers are scripted.
@QuarkusTest
@WithTestResource(StackResource.class)
class StudyOverKafkaTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

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
    void aSubmittedStudyBecomesATrialForTheTrainers() {
        String id = Rest.submit(Specs.SMALL, "first-trial");
        ConsumerRecord<String, byte[]> written =
                wire.await(Topics.trials("roberta"), 1, of(id)).getFirst();

        assertThat(written.key()).isEqualTo("first-trial.t0");
        assertThat(Wire.decode(written)).isInstanceOfSatisfying(TrialSuggested.class, trial -> {
            assertThat(trial.trial()).isZero();
            assertThat(trial.training().model().path()).isEqualTo("/models/micro");
        });
        assertThat(wire.on(Topics.JOURNAL, entry -> entry.key().equals(id))).hasSize(2);
        Rest.awaitStatus(id, "running");
        given().get("/studies/" + id)
                .then()
                .statusCode(200)
                .body("id", is(id))
                .body("spec.outer.trials", is(Specs.TRIALS))
                .body("trials", hasSize(1))
                .body("trials[0].state", is("training"))
                .body("trials[0].inner.budget", is(Specs.FUSIONS));
    }

    @Test
    void whatLiesInAnotherPartitionThanItsStudyFindsIt() throws UnreadableEvent {
        String id = Rest.submit(Specs.SMALL, "astray");
        ConsumerRecord<String, byte[]> submitted =
                wire.await(Topics.JOURNAL, 1, entry -> id.equals(entry.key())).getFirst();
        wire.goAstray();
        wire.send(Wire.decode(submitted));
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");

        assertThat(wire.on(Topics.JOURNAL, entry -> id.equals(entry.key())))
                .extracting(ConsumerRecord::partition)
                .containsOnly(submitted.partition());
        assertThat(wire.on(Topics.DEAD_LETTERS, letter -> id.equals(letter.key())))
                .isEmpty();
        assertThat(replayed(Rest.journal(id))).isEqualTo(Rest.journal(id));
    }

    @Test
    void aWholeStudyRunsToItsResult() throws UnreadableEvent {
        String id = Rest.submit(Specs.SMALL, "whole");
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");

        given().get("/studies/" + id)
                .then()
                .body("counts.completed", is(Specs.TRIALS))
                .body("trials.state", everyItem(equalTo("completed")))
                .body("trials.inner.scored", everyItem(equalTo(Specs.FUSIONS)))
                .body("trials.bestSoFar", everyItem(notNullValue()))
                .body("result.holdout.fused", notNullValue());
        given().get("/studies/" + id + "/trials/2")
                .then()
                .statusCode(200)
                .body("fusions", hasSize(Specs.FUSIONS))
                .body("fusions.state", everyItem(equalTo("scored")));

        List<JournalEntry> journal = Rest.journal(id);
        assertThat(journal).extracting(JournalEntry::sequence).isEqualTo(sequence(journal.size()));
        assertThat(journal.getFirst().event()).isInstanceOf(StudySubmitted.class);
        assertThat(journal.getLast().event()).isInstanceOf(StudyCompleted.class);
        assertThat(replayed(journal)).isEqualTo(journal);
        assertThat(wire.await(Topics.JOURNAL, journal.size(), entry -> id.equals(entry.key())))
                .hasSameSizeAs(journal);
    }

    @Test
    void whatNothingRefersToAnyMoreIsReleasedOnceAndNotJournalled() throws UnreadableEvent {
        String id = Rest.submit(Specs.SMALL, "released");
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");

        List<Event> expected = released(Rest.journal(id));
        assertThat(expected.getLast()).isInstanceOfSatisfying(FilesReleased.class, all -> {
            assertThat(all.released()).isEqualTo(id);
            assertThat(all.kept()).hasSize(2);
        });
        assertThat(wire.await(Topics.RELEASES, expected.size(), of(id)))
                .extracting(Wire::decode)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(wire.await(Topics.RELEASES, 1, of(id)))
                .allSatisfy(written ->
                        assertThat(written.key()).isEqualTo(Wire.decode(written).subject()));
    }

    @Test
    void aStudyThatKeepsAllReleasesNothing() {
        String id = Rest.submit(Specs.SMALL + "keep: all\n", "kept");
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");

        assertThat(wire.on(Topics.RELEASES, of(id))).isEmpty();
    }

    @Test
    void aRepeatedSubmissionOrResultDecidesToNothing() {
        String id = Rest.submit(Specs.SMALL, "twice");
        wire.await(Topics.trials("roberta"), 1, of(id));
        wire.send(Specs.submitted(id));
        wire.workFor(id);
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");

        assertThat(wire.on(Topics.trials("roberta"), of(id))).hasSize(Specs.TRIALS);
        List<JournalEntry> journal = Rest.journal(id);
        assertThat(journal.stream().map(JournalEntry::event).distinct()).hasSameSizeAs(journal);
        assertThat(replayed(journal)).isEqualTo(journal);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersThatComeTwiceAndInAnyOrderDecideTheSame(long seed) {
        StudySubmitted submitted = Specs.submitted(
                "disorder-" + seed,
                Specs.SMALL.replace("trials: 4", "trials: 7\n  parallelism: 3\n  schedule: deterministic"));
        wire.send(submitted);
        wire.workInDisorderFor(submitted.studyId(), seed);
        Rest.awaitStatus(submitted.studyId(), "completed");

        List<JournalEntry> disorderly = Rest.journal(submitted.studyId());
        assertThat(Agreement.between(Elsewhere.journal(submitted), disorderly))
                .isInstanceOf(Agreement.Outcome.Equal.class);
        assertThat(disorderly.stream().map(JournalEntry::event).distinct()).hasSameSizeAs(disorderly);
    }

    @Test
    void aCancelledStudyAsksForNothingMore() {
        String id = Rest.submit(Specs.SMALL, "cancelled");
        Rest.awaitStatus(id, "running");
        given().queryParam("reason", "enough")
                .post("/studies/" + id + "/cancel")
                .then()
                .statusCode(202)
                .body("id", is(id));
        Rest.awaitStatus(id, "cancelled");
        wire.workFor(id);

        given().post("/studies/" + id + "/cancel")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", is("Study 'cancelled' is over: it is cancelled."));
        given().get("/studies/" + id).then().body("message", is("enough"));
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(wire.on(Topics.JOURNAL, entry -> id.equals(entry.key())))
                        .hasSize(3));
        assertThat(wire.on(Topics.FUSIONS, of(id))).isEmpty();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(Rest.cancelFlag(id)).isEqualTo("enough"));
    }

    @Test
    void theNewestStudiesAreListedFirst() {
        Rest.submit(Specs.SMALL, "list-a");
        Rest.awaitStatus("list-a", "running");
        Rest.submit(Specs.SMALL, "list-b");
        Rest.awaitStatus("list-b", "running");

        given().get("/studies?limit=2")
                .then()
                .statusCode(200)
                .body("studies.id", contains("list-b", "list-a"))
                .body("limit", is(2))
                .body("studies[0].counts.budget", is(Specs.TRIALS));
        given().get("/studies?limit=1&offset=1").then().body("studies.id", contains("list-a"));
    }

    /// The journal that the deciders would have written, given its observations.
    private static List<JournalEntry> replayed(List<JournalEntry> journal) {
        List<JournalEntry> again = new ArrayList<>();
        Optional<Study> study = Optional.empty();
        for (JournalEntry entry : journal) {
            if (entry.role() == JournalEntry.Role.OBSERVATION) {
                List<JournalEntry> entries = Decider.decide(study, entry.event());
                for (JournalEntry next : entries) {
                    study = Optional.of(Study.evolve(study, next));
                }
                again.addAll(entries);
            }
        }
        return again;
    }

    private static List<Event> released(List<JournalEntry> journal) {
        List<Event> released = new ArrayList<>();
        Optional<Study> study = Optional.empty();
        for (JournalEntry entry : journal) {
            if (entry.role() == JournalEntry.Role.OBSERVATION) {
                List<JournalEntry> entries = Decider.decide(study, entry.event());
                released.addAll(Releases.after(study, entry.event(), entries));
                for (JournalEntry next : entries) {
                    study = Optional.of(Study.evolve(study, next));
                }
            }
        }
        return released;
    }

    private static List<Long> sequence(int size) {
        return java.util.stream.LongStream.range(0, size).boxed().toList();
    }

    private static java.util.function.Predicate<ConsumerRecord<String, byte[]>> of(String studyId) {
        return written -> Wire.decode(written).studyId().equals(studyId);
    }
}
