package dev.bilevel.benchmarks;

import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Design;
import dev.bilevel.bayesopt.Goal;
import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome.Measured;
import dev.bilevel.bayesopt.Outcome.Pending;
import dev.bilevel.bayesopt.SpaceExhausted;
import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.bayesopt.Suggestion;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/// One problem, one acquisition, any number of seeds.
///
/// @param evaluations at least 1, those of the initial design included: 2·D + 1 scrambled Sobol points for D
///     parameters, at most 10
/// @param parallelism at least 1: a suggestion is made from all results but those of the `parallelism` − 1 suggestions
///     before it, which are pending
public record Contest(Problem problem, Acquisition acquisition, int evaluations, int parallelism) {
    private static final int MOST_DESIGNED = 10;
    /// The thread's own time: what else runs on the machine does not count.
    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();

    public Contest {
        if (evaluations < 1 || parallelism < 1) {
            throw new IllegalArgumentException(
                    "evaluations, parallelism: are " + evaluations + ", " + parallelism + ", expected 1 at least");
        }
    }

    /// Plays it in this thread. Regrets are a function of the seed, times are this thread's processor time. Ends before
    /// its last evaluation where a finite space has no more configurations.
    public Course play(int seed) {
        Suggester suggester = new Suggester(level(seed));
        List<Suggestion> made = new ArrayList<>();
        List<Double> regret = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        try {
            for (int i = 0; i < evaluations; i++) {
                List<Observation> history = history(made, seed);
                long started = PROCESSOR.getCurrentThreadCpuTime();
                Suggestion next = suggester.suggest(history);
                seconds.add((PROCESSOR.getCurrentThreadCpuTime() - started) / 1e9);
                made.add(next);
                least = Math.min(least, problem.regret(next.configuration()));
                regret.add(least);
            }
        } catch (SpaceExhausted _) {
            // Everything was evaluated, the best point among it.
        }
        return new Course("bilevel-" + acquisition.name(), problem.name(), seed, regret, seconds);
    }

    private Level level(int seed) {
        int designed = Math.min(MOST_DESIGNED, 2 * problem.space().parameters().size() + 1);
        return new Level(problem.space(), Goal.MINIMISE, acquisition, Design.sobol(designed), seed);
    }

    /// Who made a suggestion is told: a portfolio learns from it.
    private List<Observation> history(List<Suggestion> made, int seed) {
        int known = made.size() - parallelism + 1;
        List<Observation> history = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            Configuration configuration = made.get(i).configuration();
            history.add(new Observation(
                    configuration,
                    i < known ? new Measured(problem.measured(configuration, seed, i)) : new Pending(),
                    made.get(i).by()));
        }
        return history;
    }
}
