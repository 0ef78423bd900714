package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Weights that are not negative and sum to 1, within 1e-9.
///
/// @param size how many
public record Simplex(String name, int size) implements Parameter {
    static final double TOLERANCE = 1e-9;

    public Simplex {
        Bounds.name(name);
        if (size < 1 || size > Space.MOST_DIMENSIONS) {
            throw wrongSize(name + ".simplex", size);
        }
    }

    static InvalidSpace wrongSize(String field, long size) {
        return new InvalidSpace(field, "" + size, "1 to " + Space.MOST_DIMENSIONS + " weights");
    }

    /// Every weight the same: as a fusion, plain weight averaging.
    public List<Double> centre() {
        return Collections.nCopies(size, 1.0 / size);
    }

    /// All the weight on one.
    public List<Double> vertex(int index) {
        List<Double> weights = new ArrayList<>(Collections.nCopies(size, 0.0));
        weights.set(index, 1.0);
        return List.copyOf(weights);
    }

    @Override
    public Map<String, Object> toTree() {
        return Map.of("simplex", size);
    }

    @Override
    public List<Double> read(Object value) {
        if (!(value instanceof List<?> list) || list.size() != size) {
            throw new InvalidConfiguration(name, InvalidInput.quote(value), "a list of " + size + " weights");
        }
        List<Double> weights = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double weight = Bounds.real(name + "[" + i + "]", list.get(i), 0, 1);
            weights.add(weight);
            sum += weight;
        }
        if (!(sum >= 1 - TOLERANCE && sum <= 1 + TOLERANCE)) {
            throw new InvalidConfiguration(name, "weights that sum to " + sum, "a sum of 1");
        }
        return List.copyOf(weights);
    }

    @Override
    public OptionalLong cardinality() {
        return size == 1 ? OptionalLong.of(1) : OptionalLong.empty();
    }
}
