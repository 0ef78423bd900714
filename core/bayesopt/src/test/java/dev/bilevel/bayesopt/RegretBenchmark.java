package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Measured;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Simple regret and time of a suggestion on test functions. Arguments: evaluations, seeds, acquisition, then the
/// names of functions (all where none is given).
final class RegretBenchmark {
    private RegretBenchmark() {}

    /// The thread's own time: what else runs on the machine does not count.
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private record Run(double regret, double[] millis) {}

    public static void main(String[] arguments) {
        int evaluations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
        int seeds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        Acquisition acquisition = Acquisition.parse(arguments.length > 2 ? arguments[2] : "logei");
        Set<String> names =
                Set.copyOf(Arrays.asList(arguments).subList(Math.min(3, arguments.length), arguments.length));
        System.out.println("function      median     quartiles              ms median  at 25  p90");
        for (Problem problem : Problem.all()) {
            if (names.isEmpty() || names.contains(problem.name())) {
                List<Run> runs = IntStream.range(0, seeds)
                        .parallel()
                        .mapToObj(seed -> run(problem, acquisition, evaluations, seed))
                        .toList();
                print(problem, runs);
            }
        }
    }

    private static Run run(Problem problem, Acquisition acquisition, int evaluations, int seed) {
        int initial = Math.min(10, 2 * problem.space().parameters().size() + 1);
        Suggester suggester =
                new Suggester(new Level(problem.space(), Goal.MINIMISE, acquisition, Design.sobol(initial), seed));
        SplitMix noise = new SplitMix(Seeds.derive(seed, "noise"));
        List<Observation> history = new ArrayList<>();
        double[] millis = new double[evaluations];
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < evaluations; i++) {
            long start = CPU.getCurrentThreadCpuTime();
            Configuration next = suggester.suggest(history).configuration();
            millis[i] = (CPU.getCurrentThreadCpuTime() - start) / 1e6;
            double value = problem.function().applyAsDouble(next);
            double error = "sphere3".equals(problem.name()) ? 0.35 * (noise.nextDouble() + noise.nextDouble() - 1) : 0;
            history.add(new Observation(next, new Measured(value + error)));
            best = Math.min(best, problem.regret(next));
        }
        return new Run(best, millis);
    }

    private static void print(Problem problem, List<Run> runs) {
        double[] regrets = runs.stream().mapToDouble(Run::regret).sorted().toArray();
        double[] millis = runs.stream()
                .flatMapToDouble(run -> Arrays.stream(run.millis(), run.millis().length / 2, run.millis().length))
                .sorted()
                .toArray();
        double[] at25 = runs.stream()
                .mapToDouble(run -> run.millis()[Math.min(25, run.millis().length - 1)])
                .sorted()
                .toArray();
        System.out.printf(
                "%-12s %9.3g   %9.3g … %-9.3g %9.2f %9.2f %9.2f%n",
                problem.name(),
                quantile(regrets, 0.5),
                quantile(regrets, 0.25),
                quantile(regrets, 0.75),
                quantile(millis, 0.5),
                quantile(at25, 0.5),
                quantile(millis, 0.9));
    }

    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) at;
        double next = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (at - below) * (next - sorted[below]);
    }
}
