package dev.bilevel.standalone.stack;

import dev.bilevel.embedded.EmbeddedPostgresql;
import dev.bilevel.embedded.EmbeddedPostgresql.Durability;
import dev.bilevel.embedded.EmbeddedRedis;
import dev.bilevel.embedded.KafkaProcess;
import dev.bilevel.embedded.Provision;
import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Kafka with its topics, PostgreSQL and Redis: what the services stand on. All three are processes of their own.
final class Backbone {
    private static final List<String> TRAINERS = List.of("roberta");
    private static final Duration START_UP = Duration.ofSeconds(90);
    private static final Duration FAREWELL = Duration.ofSeconds(4);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

    private final Ports ports;
    private final Path folder;
    private final Durability durability;
    private final Leash leash;
    private final Child kafka;
    private final ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<EmbeddedPostgresql> postgres;
    private final Future<EmbeddedRedis> redis;
    private final Future<Void> topics;

    /// Begins to start all three at once; [#await] waits for them.
    Backbone(Stack.Folders folders, Ports ports, Durability durability, Leash leash) {
        this.ports = ports;
        this.folder = folders.data();
        this.durability = durability;
        this.leash = leash;
        List<String> command = KafkaProcess.command(folder.resolve("kafka"), ports.of(Part.KAFKA));
        kafka = Child.start("kafka", command, Map.of(), folders.logs(), leash);
        postgres = starters.submit(
                () -> EmbeddedPostgresql.start(folder.resolve("postgres"), ports.of(Part.POSTGRES), durability));
        redis = starters.submit(() -> EmbeddedRedis.start(folder.resolve("redis"), ports.of(Part.REDIS)));
        topics = starters.submit(this::provision);
    }

    /// Waits until all three serve.
    ///
    /// @throws CommandFailed naming what does not start
    void await() throws InterruptedException {
        started("PostgreSQL", postgres);
        started("Redis", redis);
        ProcessHandle.current().children().map(ProcessHandle::pid).forEach(leash::hold);
        postmaster().ifPresent(leash::hold);
        started("Kafka", topics);
    }

    /// @throws CommandFailed with the end of its log, if the broker has ended
    void requireAlive() {
        kafka.requireAlive();
    }

    /// Stops all three: in order where their data is kept, else as fast as possible.
    void close() throws InterruptedException {
        switch (durability) {
            case KEPT -> kafka.terminate();
            case THROWN_AWAY -> kafka.kill();
        }
        stop(postgres);
        stop(redis);
        starters.shutdownNow();
        kafka.end(System.nanoTime() + FAREWELL.toNanos());
    }

    private Void provision() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_UP.toNanos();
        while (Ports.isFree(ports.of(Part.KAFKA))) {
            kafka.requireAlive();
            if (System.nanoTime() > deadline) {
                throw kafka.failed("does not listen after " + START_UP.toSeconds() + " s");
            }
            Thread.sleep(BETWEEN_QUESTIONS);
        }
        Provision.topics(Settings.kafka(ports), Provision.PARTITIONS, TRAINERS);
        return null;
    }

    private void started(String title, Future<?> server) throws InterruptedException {
        try {
            server.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailed known
                    ? known
                    : CommandFailed.because(
                            e, title + ": does not start: " + e.getCause().getMessage());
        }
    }

    /// The first line of PostgreSQL's own note: its starter leaves no child of ours behind.
    private Optional<Long> postmaster() {
        try (var lines = Files.lines(folder.resolve("postgres/data/postmaster.pid"))) {
            return lines.findFirst().map(String::strip).map(Long::valueOf);
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static void stop(Future<? extends AutoCloseable> server) throws InterruptedException {
        try {
            server.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS).close();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception _) {
            // It never started, or does not stop; the leash ends what is left.
        }
    }
}
