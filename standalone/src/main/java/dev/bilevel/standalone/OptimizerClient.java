package dev.bilevel.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.study.StudySpec;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The optimizer's REST interface, as any user meets it.
final class OptimizerClient implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    /// More than any problem is long, in bytes.
    private static final int MOST = 1 << 16;

    /// Every decision of a long journal is made again before the answer comes.
    private static final Duration CHECKED = Duration.ofMinutes(30);

    private static final int ACCEPTED = 202;
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

    /// Whether there is a study of this id.
    boolean knows(String studyId) throws InterruptedException {
        HttpRequest request = request("/studies/" + studyId).GET().build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 404 && answer.statusCode() != 200) {
                throw refused(request, answer.statusCode(), answer.body());
            }
            return answer.statusCode() == 200;
        } catch (IOException e) {
            throw CommandFailed.because(
                    e, "optimizer: " + name(request) + " at " + base + " got no answer: " + words(e));
        }
    }

    /// Asks for an end of the study.
    void cancel(String studyId, String reason, Duration patience) throws InterruptedException {
        String query = "?reason=" + URLEncoder.encode(reason, UTF_8);
        send(request("/studies/" + studyId + "/cancel" + query)
                .timeout(patience)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    /// Writes the study's journal to a file, a line for each entry; the file appears when it is whole.
    ///
    /// @param patience until the first line comes
    void journal(String studyId, Path target, Duration patience) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/studies/" + studyId + "/journal"))
                .timeout(patience)
                .header("Accept", "application/x-ndjson")
                .build();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw refused(request, answer.statusCode(), new String(body.readNBytes(MOST), UTF_8));
                }
                Path part = target.resolveSibling("." + target.getFileName() + ".part");
                try {
                    Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } finally {
                    Files.deleteIfExists(part);
                }
            }
        } catch (IOException e) {
            throw CommandFailed.because(
                    e, "optimizer: " + name(request) + " at " + base + " could not be fetched: " + words(e));
        }
    }

    /// Brings in a journal file.
    ///
    /// @return whether it was new there
    boolean bring(Path journal) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve("/studies/import"))
                    .timeout(CHECKED)
                    .header("Content-Type", "application/x-ndjson")
                    .POST(HttpRequest.BodyPublishers.ofFile(journal))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw refused(request, answer.statusCode(), answer.body(), journal + ": ");
            }
            return answer.statusCode() == ACCEPTED;
        } catch (IOException e) {
            throw CommandFailed.because(e, "optimizer: " + journal + " could not be sent to " + base + ": " + words(e));
        }
    }

    /// How long the optimizer has thought, by its own figures.
    ///
    /// @param maxMillis of the last minute or two
    record Deciding(long count, double meanMillis, double maxMillis) {}

    /// @throws CommandFailed where its figures cannot be had
    Deciding deciding() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/q/metrics"))
                .timeout(ANSWER)
                .header("Accept", "text/plain")
                .build();
        try {
            String figures =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            double count = figure(figures, "bilevel_decision_seconds_count");
            return new Deciding(
                    (long) count,
                    1e3 * figure(figures, "bilevel_decision_seconds_sum") / count,
                    1e3 * figure(figures, "bilevel_decision_seconds_max"));
        } catch (IOException e) {
            throw CommandFailed.because(
                    e, "optimizer: " + name(request) + " at " + base + " got no answer: " + words(e));
        }
    }

    private static double figure(String figures, String name) {
        return figures.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
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
        String what = name(request);
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw refused(request, answer.statusCode(), answer.body());
            }
            return answer.body().isBlank() ? JSON.missingNode() : JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw CommandFailed.because(
                    e, "optimizer: " + what + " answered something else than JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw CommandFailed.because(e, "optimizer: " + what + " at " + base + " got no answer: " + words(e));
        }
    }

    /// The user's mistake where the optimizer says what is wrong (RFC 9457), and its own failure otherwise.
    private static CommandFailed refused(HttpRequest request, int status, String body) {
        return refused(request, status, body, "optimizer: ");
    }

    /// @param about what the mistake is in
    private static CommandFailed refused(HttpRequest request, int status, String body, String about) {
        String detail = detail(body);
        if (detail.isEmpty()) {
            return CommandFailed.failed(
                    "optimizer: " + name(request) + " answered " + status + " " + body.replaceAll("\\s+", " "));
        }
        return status / 100 == 4
                ? CommandFailed.wrongInput(about + detail)
                : CommandFailed.failed("optimizer: " + detail);
    }

    private static String detail(String body) {
        try {
            return JSON.readTree(body)
                    .path("detail")
                    .asText()
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (JsonProcessingException _) {
            return "";
        }
    }

    /// The client's own exceptions are often without a message.
    private static String words(IOException e) {
        return switch (e) {
            case HttpTimeoutException _ -> "it took too long";
            case ConnectException _ -> "nobody listens there";
            case IOException _ -> Trouble.words(e);
        };
    }

    private static String name(HttpRequest request) {
        return request.method() + " " + request.uri().getPath();
    }
}
