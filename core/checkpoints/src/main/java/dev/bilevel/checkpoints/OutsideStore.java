package dev.bilevel.checkpoints;

/// A URI that does not lead to a place inside the store; nothing was touched. The message names the URI and the
/// store.
public final class OutsideStore extends Exception {
    private static final long serialVersionUID = 1L;

    OutsideStore(String uri, String problem) {
        super("artifact URI " + Names.shown(uri) + ": " + problem);
    }
}
