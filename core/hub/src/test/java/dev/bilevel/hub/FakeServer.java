package dev.bilevel.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A web server on this machine that holds pages, counts who asks, and can be made to misbehave.
final class FakeServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final Map<String, List<Mishap>> mishaps = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean getOnly;

    /// @param path with its query
    record Request(String method, String path, Optional<String> range, Optional<String> token) {}

    /// What stands at an address.
    record Page(int status, Map<String, String> headers, byte[] body) {}

    /// How one GET of an address goes wrong; those after it go well.
    sealed interface Mishap {
        record Status(int status) implements Mishap {}

        record CutAfter(int bytes) implements Mishap {}

        record SilentAfter(int bytes) implements Mishap {}

        /// The server forgets what ranges are.
        record WholeInsteadOfPart() implements Mishap {}
    }

    FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void page(String path, Map<String, String> headers, byte[] body) {
        pages.put(path, new Page(200, headers, body));
    }

    void redirect(String path, int status, Map<String, String> headers, String to) {
        var all = new java.util.HashMap<>(headers);
        all.put("Location", to);
        pages.put(path, new Page(status, all, new byte[0]));
    }

    void status(String path, int status) {
        pages.put(path, new Page(status, Map.of(), new byte[0]));
    }

    void goWrong(String path, Mishap... next) {
        mishaps.computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>()).addAll(List.of(next));
    }

    /// From now on HEAD is forbidden, as it is where an address is signed for GET.
    void answerGetOnly() {
        getOnly = true;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    List<Request> gets(String path) {
        return requests.stream()
                .filter(request ->
                        request.method().equals("GET") && request.path().equals(path))
                .toList();
    }

    void forget() {
        requests.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        requests.add(new Request(
                exchange.getRequestMethod(),
                path,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
        Page page = pages.getOrDefault(path, new Page(404, Map.of(), new byte[0]));
        page.headers().forEach(exchange.getResponseHeaders()::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        Optional<Mishap> mishap = head ? Optional.empty() : next(path);
        try (exchange) {
            if (mishap.orElse(null) instanceof Mishap.Status(int status)) {
                exchange.sendResponseHeaders(status, -1);
            } else if (head && getOnly) {
                exchange.sendResponseHeaders(403, -1);
            } else if (head) {
                exchange.getResponseHeaders().set("Content-Length", "" + page.body().length);
                exchange.sendResponseHeaders(page.status(), -1);
            } else {
                body(exchange, page, mishap);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Mishap> next(String path) {
        List<Mishap> coming = mishaps.getOrDefault(path, List.of());
        return coming.isEmpty() ? Optional.empty() : Optional.of(coming.removeFirst());
    }

    private void body(HttpExchange exchange, Page page, Optional<Mishap> mishap)
            throws IOException, InterruptedException {
        byte[] body = page.body();
        int from = 0;
        int status = page.status();
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (status == 200 && range != null && !mishap.equals(Optional.of(new Mishap.WholeInsteadOfPart()))) {
            from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            if (from >= body.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            status = 206;
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, body.length - 1, body.length));
        }
        int length = body.length - from;
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        if (length == 0) {
            return;
        }
        // Closing it early cuts the connection.
        try (OutputStream out = exchange.getResponseBody()) {
            switch (mishap.orElse(null)) {
                case Mishap.CutAfter(int bytes) -> {
                    out.write(body, from, Math.min(bytes, length));
                    out.flush();
                }
                case Mishap.SilentAfter(int bytes) -> {
                    out.write(body, from, Math.min(bytes, length));
                    out.flush();
                    closing.await();
                }
                case null, default -> out.write(body, from, length);
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
