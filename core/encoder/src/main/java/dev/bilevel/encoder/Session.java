package dev.bilevel.encoder;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;

import java.util.concurrent.locks.ReentrantLock;

/// PyTorch, held by one thread for one computation: its random generator and its number of threads belong to the
/// process, so two computations at once would change each other's bits.
final class Session implements AutoCloseable {
    private static final ReentrantLock ONE = new ReentrantLock(true);

    private final PtNDManager manager;

    private Session(PtNDManager manager) {
        this.manager = manager;
    }

    /// Waits for its turn. Everything allocated through [#manager()] is freed by [#close()].
    static Session open(ComputeSettings compute) {
        Device device = Hardware.device(compute);
        ONE.lock();
        try {
            JniUtils.setNumThreads(compute.threads());
            // Plain interpretation: the profiling optimizer would compute the first calls in another way than later
            // ones.
            JniUtils.setGraphExecutorOptimize(false);
            // A property of the thread, off by default under DJL; without it nothing is recorded for gradients.
            JniUtils.setGradMode(true);
            return new Session((PtNDManager) Natives.engine().newBaseManager(device));
        } catch (RuntimeException | Error e) {
            ONE.unlock();
            throw e;
        }
    }

    PtNDManager manager() {
        return manager;
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
