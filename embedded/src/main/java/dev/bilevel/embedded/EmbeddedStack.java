package dev.bilevel.embedded;

import dev.bilevel.embedded.EmbeddedPostgresql.Durability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Kafka in this process, PostgreSQL and Redis as its children, topics and share groups provisioned: all that the
/// services need. Data stays in the folder; a start on the same folder finds it again.
public final class EmbeddedStack implements AutoCloseable {
    /// The trainers that topics are made for unless told otherwise.
    public static final List<String> TRAINERS = List.of("roberta");

    private final EmbeddedKafka kafka;
    private final EmbeddedPostgresql postgresql;
    private final EmbeddedRedis redis;

    private EmbeddedStack(EmbeddedKafka kafka, EmbeddedPostgresql postgresql, EmbeddedRedis redis) {
        this.kafka = kafka;
        this.postgresql = postgresql;
        this.redis = redis;
    }

    /// Starts a throw-away stack on free ports, with topics for the trainers `roberta`.
    public static EmbeddedStack start(Path folder) throws IOException {
        return start(folder, Ports.FREE, Durability.THROWN_AWAY, TRAINERS);
    }

    /// Starts all three at once; returns when all serve. If one does not start, the others are stopped again.
    ///
    /// @param trainers kinds of trainers that topics are made for
    public static EmbeddedStack start(Path folder, Ports ports, Durability durability, List<String> trainers)
            throws IOException {
        try (ExecutorService starters = Executors.newFixedThreadPool(3)) {
            Future<EmbeddedKafka> kafka = starters.submit(() -> kafka(folder.resolve("kafka"), ports, trainers));
            Future<EmbeddedPostgresql> postgresql = starters.submit(
                    () -> EmbeddedPostgresql.start(folder.resolve("postgresql"), ports.postgresql(), durability));
            Future<EmbeddedRedis> redis =
                    starters.submit(() -> EmbeddedRedis.start(folder.resolve("redis"), ports.redis()));
            try {
                return new EmbeddedStack(started(kafka), started(postgresql), started(redis));
            } catch (IOException e) {
                for (Future<? extends AutoCloseable> each : List.of(kafka, postgresql, redis)) {
                    closeIfStarted(each, e);
                }
                throw e;
            }
        }
    }

    private static EmbeddedKafka kafka(Path folder, Ports ports, List<String> trainers) throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start(folder, ports.kafka());
        try {
            Provision.topics(kafka.bootstrapServers(), Provision.PARTITIONS, trainers);
            return kafka;
        } catch (IOException | RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    private static <T> T started(Future<T> server) throws IOException {
        try {
            return server.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the stack was starting", e);
        }
    }

    private static void closeIfStarted(Future<? extends AutoCloseable> server, IOException because) {
        Callable<Void> close = () -> {
            server.get().close();
            return null;
        };
        try {
            close.call();
        } catch (ExecutionException | CancellationException _) {
            // It never started.
        } catch (Exception e) {
            because.addSuppressed(e);
        }
    }

    /// What a Kafka client sets as `bootstrap.servers`.
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /// For a reactive PostgreSQL client: `postgresql://127.0.0.1:<port>/postgres`, user `postgres`.
    public String postgresUrl() {
        return postgresql.url();
    }

    /// `redis://127.0.0.1:<port>`
    public String redisUrl() {
        return redis.url();
    }

    /// The configuration that makes a service use this stack, as MicroProfile properties.
    public Map<String, String> properties() {
        return Map.of(
                "kafka.bootstrap.servers", kafka.bootstrapServers(),
                "quarkus.datasource.reactive.url", postgresql.url(),
                "quarkus.datasource.username", postgresql.user(),
                "quarkus.datasource.password", postgresql.user(),
                "quarkus.redis.hosts", redis.url());
    }

    /// Stops all three in good order, whatever any of them says to that.
    @Override
    public void close() throws IOException {
        try (postgresql;
                redis) {
            kafka.close();
        }
    }
}
