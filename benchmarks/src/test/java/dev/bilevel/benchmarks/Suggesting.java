package dev.bilevel.benchmarks;

import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.bayesopt.Suggestion;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/// What one suggestion takes: fit the surrogate to the history, maximise the acquisition function.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 8)
@Measurement(iterations = 1, time = 15)
public class Suggesting {
    @Param({"2x25", "6x50", "10x200", "10x1000"})
    private String size;

    private Observed observed;
    private Suggester suggester;

    @Setup
    public void observe() {
        observed = Observed.of(size);
        suggester = new Suggester(observed.level());
    }

    @Benchmark
    public Suggestion suggest(Processor processor) {
        return Clock.measure(processor, 1, () -> suggester.suggest(observed.history()));
    }
}
