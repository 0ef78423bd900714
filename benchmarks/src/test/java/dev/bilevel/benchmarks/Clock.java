package dev.bilevel.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/// Measures this thread's processor time.
public final class Clock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Clock() {}

    /// Does so many operations, and tells the processor what they took. Reading the clock takes about a
    /// microsecond: not for anything short.
    public static <T> T measure(Processor processor, int operations, Supplier<T> all) {
        long started = THREADS.getCurrentThreadCpuTime();
        T result = all.get();
        processor.add(THREADS.getCurrentThreadCpuTime() - started, operations);
        return result;
    }
}
