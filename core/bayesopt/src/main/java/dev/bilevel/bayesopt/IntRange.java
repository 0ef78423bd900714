package dev.bilevel.bayesopt;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// An integer in [low, high].
public record IntRange(String name, long low, long high) implements Parameter {
    public IntRange {
        Bounds.name(name);
        Bounds.integers(name + ".int", low, high);
    }

    @Override
    public Map<String, Object> toTree() {
        return Map.of("int", List.of(low, high));
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
