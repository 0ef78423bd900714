package dev.bilevel.standalone.progress;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

import java.io.PrintStream;
import java.util.Optional;

/// Counts what is over of something that has a known number of parts: a bar on a terminal, which goes when it is full,
/// and nothing elsewhere. Any thread may step.
public final class Counter implements AutoCloseable {
    private final Optional<ProgressBar> bar;

    private Counter(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /// On standard error.
    public static Counter on(PrintStream err, boolean terminal, String name, int parts) {
        return new Counter(terminal ? Optional.of(bar(err, name, parts)) : Optional.empty());
    }

    private static ProgressBar bar(PrintStream err, String name, int parts) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(parts)
                .setConsumer(new ConsoleProgressBarConsumer(err))
                .clearDisplayOnFinish()
                .build();
    }

    /// One more is over.
    public void step() {
        bar.ifPresent(ProgressBar::step);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
