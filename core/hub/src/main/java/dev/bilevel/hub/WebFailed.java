package dev.bilevel.hub;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// A request that did not give what was asked for. Whoever asked knows what it was for, and says so to people.
final class WebFailed extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Duration retryAfter;
    private final boolean worthARetry;

    /// @param message what happened, with the address
    private WebFailed(String message, int status, Duration retryAfter, boolean worthARetry, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
        this.worthARetry = worthARetry;
    }

    /// The server answered with that status.
    static WebFailed status(URI address, int status, String detail, Duration retryAfter) {
        boolean retry = status == 408 || status == 429 || status >= 500;
        String said = detail.isEmpty() ? "" : " (" + detail + ")";
        return new WebFailed(shown(address) + " answered " + status + said, status, retryAfter, retry, null);
    }

    /// The connection failed, was cut, or fell silent.
    static WebFailed connection(URI address, String what, Throwable cause) {
        return new WebFailed(shown(address) + ": " + what, 0, Duration.ZERO, true, cause);
    }

    /// The server answered, and what it said cannot be used.
    static WebFailed nonsense(URI address, String what) {
        return new WebFailed(shown(address) + ": " + what, 0, Duration.ZERO, false, null);
    }

    /// 0 where there was no answer, or none that can be used.
    int status() {
        return status;
    }

    /// What the server asked for; zero where it did not.
    Duration retryAfter() {
        return retryAfter;
    }

    /// True unless the next attempt would fail in the same way.
    boolean worthARetry() {
        return worthARetry;
    }

    /// Without its query: signed addresses are secrets for a while.
    static String shown(URI address) {
        String whole = address.toString();
        int query = whole.indexOf('?');
        return query < 0 ? whole : whole.substring(0, query);
    }
}
