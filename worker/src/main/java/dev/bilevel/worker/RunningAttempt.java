package dev.bilevel.worker;

import dev.bilevel.events.Event;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// The [Attempt] that the workbench hands to the work.
final class RunningAttempt implements Attempt {
    private final Event event;
    private final int number;
    private final Outbox outbox;
    private final NoticeBoard board;
    private final BooleanSupplier stopping;
    private final long progressEveryNanos;
    private final Instant since = Instant.now();
    private final AtomicLong nextProgress = new AtomicLong(System.nanoTime());
    private volatile boolean studyCancelled;

    RunningAttempt(
            Event event, int number, Outbox outbox, NoticeBoard board, WorkerConfig config, BooleanSupplier stopping) {
        this.event = event;
        this.number = number;
        this.outbox = outbox;
        this.board = board;
        this.stopping = stopping;
        this.progressEveryNanos = config.progressEvery().toNanos();
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public boolean cancelled() {
        return studyCancelled || stopping.getAsBoolean();
    }

    @Override
    public void publish(Event news) {
        outbox.publish(news);
    }

    @Override
    public void progress(String trialId, Progress progress) {
        long now = System.nanoTime();
        long due = nextProgress.get();
        if (progress.last() || (now - due >= 0 && nextProgress.compareAndSet(due, now + progressEveryNanos))) {
            board.progress(event.studyId(), trialId, progress);
        }
    }

    String studyId() {
        return event.studyId();
    }

    String subject() {
        return event.subject();
    }

    Instant since() {
        return since;
    }

    void cancelStudy() {
        studyCancelled = true;
    }
}
