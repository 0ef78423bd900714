package dev.bilevel.bayesopt;

import dev.bilevel.benchmarks.Clock;
import dev.bilevel.benchmarks.Observed;
import dev.bilevel.benchmarks.Processor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/// The parts of a suggestion: the surrogate's fit to a history, and its posterior at a point. Lives in the optimiser's
/// package because that keeps them to itself.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 8)
@Measurement(iterations = 1, time = 15)
public class Modelling {
    private static final int POINTS = 100;

    @Param({"2x25", "6x50", "10x200", "10x1000"})
    private String size;

    private Level level;
    private Encoding encoding;
    private Completed completed;
    private Posterior posterior;
    private double[][] x_qd;
    private double[] meanGradient;
    private double[] sdGradient;

    @Setup
    public void observe() {
        Observed observed = Observed.of(size);
        level = observed.level();
        encoding = new Encoding(level.space());
        completed = Completed.of(level.goal(), encoding, observed.history());
        posterior = fit().posterior();
        SplitMix random = new SplitMix(0);
        x_qd = new double[POINTS][];
        for (int q = 0; q < POINTS; q++) {
            x_qd[q] = random.nextPoint(encoding.dimensions());
        }
        meanGradient = new double[encoding.dimensions()];
        sdGradient = new double[encoding.dimensions()];
    }

    @Benchmark
    public Object fit(Processor processor) {
        return Clock.measure(processor, 1, this::fit);
    }

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public double posterior(Processor processor) {
        return Clock.measure(processor, POINTS, () -> {
            double sum = 0;
            for (double[] x : x_qd) {
                posterior.at(x);
                sum += posterior.mean() + posterior.sd();
            }
            return sum;
        });
    }

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public double posteriorWithGradients(Processor processor) {
        return Clock.measure(processor, POINTS, () -> {
            double sum = 0;
            for (double[] x : x_qd) {
                posterior.at(x, meanGradient, sdGradient);
                sum += posterior.mean() + meanGradient[0] + sdGradient[0];
            }
            return sum;
        });
    }

    private Surrogate fit() {
        return Surrogate.fit(completed.x_nd(), completed.z_n(), encoding.categories(), level.kernel());
    }
}
