package dev.bilevel.worker.learning;

import dev.bilevel.encoder.Natives;
import org.jboss.logging.Logger;

/// Loads PyTorch beside a service's start, so that its first order need not wait for it.
public final class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);

    private WarmUp() {}

    /// Returns at once.
    public static void begin() {
        Thread.ofPlatform().daemon().name("bilevel-warm-up").start(() -> {
            try {
                Natives.load();
            } catch (RuntimeException | LinkageError e) {
                // The first order meets the same problem, and reports it.
                LOG.error("PyTorch cannot be loaded", e);
            }
        });
    }
}
