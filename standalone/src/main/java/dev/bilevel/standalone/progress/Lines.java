package dev.bilevel.standalone.progress;

import java.io.PrintStream;
import java.time.Duration;

/// A plain line when a trial is over, and at least every ten seconds otherwise: what fits into a log file.
final class Lines implements Display {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final PrintStream err;
    private int doneBefore = -1;
    private String lineBefore = "";
    private Duration spoke = Duration.ZERO;

    Lines(PrintStream err) {
        this.err = err;
    }

    @Override
    public synchronized void say(String line) {
        err.println(line);
    }

    @Override
    public synchronized void show(Snapshot snapshot, Duration elapsed) {
        boolean silentForLong = elapsed.minus(spoke).compareTo(LONGEST_SILENCE) >= 0;
        if (snapshot.done() == doneBefore && !silentForLong || snapshot.line().equals(lineBefore)) {
            return;
        }
        doneBefore = snapshot.done();
        lineBefore = snapshot.line();
        spoke = elapsed;
        String left = Remaining.estimate(snapshot.fraction(), elapsed)
                .map(time -> " · " + Remaining.clock(time) + " left")
                .orElse("");
        err.println(Remaining.clock(elapsed) + " " + snapshot.line() + left);
    }

    @Override
    public synchronized void close() {
        err.flush();
    }
}
