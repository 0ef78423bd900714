package dev.bilevel.learning;

import dev.bilevel.events.FailureReason;

/// What an order asks for cannot be had, for a reason that belongs to the order, not to whoever carries it out.
public final class OrderFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    /// @param message one line for people: what was found, and what was expected
    public OrderFailed(FailureReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// @param message one line for people: what was found, and what was expected
    public OrderFailed(FailureReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// What the study is told.
    public FailureReason reason() {
        return reason;
    }
}
