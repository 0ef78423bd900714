package dev.bilevel.standalone.local;

import dev.bilevel.checkpoints.StoredFile;
import dev.bilevel.encoder.Progress;
import dev.bilevel.encoder.TrainingListener;
import dev.bilevel.encoder.Weights;
import dev.bilevel.standalone.Trouble;
import dev.bilevel.standalone.progress.Steps;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Watches one training: writes its checkpoints, shows how far it is, and asks whether to go on.
final class TrainingWatch implements TrainingListener, AutoCloseable {
    /// Keeping the state takes at most about a twentieth of the time, however large the model.
    private static final int LEAST_BETWEEN_SAVINGS = 20;

    private final OutFolder out;
    private final Interruption interruption;
    private final Optional<PrintStream> err;
    private final double saveEverySeconds;
    private final List<Kept> checkpoints = new ArrayList<>();
    private Optional<Steps> display = Optional.empty();
    private long begun;
    private int stepsHere;
    private long examplesHere;
    private int steps;
    private double saved;
    private double saving;
    private boolean complained;

    /// A checkpoint in its file.
    ///
    /// @param step after which it was taken, from 1
    record Kept(int step, StoredFile file) {}

    /// @param err where progress is shown, if anywhere
    /// @param saveEverySeconds how often the training's state is kept, so that it may be resumed
    TrainingWatch(OutFolder out, Interruption interruption, Optional<PrintStream> err, double saveEverySeconds) {
        this.out = out;
        this.interruption = interruption;
        this.err = err;
        this.saveEverySeconds = saveEverySeconds;
    }

    @Override
    public boolean cancelled() {
        if (begun == 0) {
            // Asked before the first step: tokens and weights are there, and training begins.
            begun = System.nanoTime();
        }
        return interruption.asked();
    }

    @Override
    public void progress(Progress now) {
        steps = now.steps();
        stepsHere++;
        examplesHere += now.examples();
        if (err.isPresent()) {
            if (display.isEmpty()) {
                display = Optional.of(Steps.on(err.get(), Boolean.getBoolean("bilevel.terminal"), steps));
            }
            double rate = examplesHere / seconds();
            display.get()
                    .show(
                            now.step(),
                            Duration.ofNanos(System.nanoTime() - begun),
                            String.format(
                                    Locale.ROOT,
                                    "epoch %d/%d · loss %.4f · %.0f examples/s",
                                    now.epoch(),
                                    now.epochs(),
                                    now.loss(),
                                    rate));
        }
    }

    @Override
    public void checkpoint(int index, int step, Weights weights) throws IOException {
        StoredFile file = weights.writeTo(out.checkpoint(step, steps), Map.of());
        checkpoints.add(new Kept(step, file));
    }

    /// Keeps the state now and then, and before an interruption. A state that cannot be kept is no reason to end.
    @Override
    public void resumable(int step, State state) {
        double now = seconds();
        if (!interruption.asked() && now - saved < Math.max(saveEverySeconds, LEAST_BETWEEN_SAVINGS * saving)) {
            return;
        }
        try {
            state.writeTo(out.state());
        } catch (IOException e) {
            if (!complained || interruption.asked()) {
                System.err.println("bilevel: the state of step " + step + " could not be kept: " + Trouble.words(e));
            }
            complained = true;
        }
        saved = seconds();
        saving = saved - now;
    }

    /// The checkpoints that were written here, in order.
    List<Kept> checkpoints() {
        return List.copyOf(checkpoints);
    }

    /// The fraction of the training's steps that were taken here: all of them, unless it was resumed.
    double fraction() {
        return (double) stepsHere / steps;
    }

    /// Since the first step began, checkpoints included; loading and tokenising not.
    double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    @Override
    public void close() {
        display.ifPresent(Steps::close);
    }
}
