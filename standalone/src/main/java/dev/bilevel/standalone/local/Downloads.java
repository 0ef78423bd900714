package dev.bilevel.standalone.local;

import dev.bilevel.hub.HubFailed;
import dev.bilevel.hub.Listener;
import dev.bilevel.standalone.CommandFailed;

import java.io.PrintStream;
import java.util.Locale;

/// Says on standard error what is downloaded, a line for each tenth of a file.
final class Downloads implements Listener {
    private static final int PARTS = 10;

    private final PrintStream err;
    private String file = "";
    private long part;

    Downloads(PrintStream err) {
        this.err = err;
    }

    @Override
    public void transferred(String name, long done, long total) {
        long now = total == 0 ? PARTS : PARTS * done / total;
        if (!name.equals(file) || now != part) {
            file = name;
            part = now;
            err.println(String.format(Locale.ROOT, "downloading %s: %.1f of %.1f MB", name, done / 1e6, total / 1e6));
        }
    }

    @Override
    public void note(String line) {
        err.println("bilevel: " + line);
    }

    /// The same line as this program's: the input is wrong, unless asking later may help.
    static CommandFailed failed(String option, HubFailed e) {
        String line = option + ": " + e.getMessage();
        return e.temporary() ? CommandFailed.because(e, line) : CommandFailed.wrongInput(line);
    }
}
