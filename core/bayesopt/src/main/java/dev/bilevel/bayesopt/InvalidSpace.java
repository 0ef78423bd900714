package dev.bilevel.bayesopt;

/// A search space that cannot be searched: `field` is the path in the tree, such as `learningRate.log`.
public final class InvalidSpace extends InvalidInput {
    InvalidSpace(String field, String found, String expected) {
        super(field, found, expected);
    }
}
