package dev.bilevel.bayesopt;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A positive integer in [low, high], searched by its logarithm.
public record LogInt(String name, long low, long high) implements Parameter {
    public LogInt {
        Bounds.name(name);
        Bounds.integers(name + ".logInt", low, high);
        if (low < 1) {
            throw new InvalidSpace(name + ".logInt", Bounds.range(low, high), "a lower end of at least 1");
        }
    }

    @Override
    public Map<String, Object> toTree() {
        return Map.of("logInt", List.of(low, high));
    }

    @Override
    public Long read(Object value) {
        return Bounds.integer(name, value, low, high);
    }

    @Override
    public OptionalLong cardinality() {
        return OptionalLong.of(high - low + 1);
    }
}
