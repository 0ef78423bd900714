package dev.bilevel.standalone.local;

import java.util.concurrent.atomic.AtomicBoolean;

/// Takes back what a command wrote unless it came to its end: after an error, and where the process is told to end
/// meanwhile.
final class Retreat implements AutoCloseable {
    private final Runnable tidying;
    private final AtomicBoolean due = new AtomicBoolean(true);
    private final Thread hook = new Thread(this::go, "bilevel-retreat");

    private Retreat(Runnable tidying) {
        this.tidying = tidying;
    }

    /// @param tidying run at most once, perhaps while the command still writes
    static Retreat prepared(Runnable tidying) {
        Retreat retreat = new Retreat(tidying);
        Runtime.getRuntime().addShutdownHook(retreat.hook);
        return retreat;
    }

    /// All is written, and stays.
    void cancel() {
        due.set(false);
    }

    private void go() {
        if (due.getAndSet(false)) {
            tidying.run();
        }
    }

    @Override
    public void close() {
        go();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process ends: nothing more to hold back from.
        }
    }
}
