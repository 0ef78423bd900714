package dev.bilevel.standalone.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// A service's word about itself.
///
/// @param status of the HTTP answer; 0 where there was none
/// @param words what it said, on one line
public record Health(int status, String words) {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// Asks whether the service is ready.
    static Health of(URI service) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/q/health/ready"))
                .timeout(ANSWER)
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Health(answer.statusCode(), answer.body().replaceAll("\\s+", " "));
        } catch (IOException e) {
            return new Health(0, e.getClass().getSimpleName());
        }
    }

    /// Whether the service at that address is ready.
    public static boolean ready(URI service) throws InterruptedException {
        return of(service).ready();
    }

    boolean ready() {
        return status == 200;
    }
}
