package dev.bilevel.optimizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.EventCodec;
import dev.bilevel.events.EventRecord;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.StudyCancelled;
import dev.bilevel.events.StudyFailed;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.Topics;
import dev.bilevel.optimizer.messaging.Headers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

/// Poison in every input: it goes to the dead letters with the reason, and everything else goes on.
@QuarkusTest
@WithTestResource(StackResource.class)
class DeadLettersTest {
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

    @ParameterizedTest
    @ValueSource(strings = {Topics.STUDIES, Topics.CHECKPOINTS, Topics.SCORES})
    void poisonInAnInputDoesNotHoldUpTheStudyBehindIt(String topic) {
        String id = "poisoned-" + topic.replace("bilevel.", "");
        Map<String, String> headers = headers("dev.bilevel.model-scored.v1");
        wire.send(topic, id, EventCodec.utf8("no json"), headers);
        wire.send(topic, id, null, headers);
        wire.send(topic, id, EventCodec.utf8("{}"), Map.of());
        wire.send(topic, id, EventCodec.utf8("{}"), headers("dev.bilevel.model-scored.v7"));
        wire.send(topic, id, EventCodec.utf8("{\"studyId\":\"" + id + "\",\"loss\":\"NaN\"}"), headers);
        wire.send(topic, id, new byte[EventCodec.LARGEST_VALUE + 1], headers);
        Rest.submit(Specs.SMALL, id);
        wire.workFor(id);
        Rest.awaitStatus(id, "completed");

        List<ConsumerRecord<String, byte[]>> letters = wire.await(Topics.DEAD_LETTERS, 6, from(topic, id));
        assertThat(letters).hasSize(6);
        assertThat(letters)
                .extracting(DeadLettersTest::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("no JSON"),
                        reason -> assertThat(reason).contains("is empty"),
                        reason -> assertThat(reason).contains("ce_specversion: header is missing"),
                        reason -> assertThat(reason).contains("'dev.bilevel.model-scored.v7' is of a later version"),
                        reason -> assertThat(reason).contains("dev.bilevel.model-scored.v1"),
                        reason -> assertThat(reason).contains("is 1048577 bytes, expected at most 1048576"));
        assertThat(letters.getFirst().value()).isEqualTo(EventCodec.utf8("no json"));
        given().get("/q/metrics").then().body(containsString("bilevel_dead_letters_total{topic=\"" + topic + "\"}"));
        assertThat(Rest.journal(id)).extracting(JournalEntry::sequence).doesNotHaveDuplicates();
    }

    @Test
    void aCharacterThatTheDatabaseRefusesIsReplacedThereAndHoldsUpNothing() {
        String id = Rest.submit(Specs.SMALL, "zeroed");
        wire.send(new StudyCancelled(id, "no\0more"));
        Rest.awaitStatus(id, "cancelled");

        given().get("/studies/" + id).then().body("message", is("no\uFFFDmore"));
        assertThat(Rest.journal(id)).extracting(JournalEntry::event).contains(new StudyCancelled(id, "no\0more"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJournalThatAStrangerWroteHoldsUpNoOtherStudy(boolean atOnce) {
        String strange = atOnce ? "strange-at-once" : "strange";
        List<JournalEntry> journal = Elsewhere.journal(strange).subList(0, 2);
        journal.forEach(this::writeAsAStranger);
        if (!atOnce) {
            Rest.awaitStatus(strange, "running");
        }
        // The same trial once more: its row is there already, or about to be.
        writeAsAStranger(
                new JournalEntry(strange, 2, Role.DECISION, journal.getLast().event()));
        writeAsAStranger(new JournalEntry(strange, 3, Role.OBSERVATION, new StudyCancelled(strange, "")));
        wire.send(Topics.JOURNAL, strange, EventCodec.utf8("no json"), headers("dev.bilevel.study-failed.v1"));
        String id = Rest.submit(Specs.SMALL, "beside-" + strange);
        wire.workFor(id);

        Rest.awaitStatus(id, "completed");
        assertThat(given().get("/studies/" + strange).jsonPath().getInt("lastSequence"))
                .isEqualTo(1);
    }

    private void writeAsAStranger(JournalEntry entry) {
        EventRecord written = EventCodec.encode(entry, "/stranger");
        wire.send(Topics.JOURNAL, entry.studyId(), EventCodec.utf8(written.value()), written.headers());
    }

    @Test
    void anEventOfAnUnknownStudyIsADeadLetter() {
        wire.send(new StudyCancelled("never-seen", ""));
        assertThat(reasons("never-seen"))
                .containsExactly("studyId: is 'never-seen', expected a study that was submitted");
    }

    @Test
    void aDecisionHasNoBusinessAmongTheInputs() {
        String json = EventCodec.json(new StudyFailed("intruder", "because I say so"));
        wire.send(Topics.STUDIES, "intruder", EventCodec.utf8(json), headers("dev.bilevel.study-failed.v1"));
        assertThat(reasons("intruder"))
                .containsExactly(
                        "ce_type: StudyFailed has no business on bilevel.studies, expected on bilevel.journal");
    }

    @Test
    void anotherKeyThanTheStudyIsADeadLetter() {
        String json = EventCodec.json(Specs.submitted("keyed"));
        wire.send(Topics.STUDIES, "other", EventCodec.utf8(json), headers("dev.bilevel.study-submitted.v1"));
        assertThat(reasons("other")).containsExactly("key: is 'other', expected the study id 'keyed'");
    }

    @Test
    void aSpecThatCannotBeRunIsADeadLetterWithItsField() {
        ObjectNode spec = Specs.submitted("unfit").spec();
        spec.withObject("outer").put("trials", 0);
        wire.send(new StudySubmitted("unfit", spec));
        assertThat(reasons("unfit"))
                .singleElement()
                .asString()
                .contains("outer.trials", "is 0, expected an integer between 1");
    }

    @Test
    void aTrainerThatDoesNotExistIsADeadLetterAndNoTransactionWaitsForIt() {
        wire.send(new StudySubmitted("trainerless", Specs.submitted("x").spec().put("trainer", "nobody")));
        assertThat(reasons("trainerless"))
                .containsExactly("topic: bilevel.trials.nobody does not exist, expected one of [roberta] as trainer");
        assertThat(wire.on(Topics.JOURNAL, entry -> "trainerless".equals(entry.key())))
                .isEmpty();
    }

    @Test
    void anotherStudyUnderATakenIdIsADeadLetter() {
        Rest.submit(Specs.SMALL, "original");
        wire.await(Topics.JOURNAL, 2, entry -> "original".equals(entry.key()));
        wire.send(new StudySubmitted("original", Specs.submitted("x").spec().put("seed", 99)));
        assertThat(reasons("original")).containsExactly("studyId: is 'original', which another study has already");
    }

    private List<String> reasons(String key) {
        return wire.await(Topics.DEAD_LETTERS, 1, letter -> key.equals(letter.key())).stream()
                .map(DeadLettersTest::reason)
                .toList();
    }

    private static String reason(ConsumerRecord<String, byte[]> letter) {
        return Headers.of(letter).get("dead-letter-reason");
    }

    private static java.util.function.Predicate<ConsumerRecord<String, byte[]>> from(String topic, String key) {
        return letter ->
                key.equals(letter.key()) && topic.equals(Headers.of(letter).get("dead-letter-topic"));
    }

    private static Map<String, String> headers(String type) {
        Map<String, String> headers = new HashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_type", type);
        return headers;
    }
}
