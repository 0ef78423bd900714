package dev.bilevel.standalone.suggest;

import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Lines to whoever listens, each flushed at once.
public final class Answers {
    private final OutputStream out;

    public Answers(OutputStream out) {
        this.out = out;
    }

    /// @throws NobodyListens where the reader has closed the pipe
    void line(String line) throws NobodyListens {
        try {
            out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
                throw new NobodyListens(e);
            }
            throw CommandFailed.because(e, "standard output: cannot be written: " + e.getMessage());
        }
    }

    /// The other end of the pipe was closed, as `head` does when it has enough: a reason to end, and no failure.
    public static final class NobodyListens extends Exception {
        private static final long serialVersionUID = 1L;

        NobodyListens(IOException cause) {
            super(cause);
        }
    }
}
