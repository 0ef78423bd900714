package dev.bilevel.optimizer;

import dev.bilevel.events.JournalEntry;
import dev.bilevel.events.JournalLine;
import dev.bilevel.events.UnreadableEvent;
import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.spi.CDI;
import org.awaitility.Awaitility;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;

/// What the tests do by REST.
final class Rest {
    private Rest() {}

    /// A request with a spec in YAML.
    static RequestSpecification yaml(String spec) {
        return given().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/yaml", ContentType.TEXT)))
                .contentType("application/yaml")
                .body(spec);
    }

    static String submit(String spec, String id) {
        return yaml(spec)
                .queryParam("id", id)
                .post("/studies")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    /// Imports a journal.
    static Response bring(List<String> lines) {
        String body = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        return given().config(RestAssuredConfig.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("application/x-ndjson", ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType("application/x-ndjson")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/studies/import");
    }

    static void awaitStatus(String id, String status) {
        Awaitility.await("study " + id + " is " + status)
                .atMost(Duration.ofSeconds(90))
                .untilAsserted(() ->
                        given().get("/studies/" + id).then().statusCode(200).body("status", is(status)));
    }

    /// The status codes that were seen until a study has a status.
    static Set<Integer> answersUntilStatus(String id, String status) {
        Set<Integer> answers = ConcurrentHashMap.newKeySet();
        Awaitility.await("study " + id + " is " + status)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    Response answer = given().get("/studies/" + id);
                    answers.add(answer.statusCode());
                    return answer.statusCode() == 200 && status.equals(answer.path("status"));
                });
        return answers;
    }

    static List<JournalEntry> journal(String id) {
        return lines(id).stream().map(Rest::read).toList();
    }

    static List<String> lines(String id) {
        return given().get("/studies/" + id + "/journal")
                .then()
                .statusCode(200)
                .contentType("application/x-ndjson")
                .extract()
                .asString()
                .lines()
                .toList();
    }

    static String cancelFlag(String id) {
        return CDI.current()
                .select(RedisDataSource.class)
                .get()
                .value(String.class)
                .get("bilevel:cancelled:" + id);
    }

    private static JournalEntry read(String line) {
        try {
            return JournalLine.read(line).entry();
        } catch (UnreadableEvent e) {
            throw new AssertionError(line, e);
        }
    }
}
