package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
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
    private Backbone backbone;
    private boolean closed;

    /// A stack that is not started.
    public Stack(Folders folders, Ports ports) {
        this.folders = folders;
        this.ports = ports;
    }

    /// Starts everything and waits until every service is ready.
    ///
    /// @param threads inside one operator of a trainer or evaluator
    /// @throws CommandFailed naming what did not start, with the end of its log
    public void start(Installation installation, int threads) throws InterruptedException {
        List<Path> jars = java.util.Arrays.stream(Service.values()).map(installation::jar).toList();
        Backbone started = Backbone.start(folders.data(), folders.logs(), ports, leash);
        keep(started);
        for (Service service : Service.values()) {
            launch(service, jars.get(service.ordinal()), settings(service, started), threads);
        }
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
            process(service).requireAlive();
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
            running.forEach(ServiceProcess::terminate);
            long deadline = System.nanoTime() + FAREWELL.toNanos();
            for (ServiceProcess process : running) {
                process.end(deadline);
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

    private synchronized void keep(Backbone started) {
        if (closed) {
            started.close();
            throw CommandFailed.failed("stopped while it was starting");
        }
        backbone = started;
    }

    private synchronized void launch(Service service, Path jar, Map<String, String> settings, int threads) {
        if (closed) {
            throw CommandFailed.failed("stopped while it was starting");
        }
        ServiceProcess process =
                ServiceProcess.start(service, jar, ports.of(Part.of(service)), settings, threads, folders.logs());
        leash.hold(process.pid());
        services.put(service, process);
    }

    private Map<String, String> settings(Service service, Backbone base) {
        Map<String, String> settings = new LinkedHashMap<>(base.settings());
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", Integer.toString(ports.of(Part.of(service))));
        settings.put("bilevel.store", folders.store().toUri().toString());
        // People read these logs; JSON is for collectors.
        settings.put("quarkus.log.console.json.enabled", "false");
        // Offsets are in Kafka's transactions: a quick end loses nothing, a graceful one takes seconds a channel.
        settings.put("mp.messaging.connector.smallrye-kafka.graceful-shutdown", "false");
        settings.put("quarkus.banner.enabled", "false");
        return settings;
    }
}
