package dev.bilevel.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalReader;
import dev.bilevel.events.TrialCompleted;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.StudySpec;
import dev.bilevel.study.journal.Story;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

/// Replay and fork by REST, over real Kafka, PostgreSQL and Redis; the workers are scripted.
@QuarkusTest
@WithTestResource(StackResource.class)
class ReplayTest {
    private static final String ID = "replayed";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    private Wire wire;

    @BeforeEach
    void aStudyThatIsCompleted() {
        wire = new Wire(bootstrap);
        if (given().get("/studies/" + ID).statusCode() == 404) {
            Rest.submit(Specs.SMALL, ID);
            wire.workFor(ID);
        }
        Rest.awaitStatus(ID, "completed");
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        wire.close();
    }

    @Test
    void theStoryIsThatOfTheExportedJournal() throws IOException, UnreadableJournal {
        byte[] file = file();
        Story story = new Story();
        JournalReader.Whole whole = JournalReader.read(new ByteArrayInputStream(file), story::take);

        assertThat(json("/studies/" + ID + "/replay")).isEqualTo(asRead(story.toJson(whole)));
    }

    @Test
    void theStoryUntilAnEntryEndsThere() throws IOException, UnreadableJournal {
        long second = sequenceOfCompleted(1);
        Story story = new Story();
        JournalReader.Whole whole = JournalReader.read(new ByteArrayInputStream(file()), (number, entry, time) -> {
            if (entry.sequence() <= second) {
                story.take(number, entry, time);
            }
        });

        assertThat(json("/studies/" + ID + "/replay?until=" + second)).isEqualTo(asRead(story.toJson(whole)));
        given().get("/studies/" + ID + "/replay?until=" + second)
                .then()
                .body("status", is("running"))
                .body("entries", is((int) second + 1))
                .body("trials", hasSize(2))
                .body("trials.state", is(List.of("completed", "completed")));
    }

    @Test
    void manyWhoAskAtOnceAreAnsweredInTurn() throws Exception {
        JsonNode story = json("/studies/" + ID + "/replay");
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> answers = IntStream.range(0, 12)
                    .mapToObj(_ -> clients.submit(() -> json("/studies/" + ID + "/replay")))
                    .toList();

            for (Future<JsonNode> answer : answers) {
                assertThat(answer.get()).isEqualTo(story);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"100000, 100000", "-1, -1", "soon, 'soon'"})
    void anEntryThatIsNotThereIsRefused(String until) {
        given().get("/studies/" + ID + "/replay?until=" + until)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("problems[0].field", is("until"))
                .body("problems[0].found", containsString(until))
                .body("problems[0].expected", startsWith("a sequence number"));
    }

    @Test
    void aStudyThatIsNotThereHasNoStoryAndNoFork() {
        given().get("/studies/nobody/replay").then().statusCode(404).body("detail", is("There is no study 'nobody'."));
        fork("nobody", "{\"at\": 0}").then().statusCode(404);
    }

    @Test
    void aForkIsASpecThatKnowsTheBeginning() {
        long second = sequenceOfCompleted(1);
        String body = "{\"at\": %d, \"set\": {\"inner.acquisition\": \"ei\"}}".formatted(second);

        StudySpec spec = StudySpec.fromYaml(
                fork(ID, body).then().statusCode(200).extract().asString(), Path.of("/"));
        assertThat(spec.outer().earlier()).hasSize(2);
        assertThat(spec.outer().trials()).isEqualTo(Specs.TRIALS - 2);
        assertThat(spec.inner().acquisition().name()).isEqualTo("ei");

        String yaml = given().contentType("application/json")
                .accept("application/yaml")
                .body(body)
                .post("/studies/" + ID + "/fork")
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .extract()
                .asString();
        assertThat(yaml).startsWith("# replayed, forked behind entry " + second + " of its journal");
        assertThat(StudySpec.fromYaml(yaml, Path.of("/"))).isEqualTo(spec);
    }

    @Test
    void aForkThatIsSubmittedRunsToItsEnd() {
        fork(
                        ID,
                        "{\"at\": %d, \"set\": {\"inner.fusions\": 4}, \"submit\": \"what-if\"}"
                                .formatted(sequenceOfCompleted(1)))
                .then()
                .statusCode(202)
                .header("Location", containsString("/studies/what-if"))
                .body("id", is("what-if"));
        wire.workFor("what-if");
        Rest.awaitStatus("what-if", "completed");

        given().get("/studies/what-if")
                .then()
                .body("counts.completed", is(Specs.TRIALS - 2))
                .body("spec.outer.earlier", hasSize(2))
                .body("spec.inner.fusions", is(4));
        fork(ID, "{\"at\": 5, \"set\": {\"inner.fusions\": 4}, \"submit\": \"what-if\"}")
                .then()
                .statusCode(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"at\": 100000}                                      | at",
                "{\"at\": -1}                                          | at",
                "{\"at\": \"5\"}                                       | at",
                "{\"at\": 5.5}                                         | at",
                "{}                                                    | at",
                "{\"at\": 5, \"colour\": 1}                            | colour",
                "{\"at\": 5, \"set\": 1}                               | set",
                "{\"at\": 5, \"set\": {\"a..b\": 1}}                   | set",
                "{\"at\": 5, \"set\": {\"inner.colour\": \"red\"}}     | inner.colour",
                "{\"at\": 5, \"set\": {\"inner.fusions.a\": 1}}        | set.inner.fusions.a",
                "{\"at\": 5, \"set\": {\"outer.trials\": 0}}           | outer.trials",
                "{\"at\": 5, \"set\": {\"task\": \"CoLA\"}}            | set.task",
                "{\"at\": 5, \"submit\": 7}                            | submit",
                "{\"at\": 5, \"submit\": \"../up\"}                    | submit",
                "{\"at\": 5, \"at\": 6}                                | at",
                "[5]                                                   | body",
                "{\"at\": 5                                            | body"
            })
    void aForkThatCannotBeNamesTheField(String body, String field) {
        fork(ID, body)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("problems.field", hasItem(field));
    }

    @Test
    void aForkBehindTheLastTrialNeedsABudget() {
        long last = Rest.journal(ID).size() - 1L;

        fork(ID, "{\"at\": " + last + "}")
                .then()
                .statusCode(400)
                .body("detail", containsString("all 4 trials are settled"));
        fork(ID, "{\"at\": " + last + ", \"set\": {\"outer.trials\": 2}}")
                .then()
                .statusCode(200)
                .body("outer.trials", is(2))
                .body("outer.earlier", hasSize(4));
    }

    private static io.restassured.response.Response fork(String id, String body) {
        return given().contentType("application/json")
                .accept("application/json")
                .body(body)
                .post("/studies/" + id + "/fork");
    }

    private static JsonNode json(String path) throws IOException {
        return new ObjectMapper()
                .readTree(given().get(path).then().statusCode(200).extract().asString());
    }

    /// As it is when it has been text once: numbers are other kinds of node.
    private static JsonNode asRead(JsonNode tree) throws IOException {
        return new ObjectMapper().readTree(tree.toString());
    }

    private static byte[] file() {
        return (String.join("\n", Rest.lines(ID)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static long sequenceOfCompleted(int trial) {
        return Rest.journal(ID).stream()
                .filter(entry -> entry.event() instanceof TrialCompleted completed && completed.trial() == trial)
                .mapToLong(JournalEntry::sequence)
                .findFirst()
                .orElseThrow();
    }
}
