package dev.bilevel.standalone.stack;

import dev.bilevel.embedded.EmbeddedPostgresql.Durability;
import dev.bilevel.standalone.CommandFailed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Kafka, PostgreSQL, Redis and the four services, running. Thread-safe: a signal stops it from another thread.
public final class Stack implements AutoCloseable {
    private static final Duration START_UP = Duration.ofSeconds(120);
    /// A service that has not ended by then is ended by force. Whatever it had in hand is in Kafka.
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /// Where a stack's files lie.
    ///
    /// @param data of Kafka, PostgreSQL and Redis
    /// @param store the checkpoint store
    /// @param logs one file for each process
    public record Folders(Path data, Path store, Path logs) {}

    private final Leash leash = Leash.take();
    private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
    private final Folders folders;
    private final Ports ports;
    private final Durability durability;
    private Backbone backbone;
    private boolean closed;

    /// A stack that is not started.
    ///
    /// @param durability what becomes of its data: thrown away after this run, or kept for the next start
    public Stack(Folders folders, Ports ports, Durability durability) {
        this.folders = folders;
        this.ports = ports;
        this.durability = durability;
    }

    /// Starts everything and waits until every service is ready.
    ///
    /// @param threads inside one operator of a trainer or evaluator
    /// @throws CommandFailed naming what did not start, with the end of its log
    public void start(Installation installation, int threads) throws InterruptedException {
        Map<Service, Path> jars = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            jars.put(service, installation.jar(service));
        }
        launchBackbone().await();
        jars.forEach((service, jar) -> launch(service, jar, threads));
        for (Service service : Service.values()) {
            process(service).awaitReady(START_UP);
        }
    }

    /// Where the optimizer's REST interface is.
    public URI optimizer() {
        return process(Service.OPTIMIZER).base();
    }

    /// Where each service answers.
    public synchronized Map<Service, URI> services() {
        Map<Service, URI> addresses = new EnumMap<>(Service.class);
        services.forEach((service, process) -> addresses.put(service, process.base()));
        return addresses;
    }

    /// @throws CommandFailed naming a process that has ended, with the end of its log
    public void requireAlive() {
        backbone.requireAlive();
        for (Service service : Service.values()) {
            process(service).child().requireAlive();
        }
    }

    /// Whether somebody stops or has stopped it.
    public synchronized boolean closed() {
        return closed;
    }

    /// Stops everything that was started; a second call does nothing.
    @Override
    public void close() {
        List<ServiceProcess> running;
        Backbone base;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running = List.copyOf(services.values());
            base = backbone;
        }
        try {
            running.forEach(service -> service.child().terminate());
            long deadline = System.nanoTime() + FAREWELL.toNanos();
            for (ServiceProcess service : running) {
                service.child().end(deadline);
            }
            if (base != null) {
                base.close();
            }
            leash.close();
        } catch (InterruptedException _) {
            // The leash ends what is left when this process is gone.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized ServiceProcess process(Service service) {
        return services.get(service);
    }

    private synchronized Backbone launchBackbone() {
        requireOpen();
        backbone = new Backbone(folders, ports, durability, leash);
        return backbone;
    }

    private synchronized void launch(Service service, Path jar, int threads) {
        requireOpen();
        Map<String, String> settings =
                Settings.of(service, ports, folders.store().toUri());
        int port = ports.of(Part.of(service));
        services.put(service, ServiceProcess.start(service, jar, port, settings, threads, folders.logs(), leash));
    }

    private void requireOpen() {
        if (closed) {
            throw CommandFailed.failed("stopped while it was starting");
        }
    }
}
