package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process of the stack, with its log. Thread-safe.
final class Child {
    private static final int LAST_LINES = 15;

    private final String title;
    private final Process process;
    private final Path log;

    private Child(String title, Process process, Path log) {
        this.title = title;
        this.process = process;
        this.log = log;
    }

    /// Starts a process on the leash. A terminal's Ctrl-C does not reach it.
    ///
    /// @param title as a person calls it, and its log file
    /// @param environment added to this process's own
    static Child start(String title, List<String> command, Map<String, String> environment, Path logs, Leash leash) {
        Path log = logs.resolve(title + ".log");
        ProcessBuilder builder = new ProcessBuilder(Leash.deafToInterrupts(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            leash.hold(process.pid());
            return new Child(title, process, log);
        } catch (IOException e) {
            throw CommandFailed.because(e, title + ": cannot be started: " + e.getMessage());
        }
    }

    /// @throws CommandFailed with the end of its log, if the process has ended
    void requireAlive() {
        if (!process.isAlive()) {
            throw failed("ended unexpectedly with exit status " + process.exitValue());
        }
    }

    /// Asks it to end in order.
    void terminate() {
        process.destroy();
    }

    /// Ends it at once.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
    }

    /// Waits for its end until `deadline` ([System#nanoTime]), then ends it at once.
    void end(long deadline) throws InterruptedException {
        if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            kill();
        }
    }

    /// What to say where it does not do what it should: how, and the end of its log.
    CommandFailed failed(String how) {
        List<String> lines = new ArrayList<>();
        lines.add(title + ": " + how + "; its log: " + log);
        lastLines().forEach(line -> lines.add("  " + line));
        return CommandFailed.failed(lines.toArray(String[]::new));
    }

    private List<String> lastLines() {
        try {
            // A process may die in the middle of a character.
            List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return all.subList(Math.max(0, all.size() - LAST_LINES), all.size());
        } catch (IOException e) {
            return List.of("(the log cannot be read: " + e.getMessage() + ")");
        }
    }
}
