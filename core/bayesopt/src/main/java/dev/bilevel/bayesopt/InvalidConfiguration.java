package dev.bilevel.bayesopt;

/// A configuration that does not lie in its space: `field` is the parameter's name.
public final class InvalidConfiguration extends InvalidInput {
    InvalidConfiguration(String field, String found, String expected) {
        super(field, found, expected);
    }
}
