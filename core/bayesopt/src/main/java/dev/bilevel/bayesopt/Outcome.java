package dev.bilevel.bayesopt;

/// What became of a suggestion.
public sealed interface Outcome {
    /// A finite value of the objective.
    record Measured(double value) implements Outcome {
        public Measured {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("value: is " + value + ", expected a finite number");
            }
        }
    }

    /// There is no value and never will be: the training diverged, the configuration crashed.
    record Failed(String reason) implements Outcome {}

    /// Not known yet.
    record Pending() implements Outcome {}
}
