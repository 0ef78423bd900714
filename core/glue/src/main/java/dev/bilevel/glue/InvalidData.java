package dev.bilevel.glue;

/// Data that is missing or can't be used. The message is one line: the file, where in it, what was found, what was
/// expected, and where to get the data if it is missing.
public final class InvalidData extends Exception {
    private static final long serialVersionUID = 1;

    InvalidData(String message) {
        super(message);
    }

    InvalidData(String message, Throwable cause) {
        super(message, cause);
    }
}
