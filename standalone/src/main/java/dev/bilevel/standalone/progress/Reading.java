package dev.bilevel.standalone.progress;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A file that shows how far it has been read, where that takes long because something is computed meanwhile: a bar on
/// a terminal, a line every ten seconds elsewhere. Nothing for the first seconds. Used by one thread.
public final class Reading extends FilterInputStream {
    private static final Duration WORTH_A_BAR = Duration.ofSeconds(2);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final String title;
    private final long bytes;
    private final PrintStream err;
    private final Duration quiet;
    private final boolean terminal;
    private final long begun = System.nanoTime();
    private Duration spoke = Duration.ZERO;
    private long done;
    private Optional<ProgressBar> bar = Optional.empty();

    /// @param quiet how long nothing is shown, and between two lines
    Reading(InputStream in, String title, long bytes, PrintStream err, boolean terminal, Duration quiet) {
        super(in);
        this.title = title;
        this.bytes = bytes;
        this.err = err;
        this.terminal = terminal;
        this.quiet = quiet;
    }

    /// Opens a file.
    ///
    /// @param title what is done with it, in a word
    public static Reading of(Path file, String title, PrintStream err, boolean terminal) throws IOException {
        return new Reading(
                Files.newInputStream(file),
                title,
                Files.size(file),
                err,
                terminal,
                terminal ? WORTH_A_BAR : LONGEST_SILENCE);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) {
            show(1);
        }
        return read;
    }

    @Override
    public int read(byte[] into, int at, int most) throws IOException {
        int read = super.read(into, at, most);
        if (read > 0) {
            show(read);
        }
        return read;
    }

    private void show(int more) {
        done += more;
        Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
        if (elapsed.minus(spoke).compareTo(quiet) < 0 && bar.isEmpty()) {
            return;
        }
        spoke = elapsed;
        if (!terminal) {
            err.println(Remaining.clock(elapsed) + " " + title + ": " + 100 * done / Math.max(1, bytes) + " %"
                    + Remaining.estimate((double) done / Math.max(1, bytes), elapsed)
                            .map(left -> " · " + Remaining.clock(left) + " left")
                            .orElse(""));
            return;
        }
        if (bar.isEmpty()) {
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName(title)
                    .setInitialMax(bytes)
                    .setUnit(" MB", 1_000_000)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setConsumer(new ConsoleProgressBarConsumer(err))
                    .clearDisplayOnFinish()
                    .build());
        }
        bar.get().stepTo(done);
    }

    @Override
    public void close() throws IOException {
        bar.ifPresent(ProgressBar::close);
        super.close();
    }
}
