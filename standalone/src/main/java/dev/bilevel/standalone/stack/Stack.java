package dev.bilevel.standalone.stack;

import dev.bilevel.embedded.EmbeddedPostgresql.Durability;
import dev.bilevel.standalone.CommandFailed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/// Kafka, PostgreSQL, Redis and the four services, running. Thread-safe: a signal stops it from another thread.
public final class Stack implements AutoCloseable {
    private static final Duration START_UP = Duration.ofSeconds(120);
    /// A service that has not ended by then is ended by force. Whatever it had in hand is in Kafka.
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    /// For the others: PostgreSQL takes up to five.
    private static final Duration LONG_FAREWELL = Duration.ofSeconds(6);
    /// What the services stand on.
    private static final Set<Part> BACKBONE = EnumSet.of(Part.KAFKA, Part.POSTGRES, Part.REDIS);

    /// Where a stack's files lie.
    ///
    /// @param data of Kafka, PostgreSQL and Redis
    /// @param store the checkpoint store
    /// @param logs one file for each process
    public record Folders(Path data, Path store, Path logs) {}

    private final Leash leash = Leash.take();
    private final Map<Part, Running> parts = new EnumMap<>(Part.class);
    private final Restarts restarts = new Restarts();
    private final Folders folders;
    private final Ports ports;
    private final Durability durability;
    private Launcher launcher;
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
        start(installation, threads, EnumSet.allOf(Part.class));
    }

    /// Starts some parts of it.
    ///
    /// @param wanted services with all that they stand on
    public void start(Installation installation, int threads, Set<Part> wanted) throws InterruptedException {
        Launcher ready = new Launcher(installation, folders, ports, durability, threads, leash);
        synchronized (this) {
            launcher = ready;
        }
        start(wanted.stream().filter(BACKBONE::contains).toList());
        start(wanted.stream().filter(part -> !BACKBONE.contains(part)).toList());
    }

    /// Where the optimizer's REST interface is.
    public URI optimizer() {
        return services().get(Service.OPTIMIZER);
    }

    /// Where each service answers.
    public synchronized Map<Service, URI> services() {
        Map<Service, URI> addresses = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            addresses.put(service, launcher.address(service));
        }
        return addresses;
    }

    /// What Kafka's clients connect to.
    public synchronized String kafka() {
        return launcher.kafka();
    }

    /// The folder of the checkpoint store.
    public Path store() {
        return folders.store();
    }

    /// Starts again what has ended since the last look, on the same port and data.
    ///
    /// @param say takes a line for each
    /// @throws CommandFailed naming a part that keeps ending, with the end of its log; or where it is stopped
    public synchronized void tend(Consumer<String> say) {
        requireOpen();
        for (Part part : EnumSet.copyOf(parts.keySet())) {
            Running running = parts.get(part);
            if (running.alive()) {
                continue;
            }
            OptionalInt restart = restarts.next(part, System.nanoTime());
            if (restart.isEmpty()) {
                throw running.failed("ended unexpectedly (" + running.ending() + ") once more, after " + Restarts.LIMIT
                        + " restarts in a row");
            }
            say.accept("%s ended unexpectedly (%s); started again, %d of %d"
                    .formatted(part, running.ending(), restart.getAsInt(), Restarts.LIMIT));
            again(part, running);
        }
    }

    /// Kills parts as a crash would, all before any of them is started again. They do not serve yet when this
    /// returns.
    ///
    /// @param wiped whether what they keep on disk is deleted in between, where the stack can do without: what
    ///     PostgreSQL and Redis have
    public synchronized void kill(Set<Part> victims, boolean wiped) throws InterruptedException {
        requireOpen();
        for (Part victim : victims) {
            parts.get(victim).kill();
        }
        for (Part victim : victims) {
            if (wiped) {
                launcher.dispensable(victim).ifPresent(Scratch::delete);
            }
            parts.put(victim, launcher.launch(victim));
        }
    }

    /// Stops a part in its tracks, until it is killed or goes on. Whoever tends the stack takes it for alive.
    public synchronized Frozen freeze(Part part) {
        requireOpen();
        return Frozen.of(parts.get(part).process());
    }

    /// Kills a part as a crash would, for good. It may be started again.
    public synchronized void lose(Part victim) throws InterruptedException {
        requireOpen();
        parts.remove(victim).kill();
    }

    /// Waits until a part serves.
    ///
    /// @throws CommandFailed with the end of its log, if it ends before, or does not serve in time
    public void awaitReady(Part part) throws InterruptedException {
        running(part).awaitReady(START_UP);
    }

    /// Whether somebody stops or has stopped it.
    public synchronized boolean closed() {
        return closed;
    }

    /// Stops everything that was started; a second call does nothing.
    @Override
    public void close() {
        Map<Part, Running> running = new EnumMap<>(Part.class);
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running.putAll(parts);
        }
        try {
            end(
                    running.entrySet().stream()
                            .filter(each -> !BACKBONE.contains(each.getKey()))
                            .map(Map.Entry::getValue)
                            .toList(),
                    FAREWELL);
            if (durability == Durability.THROWN_AWAY && running.containsKey(Part.KAFKA)) {
                running.get(Part.KAFKA).kill();
            }
            end(BACKBONE.stream().filter(running::containsKey).map(running::get).toList(), LONG_FAREWELL);
            leash.close();
        } catch (InterruptedException _) {
            // The leash ends what is left when this process is gone.
            Thread.currentThread().interrupt();
        }
    }

    private void start(List<Part> some) throws InterruptedException {
        for (Part part : some) {
            launch(part);
        }
        for (Part part : some) {
            awaitReady(part);
        }
    }

    private static void end(List<Running> some, Duration patience) throws InterruptedException {
        some.forEach(Running::terminate);
        long deadline = System.nanoTime() + patience.toNanos();
        for (Running each : some) {
            each.end(deadline);
        }
    }

    private synchronized void launch(Part part) {
        requireOpen();
        parts.put(part, launcher.launch(part));
    }

    private void again(Part part, Running ended) {
        try {
            // It is gone already: this gives back what is held for it.
            ended.kill();
            parts.put(part, launcher.launch(part));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Running running(Part part) {
        return parts.get(part);
    }

    private void requireOpen() {
        if (closed) {
            throw CommandFailed.failed("the stack was stopped");
        }
    }
}
