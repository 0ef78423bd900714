package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Ends the stack's processes when this process is gone, even by SIGKILL.
///
/// A small shell reads process ids from a pipe that this process holds open. The kernel closes the pipe however this
/// process ends; the shell then ends what it was told to hold. Both it and the processes live [apart][#apart].
final class Leash implements AutoCloseable {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            held=
            while read -r word pid; do
              case $word in
                hold) held="$held $pid" ;;
                drop) kept=; for each in $held; do [ "$each" = "$pid" ] || kept="$kept $each"; done; held=$kept ;;
                release) exit 0 ;;
              esac
            done
            [ -n "$held" ] || exit 0
            kill -TERM $held 2>/dev/null
            for _ in 1 2 3 4 5; do
              kill -0 $held 2>/dev/null || exit 0
              sleep 1
            done
            kill -KILL $held 2>/dev/null
            """;

    private static final String APART =
            "trap '' INT HUP; command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";

    private final BufferedWriter pipe;

    private Leash(BufferedWriter pipe) {
        this.pipe = pipe;
    }

    static Leash take() {
        try {
            Process shell = new ProcessBuilder(apart(List.of("sh", "-c", SCRIPT)))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Leash(shell.outputWriter(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw CommandFailed.because(e, "sh: cannot be started, expected a POSIX shell: " + e.getMessage());
        }
    }

    /// A command that starts `command` in a session of its own, so that what is sent to this process's group (a
    /// terminal's Ctrl-C, the SIGTERM of `timeout`) reaches this process only, which then stops the stack in order.
    /// Where there is no `setsid` it is at least deaf to a Ctrl-C. SIGTERM to itself still ends it.
    static List<String> apart(List<String> command) {
        List<String> wrapped = new ArrayList<>(List.of("sh", "-c", APART, "sh"));
        wrapped.addAll(command);
        return wrapped;
    }

    /// From now on this process ends when ours does.
    void hold(long pid) {
        say("hold " + pid);
    }

    /// This process has ended: its id may be given to a stranger.
    void drop(long pid) {
        say("drop " + pid);
    }

    /// Everything was stopped in order.
    @Override
    public void close() {
        say("release");
        try {
            pipe.close();
        } catch (IOException _) {
            // The shell is gone, and with it the need to tell it anything.
        }
    }

    private synchronized void say(String line) {
        try {
            pipe.write(line);
            pipe.write('\n');
            pipe.flush();
        } catch (IOException _) {
            // Without its shell the stack runs on; only a SIGKILL of this process would leave processes behind.
        }
    }
}
