package dev.bilevel.glue;

import java.util.Locale;

/// GLUE's metrics, each over a whole split: none of them is a mean over batches.
enum Metric {
    ACCURACY {
        @Override
        double of(double[] predictions, double[] labels) {
            return Agreement.accuracy(predictions, labels);
        }
    },
    F1 {
        @Override
        double of(double[] predictions, double[] labels) {
            return Agreement.f1(predictions, labels);
        }
    },
    MATTHEWS_CORRELATION {
        @Override
        double of(double[] predictions, double[] labels) {
            return Agreement.matthews(predictions, labels);
        }
    },
    PEARSON {
        @Override
        double of(double[] predictions, double[] labels) {
            return Correlation.pearson(predictions, labels);
        }
    },
    SPEARMANR {
        @Override
        double of(double[] predictions, double[] labels) {
            return Correlation.spearman(predictions, labels);
        }
    };

    abstract double of(double[] predictions, double[] labels);

    String officialName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
