package dev.bilevel.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.study.StudySpec;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// The optimizer's REST interface, as any user meets it.
final class OptimizerClient implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    /// @param base such as `http://127.0.0.1:8080`
    OptimizerClient(URI base) {
        this.base = base;
    }

    /// Submits a study under this id.
    void submit(String studyId, StudySpec spec) throws InterruptedException {
        send(request("/studies?id=" + studyId)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(spec.toJson().toString())));
    }

    /// The study with its trials and live progress.
    JsonNode study(String studyId) throws InterruptedException {
        return send(request("/studies/" + studyId).GET());
    }

    /// Asks for an end of the study.
    void cancel(String studyId, String reason, Duration patience) throws InterruptedException {
        String query = "?reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8);
        send(request("/studies/" + studyId + "/cancel" + query)
                .timeout(patience)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /// Writes the study's journal to a file, a line for each entry.
    void journal(String studyId, Path target) throws InterruptedException {
        URI uri = base.resolve("/studies/" + studyId + "/journal");
        try {
            HttpResponse<Path> answer = http.send(
                    HttpRequest.newBuilder(uri)
                            .header("Accept", "application/x-ndjson")
                            .build(),
                    HttpResponse.BodyHandlers.ofFile(target));
            if (answer.statusCode() != 200) {
                throw CommandFailed.failed("optimizer: GET " + uri.getPath() + " answered " + answer.statusCode());
            }
        } catch (IOException e) {
            throw CommandFailed.because(e, "optimizer: the journal could not be fetched: " + e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER).header("Accept", "application/json");
    }

    private JsonNode send(HttpRequest.Builder builder) throws InterruptedException {
        HttpRequest request = builder.build();
        String what = request.method() + " " + request.uri().getPath();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw CommandFailed.failed("optimizer: " + what + " answered " + answer.statusCode() + " "
                        + answer.body().replaceAll("\\s+", " "));
            }
            return answer.body().isBlank() ? JSON.missingNode() : JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw CommandFailed.because(
                    e, "optimizer: " + what + " answered something else than JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw CommandFailed.because(e, "optimizer: " + what + " got no answer: " + e);
        }
    }
}
