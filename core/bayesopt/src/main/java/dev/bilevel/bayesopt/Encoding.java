package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Between configurations and encoded points x ∈ ℝᵈ, which is where the surrogate lives and the search moves.
///
/// Parameters with a single value have no coordinate. Which coordinates a parameter has, its [Axis] says.
final class Encoding {
    /// A parameter with more than one value, and where its coordinates begin.
    record Placed(String name, Axis axis, int at) {}

    private final Map<String, Object> constants;
    private final List<Placed> axes;
    private final int dimensions;

    Encoding(Space space) {
        Map<String, Object> constants = new TreeMap<>();
        List<Placed> axes = new ArrayList<>();
        int at = 0;
        for (Parameter parameter : space.parameters()) {
            Optional<Object> constant = constant(parameter);
            if (constant.isPresent()) {
                constants.put(parameter.name(), constant.get());
                continue;
            }
            Placed placed = new Placed(parameter.name(), axis(parameter), at);
            axes.add(placed);
            at += placed.axis().width();
        }
        this.constants = constants;
        this.axes = List.copyOf(axes);
        this.dimensions = at;
    }

    private static Optional<Object> constant(Parameter parameter) {
        return switch (parameter) {
            case Fixed fixed -> Optional.of(fixed.value());
            case IntRange(String _, long low, long high) when low == high -> Optional.of(low);
            case LogInt(String _, long low, long high) when low == high -> Optional.of(low);
            case Choice choice
            when choice.options().size() == 1 -> Optional.of(choice.options().getFirst());
            case Simplex simplex when simplex.size() == 1 -> Optional.of(simplex.centre());
            case Uniform _, Log _, IntRange _, LogInt _, Choice _, Simplex _ -> Optional.empty();
        };
    }

    private static Axis axis(Parameter parameter) {
        return switch (parameter) {
            case Uniform(String _, double low, double high) -> new Axis.Line(low, high, false);
            case Log(String _, double low, double high) -> new Axis.Line(low, high, true);
            case IntRange(String _, long low, long high) -> new Axis.Integers(low, high, false);
            case LogInt(String _, long low, long high) -> new Axis.Integers(low, high, true);
            case Choice(String _, List<Object> options, boolean ordered) ->
                ordered || options.size() == 2 ? new Axis.Steps(options) : new Axis.Category(options);
            case Simplex simplex -> new Axis.Weights(simplex.size());
            case Fixed _ -> throw new IllegalStateException("a fixed parameter has no axis");
        };
    }

    int dimensions() {
        return dimensions;
    }

    /// Which coordinates are indices of options without an order.
    boolean[] categories() {
        boolean[] category_d = new boolean[dimensions];
        for (Placed placed : axes) {
            category_d[placed.at()] = placed.axis() instanceof Axis.Category;
        }
        return category_d;
    }

    List<Placed> axes() {
        return axes;
    }

    double[] encode(Configuration configuration) {
        double[] x = new double[dimensions];
        for (Placed placed : axes) {
            placed.axis().encode(configuration.values().get(placed.name()), x, placed.at());
        }
        return x;
    }

    Configuration decode(double[] x) {
        Map<String, Object> values = new TreeMap<>(constants);
        for (Placed placed : axes) {
            values.put(placed.name(), placed.axis().decode(x, placed.at()));
        }
        return new Configuration(values);
    }

    /// From uniform numbers in (0, 1) to a valid point.
    double[] fromCube(double[] u) {
        double[] x = new double[dimensions];
        for (Placed placed : axes) {
            placed.axis().fromCube(u, x, placed.at());
        }
        return x;
    }
}
