package dev.bilevel.bayesopt;

import dev.bilevel.bayesopt.Acquisition.ConfidenceBound;
import dev.bilevel.bayesopt.Acquisition.ExpectedImprovement;
import dev.bilevel.bayesopt.Acquisition.ProbabilityOfImprovement;
import dev.bilevel.bayesopt.Acquisition.RandomSearch;

/// An acquisition function of the posterior's mean and standard deviation at one point, for a minimised objective;
/// more is better. Holds its last value and slopes: one thread at a time.
abstract sealed class Criterion {
    double value;
    double byMean;
    double bySd;

    /// Computes the value and its derivatives.
    abstract void at(double mean, double sd);

    /// The value as it is reported.
    double reported() {
        return value;
    }

    /// @param best the least posterior mean of a completed point
    static Criterion of(Acquisition acquisition, double best) {
        return switch (acquisition) {
            case ExpectedImprovement(String name) -> new Improvement(best, "ei".equals(name));
            case ConfidenceBound(double beta) -> new LowerBound(Math.sqrt(beta));
            case ProbabilityOfImprovement _ -> new Probability(best);
            case RandomSearch _ -> throw new IllegalArgumentException("random search has no criterion");
        };
    }

    /// log EI = log h(u) + log σ, u = (best − μ)/σ.
    static final class Improvement extends Criterion {
        private final double best;
        private final boolean reportExponential;

        Improvement(double best, boolean reportExponential) {
            this.best = best;
            this.reportExponential = reportExponential;
        }

        @Override
        void at(double mean, double sd) {
            double u = (best - mean) / sd;
            double slope = Normal.logImprovementSlope(u);
            value = Normal.logImprovement(u) + StrictMath.log(sd);
            byMean = -slope / sd;
            bySd = (1 - u * slope) / sd;
        }

        @Override
        double reported() {
            return reportExponential ? StrictMath.exp(value) : value;
        }
    }

    /// −μ + √β σ.
    static final class LowerBound extends Criterion {
        LowerBound(double sds) {
            byMean = -1;
            bySd = sds;
        }

        @Override
        void at(double mean, double sd) {
            value = bySd * sd - mean;
        }
    }

    /// log Φ(u) with u = (best − ε − μ)/σ, reported as Φ(u). Without the margin ε, an ever smaller step from the best
    /// point would always look best.
    static final class Probability extends Criterion {
        private static final double MARGIN = 0.01;
        private final double target;

        Probability(double best) {
            this.target = best - MARGIN;
        }

        @Override
        void at(double mean, double sd) {
            double u = (target - mean) / sd;
            value = Normal.logCumulative(u);
            double slope = u <= 0 ? 1 / Normal.mills(u) : StrictMath.exp(Normal.logDensity(u) - value);
            byMean = -slope / sd;
            bySd = -slope * u / sd;
        }

        @Override
        double reported() {
            return StrictMath.exp(value);
        }
    }
}
