package dev.bilevel.bayesopt;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A real number in [low, high].
public record Uniform(String name, double low, double high) implements Parameter {
    public Uniform {
        Bounds.name(name);
        Bounds.reals(name + ".uniform", low, high);
    }

    @Override
    public Map<String, Object> toTree() {
        return Map.of("uniform", List.of(low, high));
    }

    @Override
    public Double read(Object value) {
        return Bounds.real(name, value, low, high);
    }

    @Override
    public OptionalLong cardinality() {
        return OptionalLong.empty();
    }
}
