package dev.bilevel.bayesopt;

/// What makes a point worth trying, given the posterior there. In configuration: a name, or a map from the name to its
/// settings, such as `{ucb: {beta: 2.0}}`.
///
/// Formulas are for a minimised objective f with posterior mean μ and standard deviation σ at a point, and the best
/// value so far f*, which is the least posterior mean of a completed or pending point (with noise, the least outcome is
/// mostly luck).
public sealed interface Acquisition
        permits ExpectedImprovement,
                ConfidenceBound,
                ScheduledBound,
                ProbabilityOfImprovement,
                ThompsonSampling,
                Portfolio,
                RandomSearch {
    /// The name in configuration and in events.
    String name();

    /// The tree that [#parse] reads as this.
    Object toTree();

    /// Reads `ei`, `logei`, `ucb`, `pi`, `thompson`, `portfolio`, `random`, or a map from one of these to its settings.
    ///
    /// @throws InvalidAcquisition naming the field, what was found and what was expected
    static Acquisition parse(Object tree) {
        return AcquisitionReader.read("acquisition", tree);
    }
}
