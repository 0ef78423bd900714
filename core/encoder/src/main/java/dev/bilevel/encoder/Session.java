package dev.bilevel.encoder;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/// PyTorch, held by one thread for one computation: its random generator and its number of threads belong to the
/// process, so two computations at once would change each other's bits.
final class Session implements AutoCloseable {
    private static final ReentrantLock ONE = new ReentrantLock(true);
    private static final ThreadFactory CREW =
            Thread.ofPlatform().daemon().name("bilevel-score-", 0).factory();

    private final PtNDManager manager;
    private final int threads;

    private Session(PtNDManager manager, int threads) {
        this.manager = manager;
        this.threads = threads;
    }

    /// Waits for its turn. Everything allocated through [#manager()] is freed by [#close()].
    static Session open(ComputeSettings compute) {
        Natives.load();
        Device device = Hardware.device(compute);
        ONE.lock();
        try {
            prepare(compute.threads());
            // A property of the thread, off by default under DJL; without it nothing is recorded for gradients.
            JniUtils.setGradMode(true);
            return new Session((PtNDManager) Natives.engine().newBaseManager(device), compute.threads());
        } catch (RuntimeException | Error e) {
            ONE.unlock();
            throw e;
        }
    }

    PtNDManager manager() {
        return manager;
    }

    /// Settings of a thread before it computes.
    ///
    /// @param threads inside one operator
    private static void prepare(int threads) {
        JniUtils.setNumThreads(threads);
        // Plain interpretation: the profiling optimizer would compute the first calls in another way than later ones.
        JniUtils.setGraphExecutorOptimize(false);
    }

    /// Does jobs that do not need gradients side by side, on as many threads as an operator may otherwise use, and
    /// returns when all are done. Each has one thread inside its operators: more keep fewer cores busy, since they
    /// meet after every operator, and would make what a job computes depend on their number.
    ///
    /// @param job from 0; begun in this order; what it throws is thrown here, and the rest are left out
    void spread(int jobs, IntConsumer job) {
        int hands = Math.min(jobs, manager.getDevice().isGpu() ? 1 : threads);
        AtomicInteger begun = new AtomicInteger();
        List<Future<?>> shares = new ArrayList<>();
        try (ExecutorService crew = Executors.newThreadPerTaskExecutor(CREW)) {
            for (int hand = 0; hand < hands; hand++) {
                shares.add(crew.submit(() -> {
                    prepare(1);
                    try {
                        for (int i = begun.getAndIncrement(); i < jobs; i = begun.getAndIncrement()) {
                            job.accept(i);
                        }
                    } catch (RuntimeException | Error e) {
                        begun.set(jobs);
                        throw e;
                    }
                }));
            }
        } finally {
            // PyTorch keeps part of it for the whole process.
            prepare(threads);
        }
        shares.forEach(Session::settle);
    }

    private static void settle(Future<?> share) {
        switch (share.state()) {
            case FAILED -> {
                Throwable e = share.exceptionNow();
                if (e instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) e;
            }
            case SUCCESS -> {}
            case RUNNING, CANCELLED -> throw new IllegalStateException("a share of the jobs was " + share.state());
        }
    }

    /// Starts the random numbers of dropout.
    void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    @Override
    public void close() {
        try {
            JniUtils.setGradMode(false);
            manager.close();
        } finally {
            ONE.unlock();
        }
    }
}
