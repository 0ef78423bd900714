package dev.bilevel.bayesopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A level's suggestions so far, and what became of them.
///
/// Whoever keeps a long history keeps a set of its configurations beside it: a suggestion that needs no surrogate asks
/// for nothing else, and so takes no longer the more there are.
public interface History {
    /// How many suggestions were made: the index of the next.
    int size();

    /// How many different configurations are among them.
    int configurations();

    /// Whether a configuration was suggested.
    ///
    /// @param configuration with its values in the space's own types
    boolean contains(Configuration configuration);

    /// Every suggestion, in order, with [Outcome.Pending] where its result is not known or must not be used yet, and
    /// its values in the space's own types.
    List<Observation> observations();

    /// A history that was kept as a list.
    ///
    /// @throws InvalidConfiguration where a configuration is not in the space
    static History of(Space space, List<Observation> observations) {
        List<Observation> read = new ArrayList<>();
        for (int i = 0; i < observations.size(); i++) {
            Observation observation = observations.get(i);
            read.add(new Observation(
                    Level.within(space, "history[" + i + "]", observation.configuration()),
                    observation.outcome(),
                    observation.by()));
        }
        return new Listed(
                List.copyOf(read), read.stream().map(Observation::configuration).collect(Collectors.toSet()));
    }

    /// @param distinct their configurations
    record Listed(List<Observation> observations, Set<Configuration> distinct) implements History {
        @Override
        public int size() {
            return observations.size();
        }

        @Override
        public int configurations() {
            return distinct.size();
        }

        @Override
        public boolean contains(Configuration configuration) {
            return distinct.contains(configuration);
        }
    }
}
