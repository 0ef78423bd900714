package dev.bilevel.bayesopt;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A positive real number in [low, high], searched by its logarithm.
public record Log(String name, double low, double high) implements Parameter {
    public Log {
        Bounds.name(name);
        Bounds.reals(name + ".log", low, high);
        if (!(low > 0)) {
            throw new InvalidSpace(name + ".log", Bounds.range(low, high), "a lower end above 0");
        }
    }

    @Override
    public Map<String, Object> toTree() {
        return Map.of("log", List.of(low, high));
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
