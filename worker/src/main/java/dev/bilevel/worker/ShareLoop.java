package dev.bilevel.worker;

import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Polls a share group (KIP-932), one record at a time, and keeps its lock (KIP-1222) while the workbench has it.
///
/// All calls to the consumer come from this loop's thread. The loop waits for the work rather than for the broker, so a
/// result is acknowledged the moment it is there.
final class ShareLoop implements Runnable {
    private static final Logger LOG = Logger.getLogger(ShareLoop.class);
    /// For one round trip to the broker: long against a network's worst, short against a lock of 15 s.
    private static final Duration ROUND_TRIP = Duration.ofSeconds(2);
    /// After a stop every moment counts.
    private static final Duration FAREWELL = Duration.ofMillis(800);

    private final Supplier<? extends ShareConsumer<byte[], byte[]>> connect;
    private final Workbench bench;
    private final WorkerConfig config;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("bilevel-work").factory());
    private final CompletableFuture<Void> stop = new CompletableFuture<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("bilevel-loop").unstarted(this);
    private volatile long turnedAt = System.nanoTime();
    private volatile boolean subscribed;
    private volatile boolean polled;

    ShareLoop(Supplier<? extends ShareConsumer<byte[], byte[]>> connect, Workbench bench, WorkerConfig config) {
        this.connect = connect;
        this.bench = bench;
        this.config = config;
    }

    void start() {
        thread.start();
    }

    /// Releases the record in hand, leaves the group, and returns within the configured time.
    void stop() {
        bench.stop();
        stop.complete(null);
        worker.shutdownNow();
        try {
            if (!thread.join(config.stopTimeout())) {
                LOG.warn("the loop did not stop in time; the lock of its record will run out by itself");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whether the thread lives and turned recently.
    boolean alive() {
        return thread.isAlive()
                && System.nanoTime() - turnedAt < config.livenessTimeout().toNanos();
    }

    /// Whether a consumer is subscribed now.
    boolean subscribed() {
        return subscribed;
    }

    /// Whether a poll ever came back.
    boolean polled() {
        return polled;
    }

    @Override
    public void run() {
        while (!stop.isDone()) {
            try {
                serve();
            } catch (RuntimeException e) {
                LOG.error("the consumer broke; a new one follows", e);
                await(stop, config.pauseAfterFailure());
            } finally {
                subscribed = false;
            }
        }
    }

    private void serve() {
        ShareConsumer<byte[], byte[]> consumer = connect.get();
        try {
            consumer.setAcknowledgementCommitCallback((records, failure) -> {
                if (failure != null) {
                    LOG.warnf("%s: not acknowledged (%s); whoever gets it next repeats the answer", records, failure);
                }
            });
            consumer.subscribe(config.topics());
            subscribed = true;
            while (!stop.isDone()) {
                turnedAt = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(config.pollTimeout())) {
                    tend(consumer, record);
                }
                polled = true;
            }
        } finally {
            consumer.close(FAREWELL);
        }
    }

    private void tend(ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        if (stop.isDone()) {
            settle(consumer, record, AcknowledgeType.RELEASE);
            return;
        }
        CompletableFuture<Workbench.Verdict> work = CompletableFuture.supplyAsync(() -> bench.handle(record), worker);
        CompletableFuture<Object> either = CompletableFuture.anyOf(work, stop);
        boolean held = true;
        while (!await(either, config.renewEvery())) {
            turnedAt = System.nanoTime();
            held = held && renew(consumer, record);
        }
        if (work.isDone() && !work.isCompletedExceptionally() && work.join() == Workbench.Verdict.ACCEPT) {
            settle(consumer, record, AcknowledgeType.ACCEPT);
        } else {
            await(stop, config.pauseAfterFailure());
            settle(consumer, record, AcknowledgeType.RELEASE);
        }
    }

    /// Keeps the record, and polls so that the group sees a live member.
    ///
    /// @return false if the lock is lost, as when the broker restarts. That is no reason to stop working: whoever
    ///     gets the record next finds what this work leaves in the store, and gives the same answer
    private boolean renew(ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        try {
            consumer.acknowledge(record, AcknowledgeType.RENEW);
            consumer.commitSync(ROUND_TRIP);
            for (ConsumerRecord<byte[], byte[]> other : consumer.poll(Duration.ZERO)) {
                // A renewed record comes again from poll. Any other one does not belong into busy hands.
                if (!place(other).equals(place(record))) {
                    consumer.acknowledge(other, AcknowledgeType.RELEASE);
                }
            }
            return true;
        } catch (IllegalStateException e) {
            LOG.warnf("%s: its lock is lost (%s), its work goes on", place(record), e.getMessage());
            return false;
        } catch (KafkaException e) {
            LOG.warnf("%s: its lock was not renewed this time: %s", place(record), e);
            return true;
        }
    }

    private void settle(
            ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record, AcknowledgeType how) {
        try {
            consumer.acknowledge(record, how);
            if (stop.isDone()) {
                consumer.commitSync(FAREWELL);
            } else {
                consumer.commitAsync();
            }
        } catch (KafkaException | IllegalStateException e) {
            LOG.warnf("%s: no longer in hand: %s", place(record), e.getMessage());
        }
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    /// @return whether the future is there, in whatever way
    private static boolean await(CompletableFuture<?> future, Duration patience) {
        try {
            future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException _) {
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
