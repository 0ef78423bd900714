package dev.bilevel.standalone.stack;

import dev.bilevel.embedded.EmbeddedPostgresql;
import dev.bilevel.embedded.EmbeddedPostgresql.Durability;
import dev.bilevel.embedded.EmbeddedRedis;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Starts any part of the stack, always on the same port and data.
final class Launcher {
    private final Map<Service, Path> jars = new EnumMap<>(Service.class);
    private final Stack.Folders folders;
    private final Ports ports;
    private final Durability durability;
    private final int threads;
    private final Leash leash;

    /// @param threads inside one operator of a trainer or evaluator
    /// @throws dev.bilevel.standalone.CommandFailed where a service is not built
    Launcher(
            Installation installation,
            Stack.Folders folders,
            Ports ports,
            Durability durability,
            int threads,
            Leash leash) {
        for (Service service : Service.values()) {
            jars.put(service, installation.jar(service));
        }
        this.folders = folders;
        this.ports = ports;
        this.durability = durability;
        this.threads = threads;
        this.leash = leash;
    }

    /// Starts it. It does not serve yet.
    Running launch(Part part) {
        int port = ports.of(part);
        return switch (part) {
            case KAFKA -> Broker.start(data(part), port, folders.logs(), leash);
            case POSTGRES ->
                ServerInHand.start(
                        new ServerLog("PostgreSQL", data(part).resolve("postgresql.log")),
                        () -> EmbeddedPostgresql.start(data(part), port, durability),
                        leash);
            case REDIS ->
                ServerInHand.start(
                        new ServerLog("Redis", data(part).resolve("redis.log")),
                        () -> EmbeddedRedis.start(data(part), port),
                        leash);
            case OPTIMIZER, TRAINER, FUSION, EVALUATOR ->
                launch(Service.of(part).orElseThrow());
        };
    }

    /// Where a service answers.
    URI address(Service service) {
        return URI.create("http://" + Settings.HOST + ":" + ports.of(Part.of(service)));
    }

    /// What Kafka's clients connect to.
    String kafka() {
        return Settings.kafka(ports.of(Part.KAFKA));
    }

    /// What can be thrown away of a part that is not running: its data, where the rest of the stack can do without.
    Optional<Path> dispensable(Part part) {
        return switch (part) {
            case POSTGRES -> Optional.of(data(part).resolve("data"));
            case REDIS -> Optional.of(data(part).resolve("dump.rdb"));
            case KAFKA, OPTIMIZER, TRAINER, FUSION, EVALUATOR -> Optional.empty();
        };
    }

    private Path data(Part part) {
        return folders.data().resolve(part.toString());
    }

    private Running launch(Service service) {
        Map<String, String> settings =
                Settings.of(service, ports, folders.store().toUri());
        return ServiceProcess.start(
                service, jars.get(service), address(service), settings, threads, folders.logs(), leash);
    }
}
