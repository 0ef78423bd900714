package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// One of a few options: numbers, texts, booleans. Ordered options are neighbours of each other on a line with equal
/// steps, in the order given; unordered ones are all equally far apart.
public record Choice(String name, List<Object> options, boolean ordered) implements Parameter {
    private static final int MOST_OPTIONS = 1000;

    public Choice {
        Bounds.name(name);
        String field = name + ".choice";
        if (options == null || options.isEmpty() || options.size() > MOST_OPTIONS) {
            String found = options == null ? "missing" : options.size() + " options";
            throw new InvalidSpace(field, found, "1 to " + MOST_OPTIONS + " options");
        }
        options = canonical(field, options);
    }

    private static List<Object> canonical(String field, List<?> options) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            String at = field + "[" + i + "]";
            Object option = options.get(i);
            Object value = Scalar.of(option)
                    .orElseThrow(() -> new InvalidSpace(
                            at, InvalidInput.quote(option), "a finite number, a boolean or a text of at most 1000"));
            for (Object earlier : values) {
                if (Scalar.same(earlier, value)) {
                    throw new InvalidSpace(at, InvalidInput.quote(value) + " again", "each option once");
                }
            }
            values.add(value);
        }
        return List.copyOf(values);
    }

    @Override
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("choice", options);
        tree.put("ordered", ordered);
        return tree;
    }

    @Override
    public Object read(Object value) {
        return Scalar.of(value)
                .flatMap(scalar -> options.stream()
                        .filter(option -> Scalar.same(option, scalar))
                        .findFirst())
                .orElseThrow(() -> new InvalidConfiguration(
                        name, InvalidInput.quote(value), "one of " + InvalidInput.quote(options)));
    }

    @Override
    public OptionalLong cardinality() {
        return OptionalLong.of(options.size());
    }
}
