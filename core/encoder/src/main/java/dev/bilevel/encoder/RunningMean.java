package dev.bilevel.encoder;

/// A mean that forgets. Of the numbers so far, not of those and an invented first one.
///
/// @param sum weighted, of the numbers
/// @param weight of the weights: 0 of no numbers, towards 1 with more
record RunningMean(double sum, double weight) {
    static final RunningMean OF_NONE = new RunningMean(0, 0);

    /// @param share of the new number, in (0, 1]; what was before counts 1 − share times what it did
    RunningMean plus(double number, double share) {
        return new RunningMean((1 - share) * sum + share * number, (1 - share) * weight + share);
    }

    /// NaN of none.
    double value() {
        return sum / weight;
    }
}
