package dev.bilevel.events;

/// A record that is no event this code can read. The message names what was found and what was expected, in one line,
/// and belongs in the dead letter's headers.
public final class UnreadableEvent extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableEvent(String message) {
        super(message);
    }
}
