package dev.bilevel.encoder;

/// A hyperparameter or compute setting outside what training accepts: one line with field, value and expectation.
public final class InvalidHyperparameter extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String field;

    public InvalidHyperparameter(String field, Object found, String expected) {
        super(field + ": is " + found + ", expected " + expected);
        this.field = field;
    }

    /// The name at fault, as in the study's space.
    public String field() {
        return field;
    }
}
