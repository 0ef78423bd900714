package dev.bilevel.optimizer;

import dev.bilevel.events.Event;
import dev.bilevel.events.FusionSuggested;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalEntry.Role;
import dev.bilevel.events.JournalHash;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.Topics;
import dev.bilevel.events.TrialCompleted;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

/// Journals from elsewhere over real Kafka, PostgreSQL and Redis.
@QuarkusTest
@WithTestResource(StackResource.class)
class ImportTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @TestHTTPResource("/studies")
    URI studies;

    private Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(bootstrap);
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        wire.close();
    }

    /// The body of a request that changes to HTTP/2 is not held back while the service writes it to its file.
    @Test
    void aClientThatOffersHttp2IsAnsweredByHttp1() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<Void> answer =
                    client.send(HttpRequest.newBuilder(studies).build(), HttpResponse.BodyHandlers.discarding());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void aStudyThatIsOverIsShownAndExportedByteForByte() {
        List<String> lines = Elsewhere.lines(Elsewhere.journal("over"));

        Rest.bring(lines)
                .then()
                .statusCode(202)
                .header("Location", endsWith("/studies/over"))
                .body("id", is("over"))
                .body("entries", is(lines.size()));
        Rest.awaitStatus("over", "completed");

        assertThat(Rest.lines("over")).isEqualTo(lines);
        given().get("/studies/over").then().body("submittedAt", is("2026-01-02T03:04:05.678Z"));
        assertThat(wire.on(Topics.FUSIONS, of("over"))).isEmpty();
        assertThat(wire.on(Topics.trials("roberta"), of("over"))).isEmpty();
    }

    @Test
    void aStudyThatIsNotOverGoesOnAsIfNothingHadHappened() {
        List<JournalEntry> undisturbed = Elsewhere.journal("goes-on");
        int end = place(undisturbed, FusionSuggested.class, 7) + 1;
        List<String> lines = Elsewhere.lines(undisturbed.subList(0, end));

        Rest.bring(lines).then().statusCode(202);
        ConsumerRecord<String, byte[]> order =
                wire.await(Topics.FUSIONS, 1, of("goes-on")).getFirst();
        assertThat(Wire.decode(order)).isEqualTo(undisturbed.get(end - 1).event());
        assertThat(wire.on(Topics.JOURNAL, of("goes-on"))).hasSize(end);
        wire.workFor("goes-on");
        Rest.awaitStatus("goes-on", "completed");

        assertThat(Rest.lines("goes-on").subList(0, end)).isEqualTo(lines);
        assertThat(decisions(Rest.journal("goes-on"))).isEqualTo(decisions(undisturbed));
    }

    @Test
    void aStudyWhoseTrialIsInTrainingIsTrainedAgain() {
        List<String> lines = Elsewhere.lines(Elsewhere.journal("begun").subList(0, 2));

        Rest.bring(lines).then().statusCode(202);

        wire.await(Topics.trials("roberta"), 1, of("begun"));
        wire.workFor("begun");
        Rest.awaitStatus("begun", "completed");
    }

    @Test
    void aJournalThatIsThereAlreadyIsSaidToBeThere() {
        List<String> lines = Elsewhere.lines(Elsewhere.journal("again"));
        Rest.bring(lines).then().statusCode(202);
        Rest.awaitStatus("again", "completed");

        Rest.bring(lines).then().statusCode(200).body("id", is("again"));
        Rest.bring(lines.subList(0, 2)).then().statusCode(200).body("entries", is(2));
        assertThat(Rest.lines("again")).isEqualTo(lines);
    }

    @Test
    void anotherStudyOfTheSameIdIsAConflict() {
        Rest.submit(Specs.SMALL, "mine");
        Rest.awaitStatus("mine", "running");

        Rest.bring(Elsewhere.lines(Elsewhere.journal("mine")))
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", is("There is a study 'mine' already, with another journal: line 1 differs."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "truncated line 40: is cut off",
                "cut is missing: ",
                "edited line 4: hash: does not follow",
                "reordered line 3: sequence: is 3, expected 2",
                "mixed line 41: belongs to study 'other-",
                "empty line 1: is missing: the file is empty",
                "future line 2: type: 'dev.bilevel.trial-suggested.v2' is of a later version",
                "binary line 1: is no JSON",
                "forged The journal does not verify: sequence ",
                "headless line 1: sequence: is 1, expected 0",
                "tomorrow line 1: time: is 2999-"
            })
    void whatIsNoJournalIsRefusedAndNothingIsWritten(String test) {
        String kind = test.substring(0, test.indexOf(' '));
        String id = "bad-" + kind;

        Response answer = Rest.bring(spoiled(kind, id));

        answer.then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(test.substring(kind.length() + 1)));
        given().get("/studies/" + id).then().statusCode(404);
        assertThat(wire.on(Topics.JOURNAL, written -> id.equals(written.key()))).isEmpty();
        assertThat(wire.on(Topics.DEAD_LETTERS, written -> id.equals(written.key())))
                .isEmpty();
    }

    @Test
    void aPartThatFollowsNothingIsADeadLetter() {
        List<String> lines = Elsewhere.lines(Elsewhere.journal("stray"));
        wire.send(new JournalImported("stray", 0, 3, JournalHash.START, lines.subList(1, 3)));
        wire.send(new JournalImported("stray", 5, lines.size(), "a".repeat(64), lines.subList(5, 7)));

        assertThat(wire.await(Topics.DEAD_LETTERS, 2, written -> "stray".equals(written.key())))
                .extracting(ImportTest::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).startsWith("line 1: sequence: is 1, expected 0"),
                        reason -> assertThat(reason).startsWith("line 6: hash: does not follow"));
        given().get("/studies/stray").then().statusCode(404);
    }

    @Test
    void nothingHappensBetweenTwoParts() {
        List<String> lines = Elsewhere.lines(Elsewhere.journal("between"));
        String hash =
                JournalHash.of(lines.get(1).getBytes(StandardCharsets.UTF_8)).orElseThrow();
        wire.send(new JournalImported("between", 0, 4, JournalHash.START, lines.subList(0, 2)));
        ScriptedWorkers.answer(Elsewhere.journal("between").get(1).event()).forEach(wire::send);
        wire.send(new JournalImported("between", 2, 4, hash, lines.subList(2, 4)));

        wire.await(Topics.JOURNAL, 4, written -> "between".equals(written.key()));
        // The channel takes the two topics in any order: what came before the first part or behind the last is fine.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(Rest.lines("between").subList(0, 4)).isEqualTo(lines.subList(0, 4)));
    }

    @Test
    void anotherKindOfBodyIsRefused() {
        given().contentType("application/json")
                .body("{}")
                .post("/studies/import")
                .then()
                .statusCode(415)
                .body("title", startsWith("Unsupported"));
    }

    private static List<String> spoiled(String kind, String id) {
        List<JournalEntry> journal = Elsewhere.journal(id);
        List<String> lines = new ArrayList<>(Elsewhere.lines(journal));
        return switch (kind) {
            case "truncated" -> {
                lines.set(39, lines.get(39).substring(0, 90));
                yield lines.subList(0, 40);
            }
            case "cut" -> lines.subList(0, 1);
            case "edited" -> {
                lines.set(3, lines.get(3).replace("\"step\":", "\"step\": "));
                yield lines;
            }
            case "reordered" -> {
                lines.add(2, lines.remove(3));
                yield lines;
            }
            case "mixed" -> {
                List<String> mixed = new ArrayList<>(lines.subList(0, 40));
                mixed.addAll(Elsewhere.lines(Elsewhere.journal("other-" + id)).subList(40, 60));
                yield mixed;
            }
            case "empty" -> List.of();
            case "future" -> resealed(lines, 1, "trial-suggested.v1", "trial-suggested.v2");
            case "tomorrow" -> resealed(lines, 0, "\"time\":\"2026-", "\"time\":\"2999-");
            case "binary" -> List.of("\u0001\u0002");
            case "forged" -> {
                int place = place(journal, TrialCompleted.class, 0);
                List<JournalEntry> forged = new ArrayList<>(journal);
                TrialCompleted was = (TrialCompleted) forged.get(place).event();
                forged.set(
                        place,
                        new JournalEntry(id, place, Role.DECISION, new TrialCompleted(id, was.trialId(), 0, 0.99)));
                yield Elsewhere.lines(forged);
            }
            case "headless" -> lines.subList(1, 3);
            default -> throw new AssertionError(kind);
        };
    }

    /// With another text at one line, and every hash right.
    private static List<String> resealed(List<String> lines, int at, String found, String replacement) {
        JournalHash hash = new JournalHash();
        return IntStream.range(0, lines.size())
                .mapToObj(i -> {
                    String plain = lines.get(i).replaceFirst(",\"hash\":\"[0-9a-f]{64}\"}$", "}");
                    return hash.seal(i == at ? plain.replace(found, replacement) : plain);
                })
                .toList();
    }

    private static int place(List<JournalEntry> journal, Class<? extends Event> type, int n) {
        return IntStream.range(0, journal.size())
                .filter(i -> type.isInstance(journal.get(i).event()))
                .skip(n)
                .findFirst()
                .orElseThrow();
    }

    private static Set<Event> decisions(List<JournalEntry> journal) {
        Set<Event> decisions = new HashSet<>();
        journal.stream().filter(entry -> entry.role() == Role.DECISION).forEach(entry -> decisions.add(entry.event()));
        return decisions;
    }

    private static java.util.function.Predicate<ConsumerRecord<String, byte[]>> of(String studyId) {
        return written -> written.key().equals(studyId) || written.key().startsWith(studyId + ".");
    }

    private static String reason(ConsumerRecord<String, byte[]> letter) {
        return new String(letter.headers().lastHeader("dead-letter-reason").value(), StandardCharsets.UTF_8);
    }
}
