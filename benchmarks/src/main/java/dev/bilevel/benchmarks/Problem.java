package dev.bilevel.benchmarks;

import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.Space;

import java.util.function.ToDoubleFunction;

/// A function to minimise.
///
/// @param name as in the results: letters and digits
/// @param minimum the least noiseless value in the space
/// @param noise standard deviation of what is added to an evaluation; 0 for none
/// @param tunedOn whether settings of the engine were compared on it, or on a close relative
/// @param function without noise
public record Problem(
        String name,
        Space space,
        double minimum,
        double noise,
        boolean tunedOn,
        ToDoubleFunction<Configuration> function) {

    /// The function there.
    public double value(Configuration configuration) {
        return function.applyAsDouble(configuration);
    }

    /// The function there with its noise, which seed and number of the evaluation decide.
    public double measured(Configuration configuration, int seed, int evaluation) {
        return value(configuration) + (noise == 0 ? 0 : noise * Noise.standard(seed, evaluation));
    }

    /// How much worse than the best point this one is, without noise.
    public double regret(Configuration configuration) {
        return value(configuration) - minimum;
    }

    Problem withNoise(String name, double noise) {
        return new Problem(name, space, minimum, noise, tunedOn, function);
    }
}
