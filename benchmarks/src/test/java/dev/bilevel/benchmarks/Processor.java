package dev.bilevel.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The processor time that an operation takes, beside JMH's wall time: on a machine that does other things as
/// well, wall time measures those. JMH takes every public method for a column: what adds to it is in [Clock].
/// JMH also adds a counter up over iterations, so that there must be one.
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Processor {
    private long nanos;
    private long operations;

    @Setup(Level.Iteration)
    public void reset() {
        nanos = 0;
        operations = 0;
    }

    void add(long moreNanos, int moreOperations) {
        nanos += moreNanos;
        operations += moreOperations;
    }

    /// A column of JMH's report: microseconds of an operation, on average over an iteration.
    public double processorMicros() {
        return operations == 0 ? 0 : nanos / 1e3 / operations;
    }
}
