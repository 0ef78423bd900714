package dev.bilevel.glue;

/// Metrics of predicted classes, as in scikit-learn 1.7. Degenerate cases give 0, never NaN.
final class Agreement {
    private Agreement() {}

    static double accuracy(double[] predictions, double[] labels) {
        return (double) both(predictions, labels).correct() / labels.length;
    }

    /// F₁ = 2·TP / (2·TP + FP + FN) of class 1; 0 where nothing is positive (`zero_division=0`).
    static double f1(double[] predictions, double[] labels) {
        Counts counts = both(predictions, labels);
        long wrong = labels.length - counts.correct();
        long positive = 2 * counts.truePositives() + wrong;
        return positive == 0 ? 0 : 2.0 * counts.truePositives() / positive;
    }

    /// (TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN)); 0 where a factor is 0, as `matthews_corrcoef` has it.
    static double matthews(double[] predictions, double[] labels) {
        Counts counts = both(predictions, labels);
        long n = labels.length;
        double covariance = (double) counts.truePositives() * n - (double) counts.predicted() * counts.actual();
        double spreadOfPredictions = (double) counts.predicted() * (n - counts.predicted());
        double spreadOfLabels = (double) counts.actual() * (n - counts.actual());
        double spread = StrictMath.sqrt(spreadOfPredictions) * StrictMath.sqrt(spreadOfLabels);
        return spread == 0 ? 0 : Math.clamp(covariance / spread, -1, 1);
    }

    /// @param predicted how many were said to be of class 1
    /// @param actual how many are
    private record Counts(long correct, long truePositives, long predicted, long actual) {}

    private static Counts both(double[] predictions, double[] labels) {
        long correct = 0;
        long truePositives = 0;
        long predicted = 0;
        long actual = 0;
        for (int i = 0; i < labels.length; i++) {
            correct += predictions[i] == labels[i] ? 1 : 0;
            truePositives += predictions[i] == 1 && labels[i] == 1 ? 1 : 0;
            predicted += predictions[i] == 1 ? 1 : 0;
            actual += labels[i] == 1 ? 1 : 0;
        }
        return new Counts(correct, truePositives, predicted, actual);
    }
}
