package dev.bilevel.bayesopt;

import dev.bilevel.benchmarks.Observed;
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

/// The parts of a suggestion: the surrogate's fit to a history, and its posterior at a point. Lives in the optimiser's
/// package because that keeps them to itself.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
public class Modelling {
    @Param({"2x25", "6x50", "10x200", "10x1000"})
    private String size;

    private Level level;
    private Encoding encoding;
    private Completed completed;
    private Posterior posterior;
    private double[] x;
    private double[] meanGradient;
    private double[] sdGradient;

    @Setup
    public void observe() {
        Observed observed = Observed.of(size);
        level = observed.level();
        encoding = new Encoding(level.space());
        completed = Completed.of(level.goal(), encoding, observed.history());
        posterior = ((Surrogate) fit()).posterior();
        x = new SplitMix(0).nextPoint(encoding.dimensions());
        meanGradient = new double[x.length];
        sdGradient = new double[x.length];
    }

    @Benchmark
    public Object fit() {
        return Surrogate.fit(completed.x_nd(), completed.z_n(), encoding.categories(), level.kernel());
    }

    @Benchmark
    public double posterior() {
        posterior.at(x);
        return posterior.mean() + posterior.sd();
    }

    @Benchmark
    public double posteriorWithGradients() {
        posterior.at(x, meanGradient, sdGradient);
        return posterior.mean() + meanGradient[0] + sdGradient[0];
    }
}
