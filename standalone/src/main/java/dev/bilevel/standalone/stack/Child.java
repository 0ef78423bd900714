package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process of the stack, with its log. Thread-safe.
final class Child {
    private final Process process;
    private final ServerLog log;
    private final Leash leash;

    private Child(Process process, ServerLog log, Leash leash) {
        this.process = process;
        this.log = log;
        this.leash = leash;
    }

    /// Starts a process on the leash and [apart][Leash#apart].
    ///
    /// @param title as a person calls it, and its log file
    /// @param environment added to this process's own
    static Child start(String title, List<String> command, Map<String, String> environment, Path logs, Leash leash) {
        Path log = logs.resolve(title + ".log");
        ProcessBuilder builder = new ProcessBuilder(Leash.apart(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            leash.hold(process.pid());
            return new Child(process, new ServerLog(title, log), leash);
        } catch (IOException e) {
            throw CommandFailed.because(e, title + ": cannot be started: " + e.getMessage());
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    /// How it ended, for people.
    String ending() {
        return "exit status " + process.exitValue();
    }

    /// @throws CommandFailed with the end of its log, if the process has ended
    void requireAlive() {
        if (!alive()) {
            throw failed("ended unexpectedly with " + ending());
        }
    }

    /// Asks it to end in order.
    void terminate() {
        process.destroy();
    }

    /// Ends it at once.
    void kill() throws InterruptedException {
        if (process.destroyForcibly().waitFor(2, TimeUnit.SECONDS)) {
            leash.drop(process.pid());
        }
    }

    /// Waits for its end until `deadline` ([System#nanoTime]), then ends it at once.
    void end(long deadline) throws InterruptedException {
        if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            kill();
        }
    }

    /// What to say where it does not do what it should: how, and the end of its log.
    CommandFailed failed(String how) {
        return log.failed(how);
    }
}
