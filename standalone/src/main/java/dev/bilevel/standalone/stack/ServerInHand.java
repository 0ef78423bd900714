package dev.bilevel.standalone.stack;

import dev.bilevel.embedded.KillableServer;
import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// PostgreSQL or Redis: a server that its own library starts, which takes until it serves.
final class ServerInHand implements Running {
    private static final Executor THREADS =
            task -> Thread.ofPlatform().daemon().name("server").start(task);

    private final ServerLog log;
    private final Leash leash;
    private final CompletableFuture<KillableServer> server;
    private volatile CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

    private ServerInHand(ServerLog log, Leash leash, CompletableFuture<KillableServer> server) {
        this.log = log;
        this.leash = leash;
        this.server = server;
    }

    /// Begins to start a server.
    static ServerInHand start(ServerLog log, Callable<? extends KillableServer> starter, Leash leash) {
        return new ServerInHand(log, leash, CompletableFuture.supplyAsync(() -> started(starter, leash), THREADS));
    }

    /// One that is on its way counts as alive.
    @Override
    public boolean alive() {
        return !server.isDone()
                || !server.isCompletedExceptionally() && server.join().alive();
    }

    @Override
    public String ending() {
        return server.isCompletedExceptionally()
                ? server.exceptionNow().getMessage().lines().findFirst().orElse("no reason given")
                : "its process is gone";
    }

    @Override
    public ProcessHandle process() {
        return ProcessHandle.of(server.join().pid()).orElseThrow();
    }

    @Override
    public void awaitReady(Duration patience) throws InterruptedException {
        try {
            server.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw log.failed("does not start: "
                    + e.getCause().getMessage().lines().findFirst().orElse("no reason given"));
        } catch (TimeoutException _) {
            throw failed("does not serve after " + patience.toSeconds() + " s");
        }
        if (!alive()) {
            throw failed("ended unexpectedly: " + ending());
        }
    }

    @Override
    public void terminate() {
        stopped = server.thenAcceptAsync(ServerInHand::close, THREADS).exceptionally(_ -> null);
    }

    @Override
    public void kill() throws InterruptedException {
        try {
            KillableServer running = server.get();
            running.kill();
            leash.drop(running.pid());
        } catch (ExecutionException _) {
            // It never started.
        } catch (IOException e) {
            throw CommandFailed.because(e, log.title() + ": cannot be killed: " + e.getMessage());
        }
    }

    @Override
    public void end(long deadline) throws InterruptedException {
        try {
            stopped.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException _) {
            kill();
        }
    }

    @Override
    public CommandFailed failed(String how) {
        return log.failed(how);
    }

    private static KillableServer started(Callable<? extends KillableServer> starter, Leash leash) {
        try {
            KillableServer server = starter.call();
            leash.hold(server.pid());
            return server;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static void close(KillableServer server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
