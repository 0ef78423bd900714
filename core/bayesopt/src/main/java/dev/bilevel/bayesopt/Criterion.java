package dev.bilevel.bayesopt;

/// An acquisition function of the posterior's mean and standard deviation at one point, for a minimised objective;
/// more is better. Holds its last value and slopes: one thread at a time.
abstract class Criterion {
    double value;
    double byMean;
    double bySd;

    /// Computes the value and its derivatives.
    abstract void at(double mean, double sd);

    /// The value as it is reported.
    double reported() {
        return value;
    }
}
