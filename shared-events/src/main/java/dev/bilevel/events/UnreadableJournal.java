package dev.bilevel.events;

/// A file that is no journal, or no longer one. The message is one line that names the line and what is wrong with it.
public final class UnreadableJournal extends Exception {
    private static final long serialVersionUID = 1L;

    private final long line;

    /// @param line from 1
    /// @param reason what was found, and what was expected
    public UnreadableJournal(long line, String reason) {
        super("line " + line + ": " + reason);
        this.line = line;
    }

    /// The number of the line, from 1.
    public long line() {
        return line;
    }
}
