package dev.bilevel.bayesopt;

import java.util.Map;

/// The optimistic end of what is plausible (Srinivas et al., *Gaussian process optimization in the bandit setting*,
/// 2010):
///
///     −μ + √β σ
///
/// of a minimised objective, which is the lower confidence bound with its sign turned.
///
/// @param beta from 0 to 1e6; √β standard deviations, as in BoTorch
public record ConfidenceBound(double beta) implements Acquisition {
    static final double DEFAULT_BETA = 2.0;

    public ConfidenceBound {
        if (!(beta >= 0 && beta <= 1e6)) {
            throw new InvalidAcquisition("acquisition.ucb.beta", "" + beta, "a number from 0 to 1e6");
        }
    }

    @Override
    public String name() {
        return "ucb";
    }

    @Override
    public Object toTree() {
        return Map.of("ucb", Map.of("beta", beta));
    }

    Criterion criterion() {
        double sds = Math.sqrt(beta);
        return new Criterion() {
            @Override
            void at(double mean, double sd) {
                value = sds * sd - mean;
                byMean = -1;
                bySd = sds;
            }
        };
    }
}
