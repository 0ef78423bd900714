package dev.bilevel.learning;

import dev.bilevel.encoder.Natives;

import static java.lang.System.Logger.Level.ERROR;

/// Loads PyTorch beside a service's start, so that its first order need not wait for it.
public final class WarmUp {
    private static final System.Logger LOG = System.getLogger(WarmUp.class.getName());

    private WarmUp() {}

    /// Returns at once.
    public static void begin() {
        Thread.ofPlatform().daemon().name("bilevel-warm-up").start(() -> {
            try {
                Natives.load();
            } catch (RuntimeException | LinkageError e) {
                // The first order meets the same problem, and reports it.
                LOG.log(ERROR, "PyTorch cannot be loaded", e);
            }
        });
    }
}
