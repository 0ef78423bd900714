package dev.bilevel.standalone.local;

import dev.bilevel.encoder.Natives;

/// Loads PyTorch on another core while the command reads its files.
final class Warmth {
    private Warmth() {}

    /// Returns at once.
    static void begin() {
        Thread.ofPlatform().daemon().name("bilevel-warm-up").start(() -> {
            try {
                Natives.load();
            } catch (RuntimeException | LinkageError _) {
                // Whoever computes meets the same problem, and reports it.
            }
        });
    }
}
