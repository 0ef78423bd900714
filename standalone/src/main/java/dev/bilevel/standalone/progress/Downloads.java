package dev.bilevel.standalone.progress;

import dev.bilevel.hub.Listener;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;

/// Shows downloads: a bar for each file on a terminal, elsewhere a line when a file begins and every ten seconds. Files
/// of less than a megabyte are not worth a word.
public final class Downloads implements Listener, AutoCloseable {
    private static final long WORTH_A_WORD = 1 << 20;
    private static final long LONGEST_SILENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintStream err;
    private final boolean terminal;
    private String file = "";
    private long spokeAt;
    private Optional<ProgressBar> bar = Optional.empty();

    private Downloads(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    /// Nothing appears before something is downloaded.
    public static Downloads on(PrintStream err, boolean terminal) {
        return new Downloads(err, terminal);
    }

    @Override
    public void transferred(String name, long done, long total) {
        if (total < WORTH_A_WORD) {
            return;
        }
        if (!name.equals(file)) {
            begin(name, done, total);
        }
        bar.ifPresent(shown -> shown.stepTo(done));
        if (!terminal && System.nanoTime() - spokeAt > LONGEST_SILENCE_NANOS) {
            say(name, done, total);
        }
        if (done == total) {
            close();
        }
    }

    @Override
    public void note(String line) {
        close();
        err.println("bilevel: " + line);
    }

    private void begin(String name, long done, long total) {
        close();
        file = name;
        if (terminal) {
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName(name)
                    .setInitialMax(total)
                    .setUnit(" MB", 1_000_000)
                    .showSpeed()
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setConsumer(new ConsoleProgressBarConsumer(err))
                    .build());
        } else {
            say(name, done, total);
        }
    }

    private void say(String name, long done, long total) {
        spokeAt = System.nanoTime();
        err.printf("downloading %s: %d of %d MB%n", name, done / 1_000_000, total / 1_000_000);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
        file = "";
    }
}
