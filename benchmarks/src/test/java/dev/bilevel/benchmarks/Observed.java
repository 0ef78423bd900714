package dev.bilevel.benchmarks;

import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Design;
import dev.bilevel.bayesopt.Goal;
import dev.bilevel.bayesopt.Level;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Outcome.Measured;
import dev.bilevel.bayesopt.Suggester;

import java.util.ArrayList;
import java.util.List;

/// A level with observations, of the sizes that the benchmarks measure: the scrambled Sobol points of the level, with
/// the values of a Levy function.
public record Observed(Level level, List<Observation> history) {

    /// @param size dimensions and observations, such as `6x50`
    public static Observed of(String size) {
        String[] numbers = size.split("x", -1);
        int observations = Integer.parseInt(numbers[1]);
        Problem problem = Problems.levy(Integer.parseInt(numbers[0]));
        Level designed = level(problem, observations);
        List<Observation> history = new ArrayList<>();
        for (int i = 0; i < observations; i++) {
            Configuration configuration =
                    new Suggester(designed).suggest(history).configuration();
            history.add(new Observation(configuration, new Measured(problem.value(configuration))));
        }
        return new Observed(level(problem, 0), history);
    }

    private static Level level(Problem problem, int designed) {
        return new Level(problem.space(), Goal.MINIMISE, Acquisition.parse("logei"), Design.sobol(designed), 0);
    }
}
