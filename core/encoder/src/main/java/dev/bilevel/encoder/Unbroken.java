package dev.bilevel.encoder;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What the end of the process waits for.
///
/// A process that ends while a library is being loaded runs the library's last code beside its first. PyTorch's wait
/// for each other then, and the process never ends, whatever signal it gets but SIGKILL.
final class Unbroken {
    /// Unpacking may take that long on a slow disk; then the process ends all the same.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Unbroken() {}

    /// @throws IllegalStateException where the process is ending already: nothing is begun then
    static <T> T run(Supplier<T> work) {
        CountDownLatch done = new CountDownLatch(1);
        Thread end = new Thread(() -> await(done), "bilevel-unbroken");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return work.get();
        } finally {
            done.countDown();
            forget(end);
        }
    }

    private static void await(CountDownLatch done) {
        try {
            var _ = done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread end) {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException _) {
            // The process is ending, and has waited for this.
        }
    }
}
