package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Outcome.Pending;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Suggestions from the surrogate: fit it to the history, maximise the acquisition function, take the best
/// configuration that was not suggested before.
final class ModelBased {
    private static final int ANCHORS = 3;
    private static final int MOST_PENDING = 1000;
    /// Finite spaces up to this size are searched whole.
    private static final long ENUMERABLE = 2000;

    private final Level level;
    private final Encoding encoding;
    private final Completed completed;
    private final Surrogate surrogate;
    /// Completed points, the least posterior mean first.
    private final List<double[]> best;
    /// Of completed and pending points.
    private final double leastMean;
    /// Of the surrogate, with pending points.
    private final Posterior posterior;

    private ModelBased(
            Level level,
            Encoding encoding,
            Completed completed,
            Surrogate surrogate,
            List<double[]> best,
            double leastMean,
            Posterior posterior) {
        this.level = level;
        this.encoding = encoding;
        this.completed = completed;
        this.surrogate = surrogate;
        this.best = best;
        this.leastMean = leastMean;
        this.posterior = posterior;
    }

    /// @param history with at least one measured outcome
    static ModelBased fit(Level level, Encoding encoding, List<Observation> history) {
        Completed completed = Completed.of(level.goal(), encoding, history);
        double[][] x_nd = completed.x_nd();
        Surrogate surrogate = Surrogate.fit(x_nd, completed.z_n(), encoding.categories(), level.kernel());
        double[] mean_n = new double[x_nd.length];
        surrogate.posterior().at(x_nd, mean_n, new double[x_nd.length]);
        List<Integer> order = IntStream.range(0, mean_n.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> mean_n[i]))
                .toList();
        ModelBased model = new ModelBased(
                level,
                encoding,
                completed,
                surrogate,
                order.stream().limit(ANCHORS).map(i -> x_nd[i]).toList(),
                mean_n[order.getFirst()],
                surrogate.posterior());
        return model.plus(history.stream()
                .filter(observation -> observation.outcome() instanceof Pending)
                .toList());
    }

    /// Knowing of more pending suggestions: uncertainty around them is gone, and what they are expected to be is there
    /// to be improved upon. Beyond [#MOST_PENDING] they are only not suggested again.
    ModelBased plus(List<Observation> pending) {
        int room = MOST_PENDING - (posterior.size() - completed.z_n().length);
        List<double[]> x = pending.stream()
                .limit(Math.max(0, room))
                .map(observation -> encoding.encode(observation.configuration()))
                .toList();
        if (x.isEmpty()) {
            return this;
        }
        double least = leastMean;
        for (double[] one : x) {
            posterior.at(one);
            least = Math.min(least, posterior.mean());
        }
        return new ModelBased(level, encoding, completed, surrogate, best, least, posterior.plus(x));
    }

    Suggestion suggest(Untried untried, long seed) {
        Map<String, Double> explained = new TreeMap<>(surrogate.hyperparameters(encoding));
        Acquisition acquisition = level.acquisition();
        if (acquisition instanceof Portfolio portfolio) {
            double[] p = portfolio.probabilities(completed.by(), completed.z_n());
            for (int m = 0; m < p.length; m++) {
                explained.put("turn." + portfolio.members().get(m).name(), p[m]);
            }
            acquisition = portfolio.draw(p, seed);
        }
        return switch (acquisition) {
            case ExpectedImprovement ei -> judged(ei, ei.criterion(leastMean), explained, untried, seed);
            case ConfidenceBound bound -> judged(bound, bound.criterion(), explained, untried, seed);
            case ScheduledBound bound -> {
                double beta = bound.beta(completed.z_n().length, encoding.dimensions());
                explained.put("beta", beta);
                yield judged(bound, new ConfidenceBound(beta).criterion(), explained, untried, seed);
            }
            case ProbabilityOfImprovement pi -> judged(pi, pi.criterion(leastMean), explained, untried, seed);
            case ThompsonSampling thompson -> {
                double[] warped_n = surrogate.warp().of(completed.z_n());
                Surface path = new SamplePath(surrogate, encoding, warped_n, seed);
                Configuration configuration = choose(path, untried, seed);
                double value = path.at(encoding.encode(configuration));
                yield suggestion(thompson, configuration, value, explained, seed);
            }
            case Portfolio _, RandomSearch _ ->
                throw new IllegalStateException(acquisition.name() + " is no acquisition function of a posterior");
        };
    }

    private Suggestion judged(
            Acquisition acquisition, Criterion criterion, Map<String, Double> explained, Untried untried, long seed) {
        Surface surface = new Judged(posterior, criterion, encoding.dimensions());
        Configuration configuration = choose(surface, untried, seed);
        surface.at(encoding.encode(configuration));
        return suggestion(acquisition, configuration, criterion.reported(), explained, seed);
    }

    private Suggestion suggestion(
            Acquisition acquisition,
            Configuration configuration,
            double value,
            Map<String, Double> explained,
            long seed) {
        posterior.at(encoding.encode(configuration));
        Scale scale = completed.scale();
        Warp warp = surrogate.warp();
        return new Suggestion(
                configuration,
                Origin.SURROGATE,
                Optional.of(acquisition.name()),
                OptionalDouble.of(value),
                OptionalDouble.of(finite(scale.mean(warp.inverse(posterior.mean())))),
                OptionalDouble.of(finite(scale.sd(spread(warp, posterior)))),
                explained,
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

    private Configuration choose(Surface surface, Untried untried, long seed) {
        OptionalLong cardinality = level.space().cardinality();
        if (cardinality.isPresent() && cardinality.getAsLong() <= ENUMERABLE) {
            return bestOfAll(surface, untried, cardinality.getAsLong());
        }
        return new Maximiser(encoding, surface)
                .search(best, seed)
                .map(encoding::decode)
                .filter(untried::contains)
                .findFirst()
                .orElseGet(() -> untried.first(Sobol.scrambled(encoding.dimensions(), seed)::point));
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
