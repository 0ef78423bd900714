package dev.bilevel.bayesopt;

/// An acquisition function that is unknown or has a setting out of its range.
public final class InvalidAcquisition extends InvalidInput {
    InvalidAcquisition(String field, String found, String expected) {
        super(field, found, expected);
    }
}
