package dev.bilevel.worker;

/// How far a training is: news for people, which nothing is decided from.
///
/// @param trial index in the study
/// @param step optimizer steps taken, of `steps`
/// @param epoch the current epoch, from 1, of `epochs`
/// @param loss of the latest step; NaN if unknown
/// @param learningRate of the latest step; NaN if unknown
public record Progress(int trial, int step, int steps, int epoch, int epochs, double loss, double learningRate) {

    /// The last step is always told; of the others, some.
    boolean last() {
        return step >= steps;
    }
}
