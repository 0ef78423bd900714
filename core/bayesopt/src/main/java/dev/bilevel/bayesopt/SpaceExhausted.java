package dev.bilevel.bayesopt;

/// Every configuration of a finite space has been suggested already.
public final class SpaceExhausted extends RuntimeException {
    SpaceExhausted(long configurations) {
        super("space: all of its " + configurations + " configurations have been suggested");
    }
}
