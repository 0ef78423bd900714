package dev.bilevel.bayesopt;

import java.util.Map;
import java.util.OptionalLong;

/// A value that is the same in every configuration.
public record Fixed(String name, Object value) implements Parameter {
    public Fixed {
        Bounds.name(name);
        Object given = value;
        value = Scalar.of(value)
                .orElseThrow(() -> new InvalidSpace(
                        name + ".fixed",
                        InvalidInput.quote(given),
                        "a finite number, a boolean or a text of at most 1000"));
    }

    @Override
    public Map<String, Object> toTree() {
        return Map.of("fixed", value);
    }

    @Override
    public Object read(Object found) {
        return Scalar.of(found)
                .filter(scalar -> Scalar.same(scalar, value))
                .map(_ -> value)
                .orElseThrow(() -> new InvalidConfiguration(
                        name, InvalidInput.quote(found), "the fixed value " + InvalidInput.quote(value)));
    }

    @Override
    public OptionalLong cardinality() {
        return OptionalLong.of(1);
    }
}
