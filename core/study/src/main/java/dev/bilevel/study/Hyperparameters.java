package dev.bilevel.study;

import dev.bilevel.bayesopt.Choice;
import dev.bilevel.bayesopt.Fixed;
import dev.bilevel.bayesopt.IntRange;
import dev.bilevel.bayesopt.Log;
import dev.bilevel.bayesopt.LogInt;
import dev.bilevel.bayesopt.Parameter;
import dev.bilevel.bayesopt.Simplex;
import dev.bilevel.bayesopt.Uniform;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The hyperparameters that the project's own trainer takes, so that a misspelt or impossible one is found when a study
/// is submitted and not in the middle of it. What other trainers take is theirs to know.
public final class Hyperparameters {

    /// What values a hyperparameter takes.
    private sealed interface Domain {
        boolean contains(Object value);

        String expected();
    }

    private record Numbers(double low, double high, boolean lowAllowed, boolean highAllowed) implements Domain {
        @Override
        public boolean contains(Object value) {
            return value instanceof Number number
                    && (number.doubleValue() > low || lowAllowed && number.doubleValue() == low)
                    && (number.doubleValue() < high || highAllowed && number.doubleValue() == high);
        }

        @Override
        public String expected() {
            return "numbers " + (lowAllowed ? "from " : "above ") + low + (highAllowed ? " to " : " and below ") + high;
        }
    }

    private record Integers(long low, long high) implements Domain {
        @Override
        public boolean contains(Object value) {
            return value instanceof Long number && number >= low && number <= high;
        }

        @Override
        public String expected() {
            return "integers from " + low + " to " + high;
        }
    }

    private record Words(List<String> words) implements Domain {
        @Override
        public boolean contains(Object value) {
            return words.contains(value);
        }

        @Override
        public String expected() {
            return "one of " + String.join(", ", words);
        }
    }

    private static final Map<String, Domain> ROBERTA = new TreeMap<>(Map.ofEntries(
            Map.entry("learningRate", new Numbers(0, 1, false, true)),
            Map.entry("batchSize", new Integers(1, 4096)),
            Map.entry("epochs", new Integers(1, 1000)),
            Map.entry("weightDecay", new Numbers(0, 10, true, true)),
            Map.entry("warmupRatio", new Numbers(0, 1, true, true)),
            Map.entry("dropout", new Numbers(0, 1, true, false)),
            Map.entry("attentionDropout", new Numbers(0, 1, true, false)),
            Map.entry("headDropout", new Numbers(0, 1, true, false)),
            Map.entry("maxGradNorm", new Numbers(0, 1e9, true, true)),
            Map.entry("beta1", new Numbers(0, 1, true, false)),
            Map.entry("beta2", new Numbers(0, 1, true, false)),
            Map.entry("epsilon", new Numbers(0, 1, false, true)),
            Map.entry("schedule", new Words(List.of("linear", "cosine", "constant"))),
            Map.entry("gradientAccumulation", new Integers(1, 4096)),
            Map.entry("labelSmoothing", new Numbers(0, 1, true, false)),
            Map.entry("layerDecay", new Numbers(0, 1, false, true)),
            Map.entry("frozenLayers", new Integers(0, 1000)),
            Map.entry("patience", new Integers(0, 1000))));

    private Hyperparameters() {}

    /// In alphabetical order; empty for a trainer that is not the project's own.
    public static Set<String> of(String trainer) {
        return trainer.equals("roberta") ? ROBERTA.keySet() : Set.of();
    }

    /// What keeps a trainer from taking every value of a parameter; empty where nothing does.
    static Optional<Problem> problem(String field, Parameter parameter, String trainer) {
        if (!trainer.equals("roberta")) {
            return Optional.empty();
        }
        Domain domain = ROBERTA.get(parameter.name());
        if (domain == null) {
            return Optional.of(new Problem(
                    field,
                    "no hyperparameter of trainer '" + trainer + "'",
                    "one of " + String.join(", ", ROBERTA.keySet())));
        }
        return extremes(parameter).stream()
                .filter(value -> !domain.contains(value))
                .findFirst()
                .map(value -> new Problem(
                        field, "reaching " + (value instanceof String ? "'" + value + "'" : value), domain.expected()));
    }

    private static List<?> extremes(Parameter parameter) {
        return switch (parameter) {
            case Uniform range -> List.of(range.low(), range.high());
            case Log range -> List.of(range.low(), range.high());
            case IntRange range -> List.of(range.low(), range.high());
            case LogInt range -> List.of(range.low(), range.high());
            case Choice choice -> choice.options();
            case Fixed fixed -> List.of(fixed.value());
            case Simplex _ -> List.of();
        };
    }
}
