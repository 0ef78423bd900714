package dev.bilevel.standalone.progress;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/// A bar that moves, with the trial's step and loss behind it.
final class Bar implements Display {
    /// Parts of a trial that the bar can show.
    private static final int PARTS = 1000;

    private final PrintStream err;
    private Optional<ProgressBar> bar = Optional.empty();
    private volatile double fraction;
    private volatile Duration elapsed = Duration.ZERO;

    Bar(PrintStream err) {
        this.err = err;
    }

    @Override
    public synchronized void say(String line) {
        close();
        err.println(line);
    }

    @Override
    public synchronized void show(Snapshot snapshot, Duration sinceSubmission) {
        fraction = snapshot.fraction();
        elapsed = sinceSubmission;
        if (bar.isEmpty()) {
            bar = Optional.of(start());
        }
        bar.get().stepTo(Math.round(fraction * PARTS)).setExtraMessage(" " + snapshot.line());
    }

    private ProgressBar start() {
        return new ProgressBarBuilder()
                .setTaskName("study")
                .setInitialMax(PARTS)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(250)
                .setRenderer((state, width) -> render(state.getExtraMessage(), width))
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .build();
    }

    /// `▓▓▓▓▓▓░░░░░░  42 % · 0:31 · 0:40 left · 3/8 trials · …`, cut to the terminal's width.
    private String render(String message, int width) {
        int blocks = 16;
        int full = (int) Math.round(fraction * blocks);
        String left = Remaining.estimate(fraction, elapsed)
                .map(time -> " · " + Remaining.clock(time) + " left")
                .orElse("");
        String line = "█".repeat(full) + "░".repeat(blocks - full) + "%4d %%".formatted(Math.round(100 * fraction))
                + " · " + Remaining.clock(elapsed) + left + " ·" + message;
        return line.length() <= width ? line : line.substring(0, Math.max(0, width));
    }

    @Override
    public synchronized void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }
}
