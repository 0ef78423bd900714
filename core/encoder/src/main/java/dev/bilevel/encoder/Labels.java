package dev.bilevel.encoder;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import dev.bilevel.glue.Example;

import java.util.Arrays;
import java.util.List;

/// The examples' labels, checked against the head.
final class Labels {
    private final boolean regression;
    private final double[] values;

    /// @throws IllegalArgumentException if there are no examples, or one's label is no class of the head
    Labels(List<Example> examples, Head head) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("examples: are none, expected at least one");
        }
        regression = head.regression();
        values = examples.stream().mapToDouble(Example::label).toArray();
        for (int i = 0; i < values.length; i++) {
            boolean fits =
                    regression || values[i] == Math.rint(values[i]) && values[i] >= 0 && values[i] < head.labels();
            if (!fits) {
                throw new IllegalArgumentException("examples[" + i + "].label: is " + values[i]
                        + ", expected a class index from 0 to " + (head.labels() - 1));
            }
        }
    }

    int size() {
        return values.length;
    }

    double value(int example) {
        return values[example];
    }

    double meanSquare() {
        return Arrays.stream(values).map(value -> value * value).average().orElseThrow();
    }

    double variance() {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
    }

    /// Of the classes' frequencies, in nats: the cross-entropy of the best answer that looks at no text.
    double entropy(int classes) {
        double[] count = new double[classes];
        for (double value : values) {
            count[(int) value]++;
        }
        double entropy = 0;
        for (double each : count) {
            double p = each / values.length;
            entropy -= p == 0 ? 0 : p * StrictMath.log(p);
        }
        return entropy;
    }

    /// The rows' labels as a tensor: int64 classes, or float32 scores of a regression.
    PtNDArray of(int[] rows, NDManager manager) {
        if (regression) {
            float[] scores = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                scores[i] = (float) values[rows[i]];
            }
            return (PtNDArray) manager.create(scores);
        }
        long[] classes = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            classes[i] = (long) values[rows[i]];
        }
        return (PtNDArray) manager.create(classes);
    }
}
