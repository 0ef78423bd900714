package dev.bilevel.hub;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// A request that did not give what was asked for. Whoever asked knows what it was for, and says so to people.
final class WebFailed extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient Duration retryAfter;
    private final transient Prospect prospect;

    /// What another attempt may bring.
    private enum Prospect {
        BETTER,
        /// Nobody is there, or no such host: seldom for a moment only.
        POOR,
        NONE
    }

    /// @param message what happened, with the address
    private WebFailed(String message, int status, Duration retryAfter, Prospect prospect, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.retryAfter = retryAfter;
        this.prospect = prospect;
    }

    /// The server answered with that status.
    static WebFailed status(URI address, int status, String detail, Duration retryAfter) {
        boolean retry = status == 408 || status == 429 || status >= 500;
        String said = detail.isEmpty() ? "" : " (" + detail + ")";
        Prospect prospect = retry ? Prospect.BETTER : Prospect.NONE;
        return new WebFailed(shown(address) + " answered " + status + said, status, retryAfter, prospect, null);
    }

    /// There is no connection to be had.
    static WebFailed unreachable(URI address, String why, Throwable cause) {
        return new WebFailed(shown(address) + ": cannot be reached" + why, 0, Duration.ZERO, Prospect.POOR, cause);
    }

    /// The connection was cut, or fell silent.
    static WebFailed connection(URI address, String what, Throwable cause) {
        return new WebFailed(shown(address) + ": " + what, 0, Duration.ZERO, Prospect.BETTER, cause);
    }

    /// The server answered, and what it said cannot be used.
    static WebFailed nonsense(URI address, String what) {
        return new WebFailed(shown(address) + ": " + what, 0, Duration.ZERO, Prospect.NONE, null);
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
        return prospect != Prospect.NONE;
    }

    /// True where nobody was there to answer.
    boolean unreachable() {
        return prospect == Prospect.POOR;
    }

    /// Without its query: signed addresses are secrets for a while.
    static String shown(URI address) {
        String whole = address.toString();
        int query = whole.indexOf('?');
        return query < 0 ? whole : whole.substring(0, query);
    }
}
