package dev.bilevel.encoder;

/// Mean loss and predictions from logits, in double precision and in the examples' order: however they were
/// batched, equal logits give equal bits.
record Loss(Head head) {

    /// @param logits [examples, labels]
    Score score(float[][] logits, Labels labels) {
        double[] predictions = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            if (head.regression()) {
                predictions[i] = logits[i][0];
                double error = predictions[i] - labels.value(i);
                sum += error * error;
            } else {
                int largest = largest(logits[i]);
                predictions[i] = largest;
                sum += crossEntropy(logits[i], largest, (int) labels.value(i));
            }
        }
        return new Score(sum / logits.length, predictions, logits);
    }

    /// −log softmax(z)_y = log Σⱼ exp(zⱼ − max z) + max z − z_y.
    private static double crossEntropy(float[] z, int largest, int label) {
        double sum = 0;
        for (float each : z) {
            sum += StrictMath.exp((double) each - z[largest]);
        }
        return StrictMath.log(sum) + z[largest] - z[label];
    }

    /// The first of equals.
    private static int largest(float[] z) {
        int largest = 0;
        for (int j = 1; j < z.length; j++) {
            if (z[j] > z[largest]) {
                largest = j;
            }
        }
        return largest;
    }
}
