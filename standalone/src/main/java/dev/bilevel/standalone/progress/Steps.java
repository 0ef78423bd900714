package dev.bilevel.standalone.progress;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/// The steps of one training: a bar that moves on a terminal, a line every ten seconds elsewhere.
public final class Steps implements AutoCloseable {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final int BLOCKS = 16;

    private final PrintStream err;
    private final Optional<ProgressBar> bar;
    private final int steps;
    private Duration spoke = Duration.ZERO;
    private volatile Duration elapsed = Duration.ZERO;
    private volatile int step;

    private Steps(PrintStream err, boolean terminal, int steps) {
        this.err = err;
        this.steps = steps;
        this.bar = terminal ? Optional.of(start()) : Optional.empty();
    }

    /// @param steps how many there will be
    public static Steps on(PrintStream err, boolean terminal, int steps) {
        return new Steps(err, terminal, steps);
    }

    /// One more step is over.
    ///
    /// @param step from 1
    /// @param sinceFirst time since the first step began
    /// @param message what is to be said of it
    public void show(int step, Duration sinceFirst, String message) {
        this.step = step;
        elapsed = sinceFirst;
        if (bar.isPresent()) {
            bar.get().stepTo(step).setExtraMessage(" " + message);
        } else if (step == steps || sinceFirst.minus(spoke).compareTo(LONGEST_SILENCE) >= 0) {
            spoke = sinceFirst;
            err.println(Remaining.clock(sinceFirst) + " step " + step + "/" + steps + " · " + message + left());
        }
    }

    private String left() {
        return Remaining.estimate((double) step / steps, elapsed)
                .map(time -> " · " + Remaining.clock(time) + " left")
                .orElse("");
    }

    private ProgressBar start() {
        return new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(250)
                .setRenderer((state, width) -> render(state.getExtraMessage(), width))
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .build();
    }

    /// `██████░░░░░░  42 % · 0:31 · 0:40 left · step 12/30 · …`, cut to the terminal's width.
    private String render(String message, int width) {
        int full = (int) Math.round((double) BLOCKS * step / steps);
        String line = "█".repeat(full) + "░".repeat(BLOCKS - full) + "%4d %%".formatted(100L * step / steps) + " · "
                + Remaining.clock(elapsed) + left() + " · step " + step + "/" + steps + " ·" + message;
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }

    /// Leaves the screen tidy.
    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
