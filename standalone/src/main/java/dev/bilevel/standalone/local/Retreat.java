package dev.bilevel.standalone.local;

import dev.bilevel.standalone.Trouble;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Takes back what a command wrote unless it came to its end: after an error, and where the process is told to end
/// meanwhile.
///
/// A command that is told to end goes on writing until it misses a file that was taken from it; the process waits for
/// that, and tidies once more.
final class Retreat implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Tidying tidying;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "bilevel-retreat");
    private boolean asked;
    private boolean cancelled;

    /// Deletes files; some may be gone already.
    interface Tidying {
        void run() throws IOException;
    }

    private Retreat(Tidying tidying) {
        this.tidying = tidying;
    }

    static Retreat prepared(Tidying tidying) {
        Retreat retreat = new Retreat(tidying);
        try {
            Runtime.getRuntime().addShutdownHook(retreat.hook);
        } catch (IllegalStateException e) {
            // The process is ending already.
            retreat.tidy();
            throw e;
        }
        return retreat;
    }

    /// All is written, and stays.
    ///
    /// @throws InterruptedIOException if the process is ending already, and some of it is gone
    synchronized void cancel() throws InterruptedIOException {
        if (asked) {
            throw new InterruptedIOException();
        }
        cancelled = true;
    }

    /// Whether there is anything to take back; from here on it is too late to cancel.
    private synchronized boolean begun() {
        asked = true;
        return !cancelled;
    }

    private void interrupted() {
        if (!begun()) {
            return;
        }
        try {
            tidying.run();
        } catch (IOException _) {
            // Something was written meanwhile: it goes with the rest.
        }
        try {
            boolean tidy = over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            System.err.println("bilevel: interrupted" + (tidy ? ", nothing is left" : ""));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tidy() {
        try {
            tidying.run();
        } catch (IOException e) {
            System.err.println("bilevel: not everything could be taken back: " + Trouble.words(e));
        }
    }

    @Override
    public void close() {
        if (!cancelled) {
            tidy();
        }
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            leaveTheLastWordToTheHook();
        }
    }

    /// Until the process is gone: what a command says that has missed its files is no news.
    private static void leaveTheLastWordToTheHook() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
