package dev.bilevel.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Asks servers, one request at a time, and follows their redirects itself, since the token must not leave the
/// hub: the hub answers for a large file with the signed address of somebody else's server.
///
/// Thread-safe.
final class Web {
    private static final int MOST_REDIRECTS = 5;
    private static final int LONGEST_DETAIL = 200;

    private final Patience patience;
    private final URI home;
    private final Optional<Token> token;
    private HttpClient client;

    /// @param home the only server that gets the token
    Web(URI home, Optional<Token> token, Patience patience) {
        this.home = home;
        this.token = token;
        this.patience = patience;
    }

    /// What came back.
    ///
    /// @param hops the headers of every answer on the way, the last included: the hub tells a file's hash where
    ///     it redirects
    /// @param body to be closed; empty for HEAD
    record Answer(int status, URI address, List<HttpHeaders> hops, InputStream body) {
        /// A header of the first answer that has it.
        Optional<String> anywhere(String name) {
            return hops.stream()
                    .flatMap(headers -> headers.firstValue(name).stream())
                    .findFirst();
        }

        /// A header of the last answer.
        Optional<String> header(String name) {
            return hops.getLast().firstValue(name);
        }
    }

    /// Follows redirects until `enough` is known, or to the end. Tries several times.
    ///
    /// @throws WebFailed unless the answer is 2xx, or a redirect that tells enough
    Answer head(URI address, Predicate<HttpHeaders> enough, Listener listener) throws IOException {
        return patiently(listener, () -> ask("HEAD", address, Map.of(), enough));
    }

    /// Tries once.
    ///
    /// @throws WebFailed unless the answer is 2xx
    Answer get(URI address, Map<String, String> headers) throws IOException {
        return ask("GET", address, headers, _ -> false);
    }

    /// The whole body, which must be small. Tries several times.
    ///
    /// @throws WebFailed unless the answer is 2xx
    byte[] bytes(URI address, int most, Listener listener) throws IOException {
        return patiently(listener, () -> body(address, most));
    }

    private byte[] body(URI address, int most) throws IOException {
        Answer answer = get(address, Map.of());
        try (Alarm alarm = new Alarm(answer.body(), patience.silence());
                InputStream in = alarm.watched()) {
            byte[] body = in.readNBytes(most + 1);
            if (body.length > most) {
                throw WebFailed.nonsense(address, "answered more than " + most + " bytes");
            }
            return body;
        } catch (WebFailed e) {
            throw e;
        } catch (IOException e) {
            throw WebFailed.connection(address, "the connection was cut", e);
        }
    }

    Patience patience() {
        return patience;
    }

    private interface Attempt<T> {
        T make() throws IOException;
    }

    private <T> T patiently(Listener listener, Attempt<T> attempt) throws IOException {
        for (int failed = 1; ; failed++) {
            try {
                return attempt.make();
            } catch (WebFailed e) {
                patience.beforeNext(failed, e, listener);
            }
        }
    }

    private Answer ask(String method, URI address, Map<String, String> headers, Predicate<HttpHeaders> enough)
            throws IOException {
        URI current = address;
        List<HttpHeaders> hops = new ArrayList<>();
        while (hops.size() <= MOST_REDIRECTS) {
            HttpResponse<InputStream> response = send(request(method, current, headers));
            int status = response.statusCode();
            hops.add(response.headers());
            if (status / 100 == 2 || isRedirect(status) && enough.test(response.headers())) {
                return new Answer(status, current, hops, response.body());
            }
            try (InputStream _ = response.body()) {
                if (!isRedirect(status)) {
                    throw refusal(current, response);
                }
                current = target(current, response.headers());
            }
        }
        throw WebFailed.nonsense(address, "redirects more than " + MOST_REDIRECTS + " times");
    }

    /// A store that the hub redirects to forbids what has expired: the next attempt asks the hub for a fresh address.
    private WebFailed refusal(URI address, HttpResponse<?> response) {
        int status = response.statusCode();
        return (status == 401 || status == 403) && !isHome(address)
                ? WebFailed.connection(address, "answered " + status + " to the address that it was asked at", null)
                : WebFailed.status(address, status, detail(response.headers()), retryAfter(response.headers()));
    }

    private HttpRequest request(String method, URI address, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(patience.answer())
                .setHeader("User-Agent", "bilevel");
        headers.forEach(request::setHeader);
        if (isHome(address)) {
            token.ifPresent(secret -> request.setHeader("Authorization", secret.header()));
        }
        return request.build();
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
        try {
            return client().send(request, BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            throw Patience.interrupted(e);
        } catch (HttpConnectTimeoutException e) {
            throw WebFailed.unreachable(request.uri(), " (no connection in time)", e);
        } catch (HttpTimeoutException e) {
            throw WebFailed.connection(request.uri(), "no answer in time", e);
        } catch (ConnectException e) {
            throw WebFailed.unreachable(request.uri(), because(e), e);
        } catch (IOException e) {
            throw WebFailed.connection(request.uri(), "no answer" + because(e), e);
        }
    }

    /// Made when it is first needed: it has a thread, and what is in the cache needs no network.
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(patience.connect())
                    .proxy(new EnvironmentProxies(System.getenv()))
                    .build();
        }
        return client;
    }

    private static String because(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return " (no such host)";
            }
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                return " (" + cause.getMessage().lines().findFirst().orElse("") + ")";
            }
        }
        return "";
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static URI target(URI from, HttpHeaders headers) throws WebFailed {
        String location = headers.firstValue("Location").orElse("");
        try {
            URI target = from.resolve(URI.create(location));
            boolean web = "https".equals(target.getScheme()) || "http".equals(target.getScheme());
            boolean weaker = "https".equals(from.getScheme()) && "http".equals(target.getScheme());
            if (!location.isEmpty() && web && !weaker && target.getHost() != null) {
                return target;
            }
        } catch (IllegalArgumentException _) {
            // The same complaint.
        }
        throw WebFailed.nonsense(from, "redirects to no usable address");
    }

    private boolean isHome(URI address) {
        return home.getScheme().equals(address.getScheme())
                && home.getHost().equalsIgnoreCase(address.getHost())
                && port(home) == port(address);
    }

    private static int port(URI address) {
        int usual = "https".equals(address.getScheme()) ? 443 : 80;
        return address.getPort() < 0 ? usual : address.getPort();
    }

    private static String detail(HttpHeaders headers) {
        String detail = headers.firstValue("X-Error-Message").orElse("").replaceAll("\\p{Cntrl}", " ");
        return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…";
    }

    private static Duration retryAfter(HttpHeaders headers) {
        // A date is allowed as well; the usual pause does then.
        return headers.firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
    }
}
