package dev.bilevel.bayesopt;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// A search space: parameters, sorted by name, so that the order in which a file lists them decides nothing.
public record Space(List<Parameter> parameters) {
    /// The most coordinates that a space may have, all parameters together.
    public static final int MOST_DIMENSIONS = 128;

    public Space {
        if (parameters.isEmpty()) {
            throw new InvalidSpace("space", "empty", "at least one parameter");
        }
        parameters = parameters.stream()
                .sorted(Comparator.comparing(Parameter::name))
                .toList();
        for (int i = 1; i < parameters.size(); i++) {
            if (parameters.get(i).name().equals(parameters.get(i - 1).name())) {
                throw new InvalidSpace(parameters.get(i).name(), "there twice", "each parameter once");
            }
        }
        int dimensions = 0;
        for (Parameter parameter : parameters) {
            dimensions += parameter instanceof Simplex simplex ? simplex.size() : 1;
        }
        if (dimensions > MOST_DIMENSIONS) {
            throw new InvalidSpace("space", dimensions + " dimensions", "at most " + MOST_DIMENSIONS);
        }
    }

    /// Reads a tree of maps, lists and scalars as YAML or JSON readers give it; [Parameter] lists the kinds.
    ///
    /// @throws InvalidSpace naming the field, what was found and what was expected
    public static Space parse(Map<String, ?> tree) {
        return SpaceReader.read(tree);
    }

    /// The tree that [#parse] reads as this space.
    public Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            tree.put(parameter.name(), parameter.toTree());
        }
        return tree;
    }

    /// A configuration of this space from values as a JSON or YAML reader gives them, each in its canonical type.
    /// Parameters with a single possible value may be left out.
    ///
    /// @throws InvalidConfiguration naming a parameter that is missing, unknown or out of its range
    public Configuration read(Map<String, ?> values) {
        Map<String, Object> read = new TreeMap<>();
        for (Parameter parameter : parameters) {
            if (values.containsKey(parameter.name())) {
                read.put(parameter.name(), parameter.read(values.get(parameter.name())));
            } else if (parameter instanceof Fixed fixed) {
                read.put(fixed.name(), fixed.value());
            } else {
                throw new InvalidConfiguration(parameter.name(), "missing", "a value for every parameter");
            }
        }
        for (String name : new TreeMap<>(values).keySet()) {
            if (!read.containsKey(name)) {
                throw new InvalidConfiguration(name, "unknown", "one of " + names());
            }
        }
        return new Configuration(read);
    }

    /// The configuration in the middle of every range and in the middle of every list of options; equal weights.
    public Configuration centre() {
        Encoding encoding = new Encoding(this);
        double[] half = new double[encoding.dimensions()];
        java.util.Arrays.fill(half, 0.5);
        Map<String, Object> values =
                new TreeMap<>(encoding.decode(encoding.fromCube(half)).values());
        for (Parameter parameter : parameters) {
            if (parameter instanceof Simplex simplex) {
                values.put(simplex.name(), simplex.centre());
            }
        }
        return new Configuration(values);
    }

    /// How many configurations there are; empty where there is a continuum, or more than a `long` counts.
    public OptionalLong cardinality() {
        long product = 1;
        for (Parameter parameter : parameters) {
            OptionalLong factor = parameter.cardinality();
            if (factor.isEmpty() || StrictMath.multiplyHigh(product, factor.getAsLong()) != 0) {
                return OptionalLong.empty();
            }
            product *= factor.getAsLong();
            if (product < 0) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(product);
    }

    private Collection<String> names() {
        return parameters.stream().map(Parameter::name).toList();
    }
}
