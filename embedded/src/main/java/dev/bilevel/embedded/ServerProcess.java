package dev.bilevel.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A server that wrote its process id to a file, with every process that it has forked.
record ServerProcess(ProcessHandle handle, Path pidFile) {
    private static final Duration MOMENT = Duration.ofMillis(5);
    private static final int MOMENTS = 4_000;

    /// @throws IOException if the file names no process
    static ServerProcess of(Path pidFile) throws IOException {
        try (Stream<String> lines = Files.lines(pidFile)) {
            long pid = lines.findFirst().map(String::strip).map(Long::parseLong).orElseThrow();
            return new ServerProcess(ProcessHandle.of(pid).orElseThrow(), pidFile);
        } catch (java.util.NoSuchElementException | NumberFormatException e) {
            throw new IOException(pidFile + ": names no process", e);
        }
    }

    boolean alive() {
        return runs(handle);
    }

    /// Ends all of them by SIGKILL, returns when they are gone, and leaves no note of them: a process id that is
    /// given to another process would keep the next server from its folder.
    void kill() throws IOException {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(handle), handle.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (int left = MOMENTS; all.stream().anyMatch(ServerProcess::runs); left--) {
            if (left == 0) {
                throw new IOException(pidFile + ": process " + handle.pid() + " does not end");
            }
            LockSupport.parkNanos(MOMENT.toNanos());
        }
        Files.deleteIfExists(pidFile);
    }

    /// Asks it to end by SIGTERM, and does not take no for an answer; a second call does nothing.
    void end(Duration patience) throws IOException {
        handle.destroy();
        long deadline = System.nanoTime() + patience.toNanos();
        while (alive() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(MOMENT.toNanos());
        }
        if (alive()) {
            kill();
        }
    }

    /// A zombie has ended, whether or not somebody asks for its exit status: PostgreSQL's parent is process 1, which
    /// in some containers never does.
    private static boolean runs(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException | IndexOutOfBoundsException _) {
            // No such system, or gone in this moment.
            return process.isAlive();
        }
    }
}
