package dev.bilevel.optimizer.config;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Work on a thread of its own, for as long as the service runs.
public final class Background {
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    private final String name;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private Thread thread;

    /// @param name of the thread
    public Background(String name) {
        this.name = name;
    }

    /// @param work that ends soon after [#isStopping]
    public void start(Runnable work) {
        thread = Thread.ofPlatform().name(name).daemon().start(work);
    }

    /// Waits for the end of the work for a moment, if it ever began.
    public void stop() throws InterruptedException {
        stopping.countDown();
        if (thread != null) {
            thread.join(FAREWELL);
        }
    }

    public boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /// Waits, or until the work has to end.
    public void pause(Duration time) {
        try {
            var _ = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            stopping.countDown();
        }
    }
}
