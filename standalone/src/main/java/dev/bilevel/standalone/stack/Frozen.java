package dev.bilevel.standalone.stack;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A process that was stopped in its tracks: what it was doing can be looked at in peace. It counts as alive, and
/// SIGKILL still ends it. [#close()] lets it go on.
///
/// Used by one thread.
public final class Frozen implements AutoCloseable {
    private static final Duration MOMENT = Duration.ofMillis(1);
    /// The longest system call in sight is a sync of some megabytes.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ProcessHandle process;

    private Frozen(ProcessHandle process) {
        this.process = process;
    }

    /// Stops a process, within microseconds.
    public static Frozen of(ProcessHandle process) {
        Signal.STOP.send(process.pid());
        return new Frozen(process);
    }

    /// Waits until none of its threads runs. From the signal on none gets further than to the end of a system call that
    /// it is in, but that may be the one that matters.
    ///
    /// @return false where one is still busy after seconds, or the process is gone
    public boolean awaitStillness() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!still()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(MOMENT);
        }
        return true;
    }

    /// Lets it go on; nothing happens to one that was killed meanwhile.
    @Override
    public void close() {
        if (process.isAlive()) {
            Signal.CONTINUE.send(process.pid());
        }
    }

    private boolean still() {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
            for (Path thread : each) {
                if (!stopped(thread)) {
                    return false;
                }
            }
            return true;
        } catch (IOException _) {
            // The process, or one of its threads, went meanwhile.
            return false;
        }
    }

    private static boolean stopped(Path thread) throws IOException {
        String stat = Files.readString(thread.resolve("stat"));
        // "pid (name) state …", and a name may hold anything.
        return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
    }
}
