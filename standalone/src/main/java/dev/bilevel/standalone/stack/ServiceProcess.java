package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A service that was started.
///
/// @param base where it answers
record ServiceProcess(Child child, URI base) implements Running {
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

    /// Starts a service. It is not ready yet.
    ///
    /// @param settings configuration by its MicroProfile names
    /// @param threads inside one operator
    static ServiceProcess start(
            Service service, Path jar, URI base, Map<String, String> settings, int threads, Path logs, Leash leash) {
        List<String> command = new ArrayList<>(List.of(Installation.java()));
        command.addAll(service.jvmFlags());
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        return new ServiceProcess(
                Child.start(service.title(), command, service.environment(threads), logs, leash), base);
    }

    @Override
    public boolean alive() {
        return child.alive();
    }

    @Override
    public String ending() {
        return child.ending();
    }

    @Override
    public ProcessHandle process() {
        return child.process();
    }

    @Override
    public void awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Health health = new Health(0, "not asked");
        while (System.nanoTime() < deadline) {
            child.requireAlive();
            health = Health.of(base);
            if (health.ready()) {
                return;
            }
            Thread.sleep(BETWEEN_QUESTIONS);
        }
        throw child.failed("did not get ready within " + patience.toSeconds() + " s (" + health.words() + ")");
    }

    @Override
    public void terminate() {
        child.terminate();
    }

    @Override
    public void kill() throws InterruptedException {
        child.kill();
    }

    @Override
    public void end(long deadline) throws InterruptedException {
        child.end(deadline);
    }

    @Override
    public CommandFailed failed(String how) {
        return child.failed(how);
    }
}
