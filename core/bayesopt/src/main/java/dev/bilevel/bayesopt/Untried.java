package dev.bilevel.bayesopt;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/// What has not been suggested yet: nothing is suggested twice while something else is left.
final class Untried {
    private final Space space;
    private final Encoding encoding;
    private final History history;
    /// What was tried besides the history, and is not in it.
    private final Set<Configuration> others = new HashSet<>();

    /// @param earlier what is known from an earlier study, which is not suggested again
    Untried(Space space, Encoding encoding, History history, List<Observation> earlier) {
        this.space = space;
        this.encoding = encoding;
        this.history = history;
        earlier.forEach(observation -> remove(observation.configuration()));
    }

    /// Tells that a configuration was suggested.
    void remove(Configuration configuration) {
        if (contains(configuration)) {
            others.add(configuration);
        }
    }

    /// Whether every configuration of a finite space has been suggested.
    boolean isEmpty() {
        OptionalLong cardinality = space.cardinality();
        return cardinality.isPresent() && tried() >= cardinality.getAsLong();
    }

    boolean contains(Configuration configuration) {
        return !others.contains(configuration) && !history.contains(configuration);
    }

    private int tried() {
        return history.configurations() + others.size();
    }

    /// The first untried one of a sequence of points of the unit cube; in a finite space whose last few
    /// configurations the sequence does not meet, the next one in the order of enumeration.
    Configuration first(IntFunction<double[]> cube) {
        int attempts = 4 * tried() + 256;
        for (int i = 0; i < attempts; i++) {
            Configuration configuration = encoding.decode(encoding.fromCube(cube.apply(i)));
            if (contains(configuration)) {
                return configuration;
            }
        }
        for (long i = 0; i <= tried(); i++) {
            Configuration configuration = numbered(i);
            if (contains(configuration)) {
                return configuration;
            }
        }
        throw new IllegalStateException("space: no untried configuration was found");
    }

    /// Configuration number `index` of a finite space, counted as a mixed-radix number; the last parameter runs
    /// fastest.
    Configuration numbered(long index) {
        TreeMap<String, Object> values = new TreeMap<>();
        long rest = index;
        for (Parameter parameter : space.parameters().reversed()) {
            long count = parameter.cardinality().orElse(1);
            values.put(parameter.name(), value(parameter, rest % count));
            rest /= count;
        }
        return new Configuration(values);
    }

    private static Object value(Parameter parameter, long index) {
        return switch (parameter) {
            case Uniform uniform -> uniform.low();
            case Log log -> log.low();
            case IntRange range -> range.low() + index;
            case LogInt range -> range.low() + index;
            case Choice choice -> choice.options().get((int) index);
            case Fixed fixed -> fixed.value();
            case Simplex simplex -> simplex.centre();
        };
    }
}
