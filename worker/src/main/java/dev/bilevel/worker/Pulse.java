package dev.bilevel.worker;

import org.jboss.logging.Logger;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Beats beside the work: a heartbeat every few seconds, and a look at the cancel flag of the study in hand.
final class Pulse implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Pulse.class);

    private final Workbench bench;
    private final NoticeBoard board;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("bilevel-pulse").factory());
    private volatile Instant idleSince = Instant.now();

    Pulse(Workbench bench, NoticeBoard board) {
        this.bench = bench;
        this.board = board;
    }

    void start(WorkerConfig config) {
        every(config.heartbeatEvery(), this::heartbeat);
        every(config.cancelCheckEvery(), this::lookForCancel);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void heartbeat() {
        RunningAttempt attempt = bench.current();
        if (attempt == null) {
            board.heartbeat("", idleSince);
        } else {
            idleSince = Instant.now();
            board.heartbeat(attempt.subject(), attempt.since());
        }
    }

    private void lookForCancel() {
        RunningAttempt attempt = bench.current();
        if (attempt != null && !attempt.cancelled()) {
            board.ifCancelled(attempt.studyId(), attempt::cancelStudy);
        }
    }

    private void every(Duration period, Runnable task) {
        ScheduledFuture<?> _ = clock.scheduleAtFixedRate(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        // A task that throws would never run again.
                        LOG.debug("a beat was missed", e);
                    }
                },
                0,
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
