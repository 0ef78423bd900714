package dev.bilevel.optimizer;

import dev.bilevel.events.JournalLine;
import dev.bilevel.events.JournalReader;
import dev.bilevel.events.UnreadableEvent;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

/// The event stream, live progress, and what the service tells about itself.
@QuarkusTest
@WithTestResource(StackResource.class)
class WatchingTest {
    private static final String PROGRESS =
            "{\"kind\":\"progress\",\"trial\":0,\"step\":40,\"steps\":120,\"loss\":0.61,\"at\":1}";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    @TestHTTPResource("/")
    URI base;

    @Inject
    RedisDataSource redis;

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
    void theEventStreamTellsTheWholeJournalAndEndsWithTheStudy() throws Exception {
        String id = Rest.submit(Specs.SMALL, "streamed");
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> stream = follow(id, null, lines);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lines.contains("id:1"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            redis.pubsub(String.class).publish("bilevel:live:" + id, PROGRESS);
            return lines.contains("event:progress");
        });
        wire.workFor(id);
        stream.get(90, TimeUnit.SECONDS);

        List<String> journal = Rest.lines(id);
        assertThat(ids(lines))
                .isEqualTo(IntStream.range(0, journal.size())
                        .mapToObj(n -> "id:" + n)
                        .toList());
        assertThat(lines).contains("data:" + PROGRESS);
        assertThat(lines.stream()
                        .filter(line -> line.startsWith("data:{\"spec"))
                        .map(line -> line.substring(5)))
                .as("the same lines, without the hash of a file")
                .containsExactlyElementsOf(journal.stream()
                        .map(line -> line.replaceFirst(",\"hash\":\"[0-9a-f]{64}\"}$", "}"))
                        .toList());

        List<String> rest = new CopyOnWriteArrayList<>();
        follow(id, Integer.toString(journal.size() - 3), rest).get(30, TimeUnit.SECONDS);
        assertThat(ids(rest)).containsExactly("id:" + (journal.size() - 2), "id:" + (journal.size() - 1));
        for (int last : List.of(journal.size() - 1, journal.size())) {
            given().header("Last-Event-ID", last)
                    .get("/studies/" + id + "/events")
                    .then()
                    .statusCode(last < journal.size() ? 204 : 400);
        }
    }

    @Test
    void theJournalIsOneCloudEventALine() throws UnreadableEvent {
        String id = Rest.submit(Specs.SMALL, "lined");
        Rest.awaitStatus(id, "running");
        List<String> lines = Rest.lines(id);
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst())
                .startsWith("{\"specversion\":\"1.0\",\"id\":\"lined/0\",\"type\":\"dev.bilevel.study-submitted.v1\"");
        assertThat(JournalLine.read(lines.getLast()).time()).isNotNull();
    }

    @Test
    void theJournalIsAFileThatShowsItsOwnEdits() throws Exception {
        String id = Rest.submit(Specs.SMALL, "sealed");
        Rest.awaitStatus(id, "running");
        byte[] file = (String.join("\n", Rest.lines(id)) + "\n").getBytes(StandardCharsets.UTF_8);

        assertThat(JournalReader.read(new ByteArrayInputStream(file), (_, _, _) -> {})
                        .lines())
                .isEqualTo(2);
    }

    @Test
    void progressInRedisIsShownWithItsTrial() {
        String id = Rest.submit(Specs.SMALL, "progressing");
        Rest.awaitStatus(id, "running");
        redis.hash(String.class).hset("bilevel:progress:" + id, id + ".t0", PROGRESS);
        given().get("/studies/" + id).then().body("trials[0].progress.step", is(40));
    }

    @Test
    void healthMetricsAndDescriptionAreThere() {
        String id = Rest.submit(Specs.SMALL, "counted");
        Rest.awaitStatus(id, "running");
        for (String kind : new String[] {"live", "ready", "started"}) {
            given().get("/q/health/" + kind).then().statusCode(200).body("status", is("UP"));
        }
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("bilevel_decisions_total{type=\"dev.bilevel.trial-suggested.v1\"}"))
                .body(containsString("bilevel_observations_total{effect=\"taken\""))
                .body(containsString("bilevel_decision_seconds_bucket"))
                .body(containsString("bilevel_studies{status=\"running\"}"));
        given().get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .body("paths.'/studies'.post.summary", is("Submit a study"))
                .body("paths.'/studies/{id}/events'.get.summary", is("Follow a study"));
    }

    private CompletableFuture<Void> follow(String id, String lastEventId, List<String> lines) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/studies/" + id + "/events"));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpClient client = HttpClient.newHttpClient();
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
                .thenAccept(answer -> answer.body().forEach(lines::add))
                .whenComplete((_, _) -> client.close());
    }

    private static List<String> ids(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("id:")).toList();
    }
}
