package dev.bilevel.standalone.retrain;

import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.encoder.Progress;
import dev.bilevel.encoder.TrainingListener;
import dev.bilevel.encoder.Weights;
import dev.bilevel.standalone.progress.Steps;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Watches a training for its hashes alone: a checkpoint is a file for the moment that it takes to hash it.
final class Hashing implements TrainingListener, AutoCloseable {
    private final Path folder;
    private final int expected;
    private final Optional<PrintStream> err;
    private final List<Found> found = new ArrayList<>();
    private final long begun = System.nanoTime();
    private Optional<Steps> display = Optional.empty();

    /// A checkpoint's hash.
    ///
    /// @param step after which it was taken, from 1
    record Found(int step, String sha256, long bytes) {}

    /// @param expected how many checkpoints there should be
    /// @param err where progress is shown, if anywhere
    Hashing(int expected, Optional<PrintStream> err) throws IOException {
        this.folder = Files.createTempDirectory("bilevel-retrain-");
        this.expected = expected;
        this.err = err;
    }

    @Override
    public void progress(Progress now) {
        if (err.isPresent()) {
            if (display.isEmpty()) {
                display = Optional.of(Steps.on(err.get(), Boolean.getBoolean("bilevel.terminal"), now.steps()));
            }
            display.get()
                    .show(
                            now.step(),
                            Duration.ofNanos(System.nanoTime() - begun),
                            String.format(
                                    Locale.ROOT,
                                    "loss %.4f · %d of %d checkpoints",
                                    now.loss(),
                                    found.size(),
                                    expected));
        }
    }

    @Override
    public void checkpoint(int index, int step, Weights weights) throws IOException {
        Path file = folder.resolve("checkpoint.safetensors");
        StoredFile written = weights.writeTo(file, Map.of());
        Files.delete(file);
        found.add(new Found(step, written.sha256(), written.bytes()));
    }

    @Override
    public boolean cancelled() {
        return false;
    }

    /// The trajectory's hashes so far, in order.
    List<Found> found() {
        return List.copyOf(found);
    }

    @Override
    public void close() throws IOException {
        display.ifPresent(Steps::close);
        try (var files = Files.list(folder)) {
            for (Path left : files.toList()) {
                Files.deleteIfExists(left);
            }
        }
        Files.deleteIfExists(folder);
    }
}
