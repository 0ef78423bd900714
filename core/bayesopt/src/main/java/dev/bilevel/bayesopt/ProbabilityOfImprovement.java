package dev.bilevel.bayesopt;

/// The probability of being better than the best so far by a margin ε of 0.01 standard deviations of the outcomes
/// (Kushner, 1964). Greedy; here for comparison, and as a member of a [Portfolio].
///
///     PI = Φ(u),   u = (f* − ε − μ)/σ
///
/// Computed as its logarithm. Without the margin, an ever smaller step from the best point would always look best.
public record ProbabilityOfImprovement() implements Acquisition {
    private static final double MARGIN = 0.01;

    @Override
    public String name() {
        return "pi";
    }

    @Override
    public Object toTree() {
        return "pi";
    }

    Criterion criterion(double best) {
        double target = best - MARGIN;
        return new Criterion() {
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
        };
    }
}
