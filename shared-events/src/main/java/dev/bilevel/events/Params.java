package dev.bilevel.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Hyperparameters by name, in alphabetical order. A value is a [Double], a [Long], a [Boolean] or a [String].
public record Params(@JsonValue Map<String, Object> values) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Params {
        Check.present("params", values);
        TreeMap<String, Object> sorted = new TreeMap<>();
        values.forEach((name, value) -> sorted.put(name, scalar(name, value)));
        values = Collections.unmodifiableMap(sorted);
    }

    private static Object scalar(String name, Object value) {
        return switch (value) {
            case Double number -> Check.finite("params." + name, number);
            case Float number -> Check.finite("params." + name, number.doubleValue());
            case Long number -> number;
            case Integer number -> number.longValue();
            case Boolean flag -> flag;
            case String text -> text;
            case null, default ->
                throw new IllegalArgumentException(
                        "params." + name + ": is " + value + ", expected a number, a boolean or a text");
        };
    }
}
