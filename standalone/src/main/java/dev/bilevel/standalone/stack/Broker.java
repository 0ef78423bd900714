package dev.bilevel.standalone.stack;

import dev.bilevel.embedded.KafkaProcess;
import dev.bilevel.embedded.Provision;
import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Kafka, with the topics that the services need.
record Broker(Child child, int port) implements Running {
    private static final List<String> TRAINERS = List.of("roberta");
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

    /// Starts the broker. It does not serve yet.
    ///
    /// @param folder of its data; everything in it is there again
    static Broker start(Path folder, int port, Path logs, Leash leash) {
        return new Broker(Child.start("kafka", KafkaProcess.command(folder, port), Map.of(), logs, leash), port);
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

    /// Makes the topics where they are missing: whoever can do that is served.
    @Override
    public void awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (Ports.isFree(port)) {
            child.requireAlive();
            if (System.nanoTime() > deadline) {
                throw child.failed("does not listen after " + patience.toSeconds() + " s");
            }
            Thread.sleep(BETWEEN_QUESTIONS);
        }
        try {
            Provision.topics(Settings.kafka(port), Provision.PARTITIONS, TRAINERS);
        } catch (IOException e) {
            child.requireAlive();
            throw CommandFailed.because(e, "kafka: does not start: " + e.getMessage());
        }
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
