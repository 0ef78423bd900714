package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A value for every parameter, sorted by name: [Double], [Long], [Boolean], [String], or a `List<Double>` for a
/// simplex. Two configurations are equal when all their values are.
///
/// Integers of any width become [Long]; floats become [Double]; the result cannot be changed. Whether the values lie
/// in a space is that space's question: [Space#read].
public record Configuration(Map<String, Object> values) {
    public Configuration {
        TreeMap<String, Object> sorted = new TreeMap<>();
        values.forEach((name, value) -> sorted.put(name, canonical(name, value)));
        values = Collections.unmodifiableMap(sorted);
    }

    private static Object canonical(String name, Object value) {
        if (value instanceof List<?> list) {
            List<Double> numbers = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                numbers.add(number(name + "[" + i + "]", list.get(i)));
            }
            return List.copyOf(numbers);
        }
        return Scalar.of(value)
                .orElseThrow(() -> new InvalidConfiguration(
                        name, InvalidInput.quote(value), "a finite number, a boolean, a text or a list of numbers"));
    }

    private static double number(String field, Object value) {
        return Scalar.of(value)
                .filter(Number.class::isInstance)
                .map(number -> ((Number) number).doubleValue())
                .orElseThrow(() -> new InvalidConfiguration(field, InvalidInput.quote(value), "a finite number"));
    }
}
