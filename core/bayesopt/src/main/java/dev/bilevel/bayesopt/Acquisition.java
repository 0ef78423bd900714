package dev.bilevel.bayesopt;

import java.util.Map;

/// What makes a point worth trying, given the posterior there. In configuration: a name, or `{ucb: {beta: 2.0}}`.
public sealed interface Acquisition {
    /// How much a point improves on the best so far, in expectation: E max(0, best − f). `ei` and `logei` are one
    /// function, computed as its logarithm, which has the same arg max and does not vanish where improvement is
    /// unlikely (Ament et al., *Unexpected improvements to expected improvement*, 2023).
    ///
    /// @param name `ei` or `logei`; decides only which of the two is reported as the acquisition value
    record ExpectedImprovement(String name) implements Acquisition {
        public ExpectedImprovement {
            if (!"ei".equals(name) && !"logei".equals(name)) {
                throw new InvalidAcquisition("acquisition", InvalidInput.quote(name), "ei or logei");
            }
        }

        @Override
        public Object toTree() {
            return name;
        }
    }

    /// The optimistic end of what is plausible: −mean + √β·sd of a minimised objective, which is the lower confidence
    /// bound with its sign turned (Srinivas et al., 2010).
    ///
    /// @param beta not negative; √β standard deviations, as in BoTorch
    record ConfidenceBound(double beta) implements Acquisition {
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
    }

    /// The probability of being better than the best so far by a margin of 0.01 standard deviations of the outcomes
    /// (Kushner, 1964). Greedy; here for comparison.
    record ProbabilityOfImprovement() implements Acquisition {
        @Override
        public String name() {
            return "pi";
        }

        @Override
        public Object toTree() {
            return "pi";
        }
    }

    /// No surrogate: every suggestion after the initial design is drawn uniformly.
    record RandomSearch() implements Acquisition {
        @Override
        public String name() {
            return "random";
        }

        @Override
        public Object toTree() {
            return "random";
        }
    }

    /// The name in configuration and in events.
    String name();

    /// The tree that [#parse] reads as this.
    Object toTree();

    /// Reads `ei`, `logei`, `ucb`, `pi`, `random`, or a map from one of these to its settings.
    ///
    /// @throws InvalidAcquisition naming the field, what was found and what was expected
    static Acquisition parse(Object tree) {
        return AcquisitionReader.read(tree);
    }
}
