package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// A function with its space. More of them, with their minima, are in benchmarks.
record Problem(String name, Space space, ToDoubleFunction<Configuration> function) {

    static Problem branin() {
        Space space = Space.parse(Map.of("x1", uniform(-5, 10), "x2", uniform(0, 15)));
        return new Problem("branin2", space, c -> {
            double x = number(c, "x1");
            double y = number(c, "x2");
            double a = y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
            return a * a + 10 * (1 - 1 / (8 * Math.PI)) * StrictMath.cos(x) + 10;
        });
    }

    static Problem hartmann6() {
        double[][] a = {
            {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
        };
        double[][] p = {
            {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
            {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
            {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
            {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
        };
        return onCube("hartmann6", 6, 0, 1, x -> hartmann(x, a, p));
    }

    private static double hartmann(double[] x, double[][] a, double[][] p) {
        double[] c = {1, 1.2, 3, 3.2};
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double exponent = 0;
            for (int j = 0; j < x.length; j++) {
                exponent += a[i][j] * (x[j] - p[i][j]) * (x[j] - p[i][j]);
            }
            sum -= c[i] * StrictMath.exp(-exponent);
        }
        return sum;
    }

    static Problem rosenbrock() {
        return onCube("rosenbrock4", 4, -5, 10, x -> {
            double sum = 0;
            for (int i = 0; i + 1 < x.length; i++) {
                double curve = x[i + 1] - x[i] * x[i];
                sum += 100 * curve * curve + (1 - x[i]) * (1 - x[i]);
            }
            return sum;
        });
    }

    /// Small enough to be searched whole, and of options without an order: those that were never tried are all alike.
    static Problem menu() {
        Map<String, Double> prices = Map.of(
                "soup", 4.0, "salad", 5.0, "bread", 1.5, "pie", 9.0, "fish", 14.0, "stew", 8.5, "rice", 7.0, "cake",
                3.5, "ice", 3.0);
        Space space = Space.parse(Map.of(
                "first", Map.of("choice", List.of("soup", "salad", "bread")),
                "second", Map.of("choice", List.of("pie", "fish", "stew", "rice")),
                "third", Map.of("choice", List.of("cake", "ice", "none"))));
        return new Problem(
                "menu",
                space,
                c -> c.values().values().stream()
                        .mapToDouble(dish -> prices.getOrDefault((String) dish, 0.0))
                        .sum());
    }

    /// Looks like tuning a training: a log learning rate, a batch size, an optimizer, layers.
    static Problem mixed() {
        Space space = Space.parse(Map.of(
                "rate", Map.of("log", List.of(1e-5, 1e-1)),
                "batch", Map.of("choice", List.of(8, 16, 32, 64, 128), "ordered", true),
                "optimizer", Map.of("choice", List.of("sgd", "adam", "lion", "adagrad")),
                "layers", Map.of("int", List.of(1, 12)),
                "decay", uniform(0, 0.3)));
        Map<String, Double> offset = Map.of("sgd", 1.0, "adam", 0.0, "lion", -0.5, "adagrad", 0.5);
        return new Problem("mixed5", space, c -> {
            String optimizer = (String) c.values().get("optimizer");
            double batch = StrictMath.log(number(c, "batch") / 32) / StrictMath.log(2);
            double rate = StrictMath.log10(number(c, "rate")) + 3 - 0.3 * batch - offset.get(optimizer);
            double layers = (number(c, "layers") - 7) / 4;
            double decay = (number(c, "decay") - 0.1) * 5;
            return rate * rate
                    + 0.1 * batch * batch
                    + layers * layers
                    + decay * decay * (1 + 0.5 * rate * rate)
                    + 0.3 * StrictMath.abs(offset.get(optimizer));
        });
    }

    /// Looks like averaging five checkpoints: a curved valley on the simplex whose best point lies on a face.
    static Problem fusion() {
        Space space = Space.parse(Map.of("weights", Map.of("simplex", 5)));
        double[] best = {0, 0.1, 0.2, 0.4, 0.3};
        double[] stiffness = {1, 4, 2, 6, 3};
        return new Problem("simplex5", space, c -> {
            List<?> weights = (List<?>) c.values().get("weights");
            double sum = 0;
            for (int i = 0; i < best.length; i++) {
                double difference = (double) weights.get(i) - best[i];
                sum += stiffness[i] * difference * difference + (i == 0 ? 0.3 * difference : 0);
            }
            return StrictMath.exp(2 * sum) - 1;
        });
    }

    private static Problem onCube(String name, int dimensions, double low, double high, ToDoubleFunction<double[]> f) {
        Map<String, Object> tree = new TreeMap<>();
        List<String> names = new ArrayList<>();
        for (int d = 0; d < dimensions; d++) {
            names.add("x" + (d + 1));
            tree.put(names.get(d), uniform(low, high));
        }
        return new Problem(
                name,
                Space.parse(tree),
                c -> f.applyAsDouble(
                        names.stream().mapToDouble(n -> number(c, n)).toArray()));
    }

    private static Map<String, Object> uniform(double low, double high) {
        return Map.of("uniform", List.of(low, high));
    }

    private static double number(Configuration configuration, String name) {
        return ((Number) configuration.values().get(name)).doubleValue();
    }
}
