package dev.bilevel.hub;

/// A model or a data set that cannot be had. The message is one line for people: what was asked for, where,
/// what came back, and what to do about it. It never holds a token, nor an address that carries a signature.
public final class HubFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean temporary;

    private HubFailed(String message, boolean temporary, Throwable cause) {
        super(message, cause);
        this.temporary = temporary;
    }

    /// What was asked for cannot be had, however often one asks.
    static HubFailed forGood(String message) {
        return new HubFailed(message, false, null);
    }

    /// Asking again later may help: the network, the server or the disk is at fault.
    static HubFailed forNow(String message, Throwable cause) {
        return new HubFailed(message, true, cause);
    }

    /// True where asking again later may help.
    public boolean temporary() {
        return temporary;
    }
}
