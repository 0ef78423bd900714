package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process of the stack that runs, with its log. Thread-safe.
final class ServiceProcess {
    private static final int LAST_LINES = 15;
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

    private final String title;
    private final Process process;
    private final Path log;
    private final URI base;

    private ServiceProcess(String title, Process process, Path log, URI base) {
        this.title = title;
        this.process = process;
        this.log = log;
        this.base = base;
    }

    /// Starts a service. It is not ready yet.
    ///
    /// @param settings configuration by its MicroProfile names
    static ServiceProcess start(
            Service service, Path jar, int port, Map<String, String> settings, int threads, Path logs) {
        List<String> command = new ArrayList<>(List.of(Installation.java()));
        command.addAll(service.jvmFlags());
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        return start(service.title(), command, service.environment(threads), logs, URI.create("http://127.0.0.1:" + port));
    }

    private static ServiceProcess start(
            String title, List<String> command, Map<String, String> environment, Path logs, URI base) {
        Path log = logs.resolve(title + ".log");
        ProcessBuilder builder = new ProcessBuilder(Leash.deafToInterrupts(command))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(title, builder.start(), log, base);
        } catch (IOException e) {
            throw CommandFailed.because(e, title + ": cannot be started: " + e.getMessage());
        }
    }

    long pid() {
        return process.pid();
    }

    URI base() {
        return base;
    }

    /// Waits until the service says that it is ready.
    ///
    /// @throws CommandFailed with the end of its log, if it ends before, or does not get ready in time
    void awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Health health = new Health(0, "not asked");
        while (System.nanoTime() < deadline) {
            requireAlive();
            health = Health.of(base);
            if (health.ready()) {
                return;
            }
            Thread.sleep(BETWEEN_QUESTIONS);
        }
        throw failed("did not get ready within " + patience.toSeconds() + " s (" + health.words() + ")");
    }

    /// @throws CommandFailed with the end of its log, if the process has ended
    void requireAlive() {
        if (!process.isAlive()) {
            throw failed("ended unexpectedly with exit status " + process.exitValue());
        }
    }

    /// Asks it to end.
    void terminate() {
        process.destroy();
    }

    /// Waits for its end until `deadline` ([System#nanoTime]), then ends it by force.
    void end(long deadline) throws InterruptedException {
        if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            process.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
        }
    }

    private CommandFailed failed(String how) {
        List<String> lines = new ArrayList<>();
        lines.add(title + ": " + how + "; its log: " + log);
        lastLines().forEach(line -> lines.add("  " + line));
        return CommandFailed.failed(lines.toArray(String[]::new));
    }

    private List<String> lastLines() {
        try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
            List<String> all = lines.toList();
            return all.subList(Math.max(0, all.size() - LAST_LINES), all.size());
        } catch (IOException | UncheckedIOException e) {
            return List.of("(the log cannot be read: " + e.getMessage() + ")");
        }
    }
}
