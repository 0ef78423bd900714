package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Failed;
import dev.bilevel.bayesopt.Outcome.Measured;
import dev.bilevel.bayesopt.Outcome.Pending;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A suggestion from the surrogate: fit it to the history, maximise the acquisition function, take the best
/// configuration that was not suggested before.
final class ModelBased {
    private static final int ANCHORS = 3;
    /// Finite spaces up to this size are searched whole.
    private static final long ENUMERABLE = 2000;

    private final Level level;
    private final Encoding encoding;
    private final boolean[] category_d;

    ModelBased(Level level, Encoding encoding) {
        this.level = level;
        this.encoding = encoding;
        this.category_d = new boolean[encoding.dimensions()];
        for (Encoding.Placed placed : encoding.axes()) {
            category_d[placed.at()] = placed.axis() instanceof Axis.Category;
        }
    }

    /// @param history with at least one measured outcome
    Suggestion suggest(List<Observation> history, Untried untried, long seed) {
        Scale scale = Scale.of(level.goal(), measured(history));
        List<double[]> completed = new ArrayList<>();
        List<double[]> pending = new ArrayList<>();
        List<Double> outcomes = new ArrayList<>();
        double worst = worst(history, scale);
        for (Observation observation : history) {
            double[] x = encoding.encode(observation.configuration());
            switch (observation.outcome()) {
                case Measured(double value) -> outcomes.add(scale.standardise(value));
                case Failed _ -> outcomes.add(worst);
                case Pending _ -> pending.add(x);
            }
            if (!(observation.outcome() instanceof Pending)) {
                completed.add(x);
            }
        }
        double[] z_n = outcomes.stream().mapToDouble(Double::doubleValue).toArray();
        Surrogate surrogate = Surrogate.fit(completed.toArray(double[][]::new), z_n, category_d, Kernel.MATERN52);
        Posterior posterior = surrogate.posterior();
        for (double[] x : pending) {
            posterior = posterior.plus(x);
        }
        return suggest(surrogate, posterior, completed, untried, scale, seed);
    }

    private static double[] measured(List<Observation> history) {
        return history.stream()
                .filter(observation -> observation.outcome() instanceof Measured)
                .mapToDouble(observation -> ((Measured) observation.outcome()).value())
                .toArray();
    }

    /// What a failure counts as: no better than the worst that was measured.
    private static double worst(List<Observation> history, Scale scale) {
        double worst = Double.NEGATIVE_INFINITY;
        for (double value : measured(history)) {
            worst = Math.max(worst, scale.standardise(value));
        }
        return worst;
    }

    private Suggestion suggest(
            Surrogate surrogate,
            Posterior posterior,
            List<double[]> completed,
            Untried untried,
            Scale scale,
            long seed) {
        double[] means = new double[completed.size()];
        for (int i = 0; i < means.length; i++) {
            posterior.at(completed.get(i));
            means[i] = posterior.mean();
        }
        List<double[]> best = IntStream.range(0, means.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> means[i]))
                .map(completed::get)
                .toList();
        posterior.at(best.getFirst());
        Criterion criterion = Criterion.of(level.acquisition(), posterior.mean());
        Surface surface = new Judged(posterior, criterion, encoding.dimensions());
        Configuration configuration = choose(surface, best, untried, seed);
        surface.at(encoding.encode(configuration));
        Warp warp = surrogate.warp();
        return new Suggestion(
                configuration,
                Origin.SURROGATE,
                OptionalDouble.of(criterion.reported()),
                OptionalDouble.of(finite(scale.mean(warp.inverse(posterior.mean())))),
                OptionalDouble.of(finite(scale.sd(spread(warp, posterior)))),
                surrogate.hyperparameters(encoding),
                seed);
    }

    /// Half the width, before the warp, of one standard deviation to both sides.
    private static double spread(Warp warp, Posterior posterior) {
        double above = warp.inverse(posterior.mean() + posterior.sd());
        double below = warp.inverse(posterior.mean() - posterior.sd());
        return 0.5 * (above - below);
    }

    /// Outcomes near the largest double would leave the range of numbers on the way back to their unit.
    private static double finite(double value) {
        return Math.min(Double.MAX_VALUE, Math.max(-Double.MAX_VALUE, value));
    }

    private Configuration choose(Surface surface, List<double[]> best, Untried untried, long seed) {
        OptionalLong cardinality = level.space().cardinality();
        if (cardinality.isPresent() && cardinality.getAsLong() <= ENUMERABLE) {
            return bestOfAll(surface, untried, cardinality.getAsLong());
        }
        List<double[]> anchors = best.subList(0, Math.min(ANCHORS, best.size()));
        for (Maximiser.Candidate candidate : new Maximiser(encoding, surface).search(anchors, seed)) {
            Configuration configuration = encoding.decode(candidate.x());
            if (untried.contains(configuration)) {
                return configuration;
            }
        }
        return untried.first(Sobol.scrambled(encoding.dimensions(), seed)::point);
    }

    private Configuration bestOfAll(Surface surface, Untried untried, long cardinality) {
        List<Configuration> left = LongStream.range(0, cardinality)
                .mapToObj(untried::numbered)
                .filter(untried::contains)
                .toList();
        double[] values = new double[left.size()];
        surface.at(left.stream().map(encoding::encode).toArray(double[][]::new), values);
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return left.get(best);
    }
}
