package dev.bilevel.worker;

import dev.bilevel.events.FailureReason;

/// A piece of work has no result, for a reason that belongs to the work: its failure event is published.
public final class WorkFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    /// @param message one line for people: what was found, and what was expected
    public WorkFailed(FailureReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// @param message one line for people: what was found, and what was expected
    public WorkFailed(FailureReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// Why there is no result.
    public FailureReason reason() {
        return reason;
    }
}
