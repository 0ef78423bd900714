package dev.bilevel.encoder;

/// A model or tokenizer folder that cannot be used: the message names the file, what was found and what was
/// expected.
public final class InvalidModel extends Exception {
    private static final long serialVersionUID = 1;

    public InvalidModel(String message) {
        super(message);
    }

    public InvalidModel(String message, Throwable cause) {
        super(message, cause);
    }
}
