package dev.bilevel.benchmarks;

import dev.bilevel.bayesopt.Configuration;

import java.util.List;
import java.util.Map;

/// Functions that look like what this project optimises.
final class Trainings {
    static final Map<String, Object> MIXED_SPACE = Map.of(
            "rate", Map.of("log", List.of(1e-5, 1e-1)),
            "batch", Map.of("choice", List.of(8, 16, 32, 64, 128), "ordered", true),
            "optimizer", Map.of("choice", List.of("sgd", "adam", "lion", "adagrad")),
            "layers", Map.of("int", List.of(1, 12)),
            "decay", Map.of("uniform", List.of(0, 0.3)));
    static final Map<String, Object> FUSION_SPACE = Map.of("weights", Map.of("simplex", 5));

    private static final Map<String, Double> OFFSETS = Map.of("sgd", 1.0, "adam", 0.0, "lion", -0.5, "adagrad", 0.5);
    private static final double[] BEST_WEIGHTS = {0, 0.1, 0.2, 0.4, 0.3};
    private static final double[] STIFFNESS = {1, 4, 2, 6, 3};

    private Trainings() {}

    /// A log learning rate whose best value depends on batch size and optimizer, and layers. Least value 0.
    static double mixed(Configuration c) {
        double offset = OFFSETS.get((String) c.values().get("optimizer"));
        double batch = StrictMath.log(number(c, "batch") / 32) / StrictMath.log(2);
        double rate = StrictMath.log10(number(c, "rate")) + 3 - 0.3 * batch - offset;
        double layers = (number(c, "layers") - 7) / 4;
        double decay = (number(c, "decay") - 0.1) * 5;
        return rate * rate
                + 0.1 * batch * batch
                + layers * layers
                + decay * decay * (1 + 0.5 * rate * rate)
                + 0.3 * Math.abs(offset);
    }

    /// The average of five checkpoints: a curved valley on the simplex whose best point lies on a face. Least value 0.
    static double fusion(Configuration c) {
        List<?> weights = (List<?>) c.values().get("weights");
        double sum = 0;
        for (int i = 0; i < BEST_WEIGHTS.length; i++) {
            double difference = (double) weights.get(i) - BEST_WEIGHTS[i];
            sum += STIFFNESS[i] * difference * difference + (i == 0 ? 0.3 * difference : 0);
        }
        return StrictMath.exp(2 * sum) - 1;
    }

    private static double number(Configuration configuration, String name) {
        return ((Number) configuration.values().get(name)).doubleValue();
    }
}
