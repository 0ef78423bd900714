package dev.bilevel.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/// An optimizer that answers as it is told, over HTTP.
final class FakeOptimizer implements AutoCloseable {
    private final HttpServer server;
    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();

    private record Answer(int status, byte[] body) {}

    FakeOptimizer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /// The next request gets this answer; the last one is repeated.
    void answers(int status, byte[] body) {
        answers.add(new Answer(status, body));
    }

    void answers(int status, String body) {
        answers(status, body.getBytes(StandardCharsets.UTF_8));
    }

    /// `GET /studies/s1/journal`, one for each request.
    List<String> requests() {
        return requests;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            requests.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                            + new String(sent, StandardCharsets.UTF_8))
                    .strip());
            Answer next = answers.size() > 1 ? answers.remove() : answers.element();
            exchange.sendResponseHeaders(next.status(), next.body().length == 0 ? -1 : next.body().length);
            exchange.getResponseBody().write(next.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
